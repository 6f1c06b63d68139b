"""What organisers fill in to invite people: one by hand, a list, a file, and the wave they belong to."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.forms.event import moment_field
from events.invitees import team_members, who_came
from events.models import Event, Wave
from events.services import guest_lists, guest_rows
from networking.enums import Language
from networking.models import Project
from networking.models.fields import one_line

MOST_BYTES = 5_000_000
_LONGEST_TEXT = 900_000


class WaveForm(forms.ModelForm):
    """A wave. Saved by the service."""

    deadline_at = moment_field(_("Answer until"))

    class Meta:
        model = Wave
        fields = ("name", "deadline_at", "reserves_seats")

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["name"].help_text = _("Only the organisers read it, for example: first wave.")
        self.fields["deadline_at"].help_text = _("Berlin time. Empty: until the event is over.")
        self.fields["reserves_seats"].help_text = _(
            "Until the deadline nobody else gets these seats, not even from the waiting list."
        )

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if self.event.waves.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a wave of this name already."))
        return name

    def clean_deadline_at(self):
        deadline = self.cleaned_data["deadline_at"]
        if deadline and "deadline_at" in self.changed_data and deadline <= timezone.now():
            raise ValidationError(_("This moment is over. Enter one that is still to come."))
        if deadline and deadline > self.event.ends_at:
            raise ValidationError(_("This is after the event. Enter an earlier moment."))
        return deadline


class IntoWaveForm(forms.Form):
    """The wave in which people are invited."""

    wave = forms.ModelChoiceField(
        label=_("Wave"),
        queryset=Wave.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label=_("No wave: mails go out at once, without a deadline"),
        help_text=_(
            "In a wave that was not sent yet, people are only planned: nobody gets a mail before you send it."
        ),
    )

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["wave"].queryset = event.waves.all()
        self.fields["wave"].label_from_instance = lambda wave: (
            wave.name if wave.sent_at else _("%(wave)s (not sent yet)") % {"wave": wave.name}
        )


class GuestForm(IntoWaveForm):
    """One person by hand."""

    given_name = forms.CharField(label=_("Given name"), max_length=100, required=False, validators=[one_line])
    family_name = forms.CharField(
        label=_("Family name"),
        max_length=100,
        validators=[one_line],
        error_messages={"required": _("Enter the family name.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={
            "required": _("Enter the e-mail address."),
            "invalid": _("Enter an e-mail address in the form name@example.org."),
        },
    )
    organisation = forms.CharField(
        label=_("Organisation"), max_length=200, required=False, validators=[one_line]
    )
    project = forms.ModelChoiceField(
        label=_("MPI project"),
        queryset=Project.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("No project"),
    )
    language = forms.ChoiceField(label=_("Language of the mails"), choices=Language.choices)
    field_order = ("given_name", "family_name", "email", "organisation", "project", "language", "wave")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = Project.objects.filter(is_published=True).order_by("title_de")
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"  # never the organiser's own data

    def guests(self) -> list[guest_rows.Guest]:
        names = ("given_name", "family_name", "email", "organisation", "language")
        project = self.cleaned_data["project"]
        slug = project.slug if project else ""
        return [guest_rows.Guest(1, project=slug, **{name: self.cleaned_data[name] for name in names})]


class ListForm(IntoWaveForm):
    """Pasted lines."""

    text = forms.CharField(
        label=_("People"),
        max_length=_LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_(
            "One person a line: Mira Muster <mira@example.org>, or given name; family name; e-mail address; "
            "organisation. Columns copied from a spreadsheet work too."
        ),
        error_messages={"required": _("Paste at least one line.")},
    )
    field_order = ("text", "wave")

    def clean_text(self) -> str:
        self.people = _read(lambda: guest_rows.from_text(self.cleaned_data["text"]))
        return self.cleaned_data["text"]

    def guests(self) -> list[guest_rows.Guest]:
        return self.people


class FileForm(IntoWaveForm):
    """A CSV or Excel file."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls,.ods"}),
        help_text=_(
            "CSV or Excel, at most 10,000 people. The first line names the columns: given name, family name, "
            "e-mail address, organisation, project (short name), language (de or en). Only the address and a name "
            "are needed."
        ),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )
    field_order = ("file", "wave")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is too large. Please split the list."))
        self.people = _read(lambda: guest_rows.from_file(file.name, file.read()))
        return file

    def guests(self) -> list[guest_rows.Guest]:
        return self.people


class ProjectsForm(IntoWaveForm):
    """The projects whose teams are invited."""

    project = forms.ModelMultipleChoiceField(
        label=_("Projects"),
        queryset=Project.objects.filter(is_published=True),
        to_field_name="slug",
        error_messages={"required": _("Choose at least one project.")},
    )

    def clean_project(self):
        self.people = list(guest_lists.of_teams(team_members(self.cleaned_data["project"])))
        if not self.people:
            raise ValidationError(
                _("Nobody of these projects has an account: there is no address to write to.")
            )
        return self.cleaned_data["project"]

    def guests(self) -> list[guest_rows.Guest]:
        return self.people


class FormerForm(IntoWaveForm):
    """The earlier events whose guests are invited; `past` are those that may be chosen."""

    former = forms.MultipleChoiceField(
        label=_("Earlier events"), error_messages={"required": _("Choose at least one event.")}
    )

    def __init__(self, *args, past: list[Event], **kwargs):
        super().__init__(*args, **kwargs)
        self.past = {event.slug: event for event in past}
        self.fields["former"].choices = [(slug, slug) for slug in self.past]

    def guests(self) -> list[guest_rows.Guest]:
        events = [self.past[slug] for slug in self.cleaned_data["former"]]
        return list(guest_lists.of_former(who_came(events)))


def _read(reader) -> list[guest_rows.Guest]:
    try:
        people = reader()
    except guest_rows.Unreadable as error:
        raise ValidationError(str(error)) from error
    if not people:
        raise ValidationError(_("There is nobody in it."))
    return people
