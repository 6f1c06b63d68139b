"""What the list of events can be narrowed by; every value comes from the address."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from events import queries
from events.enums import Format, Visibility
from events.formats import DEFAULT_VISIBILITIES
from events.models import Event
from networking.models import Topic
from networking.models.fields import one_line
from networking.queries import vocabulary

LISTED_FORMATS = [
    (format_.value, format_.label)
    for format_ in Format
    if DEFAULT_VISIBILITIES[format_] != Visibility.CONFIDENTIAL
]


_EVERYTHING = {
    "field": _("All fields of action"),
    "line": _("All transformation lines"),
    "topic": _("All topics"),
}


class EventFilter(forms.Form):
    """Bound to the query string. A value nobody offers is left out instead of refused: old links keep working."""

    format = forms.MultipleChoiceField(
        label=_("Format"), choices=LISTED_FORMATS, required=False, widget=forms.CheckboxSelectMultiple
    )
    q = forms.CharField(
        label=_("Search"),
        max_length=100,
        required=False,
        validators=[one_line],
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    field = forms.ChoiceField(label=_("Field of action"), required=False)
    line = forms.ChoiceField(label=_("Transformation line"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    free = forms.BooleanField(label=_("Only with free seats"), required=False)
    past = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = vocabulary()
        for name, everything in _EVERYTHING.items():
            self.fields[name].choices = [("", everything), *words[name]]

    def chosen(self) -> dict:
        """The valid values of the query string, without the empty ones."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def events(self, person) -> QuerySet[Event]:
        """The listed events `person` may see that fit, with their seats; upcoming ones unless `past` is chosen."""
        chosen = self.chosen()
        listed = Event.objects.visible_to(person).listed().with_seats()
        events = listed.past() if chosen.pop("past", False) else listed.upcoming()
        if chosen.pop("free", False):
            events = queries.with_free_seats(events)
        if "topic" in chosen:
            chosen["topic"] = Topic.objects.get(slug=chosen["topic"])
        return queries.narrowed(events, formats=chosen.pop("format", ()), **chosen)
