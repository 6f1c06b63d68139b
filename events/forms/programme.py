"""The programme as organisers type it: one row per point."""

from dataclasses import replace
from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from events.forms.event import Difference, TimeInput, day_field, name_languages
from events.models import Event, ProgrammeItem, Speaker
from events.services import programme
from events.services.programme import Item
from networking.models import Project
from networking.models.fields import one_line

MOST_ITEMS = 40
MOST_SPEAKERS = 20
EMPTY_ROWS = 3


class ItemForm(forms.ModelForm):
    """One point. The time is optional; without a day it is the event's first."""

    day = day_field(_("Day"), required=False, help_text=_("Empty: the first day."))
    starts = forms.TimeField(label=_("Start"), required=False, widget=TimeInput())
    ends = forms.TimeField(label=_("End"), required=False, widget=TimeInput())
    speakers = forms.CharField(
        label=_("Speakers"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One line per person: name, organisation"),
    )
    project = forms.ModelChoiceField(
        label=_("Project"),
        queryset=Project.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("No project"),
        error_messages={"invalid_choice": _("This project is not known. Choose one from the list.")},
    )

    class Meta:
        model = ProgrammeItem
        fields = ["title_de", "title_en", "kind", "room", "text_de", "text_en", "project"]
        labels = {"title_de": _("German title"), "title_en": _("English title")}
        widgets = {
            "text_de": forms.Textarea(attrs={"rows": 2}),
            "text_en": forms.Textarea(attrs={"rows": 2}),
        }
        error_messages = {
            "title_de": {"required": _("Enter the German title of this point, or tick “Remove”.")}
        }

    def __init__(self, *args, projects, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects
        name_languages(self.fields)

    def clean_speakers(self) -> list[tuple[str, str]]:
        people = [_person(line) for line in self.cleaned_data["speakers"].splitlines() if line.strip()]
        if len(people) > MOST_SPEAKERS:
            raise ValidationError(
                _("A point has at most %(most)d speakers. Split it into several points.")
                % {"most": MOST_SPEAKERS}
            )
        return people

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if ends and not starts and not self.errors.get("starts"):
            self.add_error("starts", _("Enter when this point starts, or leave its end empty too."))
        elif starts and ends and ends <= starts:
            self.add_error("ends", _("The end is before the start. Check both times."))
        return cleaned

    def item(self, first_day: date, former: int | None) -> Item:
        """The valid row as the service takes it; `first_day` is the event's."""
        cleaned = self.cleaned_data
        columns = {name: cleaned[name] for name in self.Meta.fields}
        columns["text_de"], columns["text_en"] = (
            cleaned[name].replace("\r\n", "\n") for name in ("text_de", "text_en")
        )
        day = cleaned["day"] or first_day
        return Item(
            **columns,
            starts_at=_moment(day, cleaned["starts"]),
            ends_at=_moment(day, cleaned["ends"]),
            speakers=cleaned["speakers"],
            former=former,
        )


class BaseProgramme(forms.BaseFormSet):
    """All points. Rows beyond the stored ones may stay empty."""

    def __init__(self, *args, person, event: Event | None = None, **kwargs):
        projects = Project.objects.visible_to(person).order_by("title_de")
        rows = event.programme.select_related("project").prefetch_related("speakers") if event else []
        super().__init__(
            *args,
            prefix="programme",
            initial=[_typed(row, event) for row in rows],
            form_kwargs={"projects": projects},
            **kwargs,
        )
        if self.is_bound:  # rows that somebody else added meanwhile are not what the organiser saw
            self.initial = self.initial[: self.initial_form_count()]

    def add_fields(self, form, index) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Place in the order")
        form.fields["ORDER"].widget.attrs["min"] = 1
        form.fields["DELETE"].label = _("Remove this point")

    def items(self, first_day: date) -> list[Item]:
        """The valid rows in order: by their places, and by time where every point has one."""
        items = [
            form.item(first_day, self.forms.index(form) if form in self.initial_forms else None)
            for form in self.ordered_forms
            if form.has_changed() or form in self.initial_forms
        ]
        if all(item.starts_at for item in items):
            items.sort(key=lambda item: item.starts_at)
        return items

    def differences(self, event: Event, first_day: date) -> list[Difference]:
        """The whole programme as one row, when what was typed is not what is stored."""
        stored = programme.stored(event)
        typed = [replace(item, former=None) for item in self.items(first_day)]
        if typed == stored:
            return []
        return [Difference("programme", str(_("Programme")), _overview(typed), _overview(stored))]

    def show_more_rows(self) -> None:
        """Keep what was typed and offer empty rows below, without complaining about half-typed ones yet."""
        self.data = self.data.copy()
        name = self.management_form.add_prefix("TOTAL_FORMS")
        self.data[name] = min(self.total_form_count() + EMPTY_ROWS, MOST_ITEMS)
        self.__dict__.pop("management_form", None)
        self.__dict__.pop("forms", None)
        self._errors, self._non_form_errors = [], self.error_class()
        for form in self.forms:
            form._errors = ErrorDict()


Programme = forms.formset_factory(
    ItemForm,
    formset=BaseProgramme,
    extra=EMPTY_ROWS,
    can_order=True,
    can_delete=True,
    max_num=MOST_ITEMS,
    absolute_max=MOST_ITEMS + 10,
    validate_max=True,
)


def _moment(day: date, clock) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, clock)) if clock is not None else None


def _overview(items: list[Item]) -> str:
    """The points in one line each, as far as one needs to tell two programmes apart."""
    return "\n".join(map(_point, items)) or str(_("empty"))


def _point(item: Item) -> str:
    clock = time_format(timezone.localtime(item.starts_at), "G:i") if item.starts_at else ""
    speakers = ", ".join(name for name, _organisation in item.speakers)
    title = " / ".join(filter(None, [item.title_de, item.title_en]))
    return " ".join(filter(None, [clock, title, f"({speakers})" if speakers else ""]))


def _person(line: str) -> tuple[str, str]:
    """Name and organisation of one line; the first comma parts them."""
    name, _comma, organisation = (part.strip() for part in line.partition(","))
    for value in (name, organisation):
        one_line(value)
        if len(value) > Speaker._meta.get_field("name").max_length:
            raise ValidationError(_("A name is longer than 200 characters. Shorten it."))
    if not name:
        raise ValidationError(_("A line has no name. Write: name, organisation"))
    return name, organisation


def _typed(row: ProgrammeItem, event: Event) -> dict:
    """What the row's fields show for a stored point; its day only where it is not the event's first."""
    start = timezone.localtime(row.starts_at) if row.starts_at else None
    first_day = timezone.localdate(event.starts_at)
    return {name: getattr(row, name) for name in ItemForm.Meta.fields} | {
        "day": start.date() if start and start.date() != first_day else None,
        "starts": start.time() if start else None,
        "ends": timezone.localtime(row.ends_at).time() if row.ends_at else None,
        "speakers": "\n".join(", ".join(filter(None, [s.name, s.organisation])) for s in row.speakers.all()),
    }
