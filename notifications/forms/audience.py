"""Whom an issue goes to, chosen from known fields."""

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications import segments
from notifications.segments import LABELS

_MOST_EVENTS = 100
_ALL = [("", _("does not matter"))]


class AudienceForm(forms.Form):
    """Entries left empty narrow nothing."""

    languages = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    topics = forms.MultipleChoiceField(
        help_text=_("Who chose none hears of all and is included."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    formats = forms.MultipleChoiceField(
        help_text=_("Who chose none hears of all and is included."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    events = forms.MultipleChoiceField(
        help_text=_("Only public events can be chosen."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    attendance = forms.ChoiceField(required=False)
    project_role = forms.ChoiceField(required=False)
    fields_of_action = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    transformation_lines = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    categories = forms.MultipleChoiceField(
        help_text=_("As said at a registration for a public event."),
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
        for name, label in LABELS.items():
            field, choices = self.fields[name], segments.choices(name)
            most = _MOST_EVENTS if name == "events" else None
            field.label, field.choices = label, [*(_ALL if name == "project_role" else []), *choices[:most]]

    @property
    def segment(self) -> dict:
        """The rule as it is stored."""
        chosen = {name: value for name, value in self.cleaned_data.items() if name != "counts_clicks"}
        if not chosen["events"]:
            chosen["attendance"] = ""
        return chosen
