"""Whom an issue goes to, chosen from known fields."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events.enums import Category, Format
from networking.enums import Language
from networking.models import FieldOfAction, Topic, TransformationLine
from notifications.enums import Attendance, ProjectPart
from notifications.segments import choosable_events

_MOST_EVENTS = 100
_ALL = [("", _("does not matter"))]


class AudienceForm(forms.Form):
    """Entries left empty narrow nothing."""

    languages = forms.MultipleChoiceField(
        label=_("Language"), choices=Language.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics they chose"),
        help_text=_("Who chose none hears of all and is included."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    formats = forms.MultipleChoiceField(
        label=_("Events they chose"),
        help_text=_("Who chose none hears of all and is included."),
        choices=[choice for choice in Format.choices if choice[0] != Format.DIALOG],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    events = forms.MultipleChoiceField(
        label=_("Have a registration for"),
        help_text=_("Only public events can be chosen."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    attendance = forms.ChoiceField(label=_("With which state"), choices=Attendance.choices, required=False)
    project_role = forms.ChoiceField(
        label=_("Part in an MPI project"), choices=[*_ALL, *ProjectPart.choices], required=False
    )
    fields_of_action = forms.MultipleChoiceField(
        label=_("Field of action of their project"), widget=forms.CheckboxSelectMultiple, required=False
    )
    transformation_lines = forms.MultipleChoiceField(
        label=_("Transformation line of their project"), widget=forms.CheckboxSelectMultiple, required=False
    )
    categories = forms.MultipleChoiceField(
        label=_("Come from"),
        help_text=_("As said at a registration for a public event."),
        choices=Category.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    counts_clicks = forms.BooleanField(
        label=_("Count how often each link is followed"),
        help_text=_("One number for each link, never by whom. The links then lead through this platform."),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = [(topic.slug, topic.label) for topic in Topic.objects.all()]
        self.fields["fields_of_action"].choices = _labelled(FieldOfAction)
        self.fields["transformation_lines"].choices = _labelled(TransformationLine)
        self.fields["events"].choices = [
            (
                str(event.uuid),
                f"{date_format(timezone.localtime(event.starts_at), 'SHORT_DATE_FORMAT')} · {event.title}",
            )
            for event in choosable_events().order_by("-starts_at", "-pk")[:_MOST_EVENTS]
        ]

    @property
    def segment(self) -> dict:
        """The rule as it is stored."""
        chosen = {name: value for name, value in self.cleaned_data.items() if name != "counts_clicks"}
        if not chosen["events"]:
            chosen["attendance"] = ""
        return chosen


def words(segment: dict) -> list[tuple[str, str]]:
    """The rule in words: the entry's name and what was chosen. What cannot be chosen any more has no name."""
    said = []
    for name, field in AudienceForm(segment).fields.items():
        chosen = segment.get(name)
        if chosen:
            labels = dict(field.choices)
            values = chosen if isinstance(chosen, list) else [chosen]
            said.append(
                (field.label, ", ".join(str(labels.get(v, _("not public any more"))) for v in values))
            )
    return said


def _labelled(model) -> list[tuple[str, str]]:
    return [(row.pk, row.label) for row in model.objects.all()]
