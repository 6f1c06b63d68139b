"""What the list of events can be narrowed by; every value comes from the address."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from events.enums import Format, Visibility
from events.formats import DEFAULT_VISIBILITIES
from events.forms.event import DateInput
from events.models import Event
from events.narrowing import Choices, Narrowing, choices, in_span, with_free_seats
from networking.facets import Option, options
from networking.models import Topic
from networking.models.fields import one_line
from networking.queries import Vocabulary

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


_IN_OUR_TIME = [MinValueValidator(date(1990, 1, 1)), MaxValueValidator(date(2200, 1, 1))]


class EventFilter(forms.Form):
    """Bound to the query string. A value nobody offers is left out instead of refused: old links keep working."""

    format = forms.MultipleChoiceField(label=_("Format"), choices=LISTED_FORMATS, required=False)
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

    def __init__(self, *args, words: Vocabulary, **kwargs):
        super().__init__(*args, **kwargs)
        self.words = words
        for name in _EVERYTHING:
            self.fields[name].choices = [("", ""), *getattr(self.words, name)]
        # "from" is no name a class can have
        self.fields["from"] = forms.DateField(
            label=_("From"), required=False, widget=DateInput(), validators=_IN_OUR_TIME
        )
        self.fields["to"] = forms.DateField(
            label=_("Until"), required=False, widget=DateInput(), validators=_IN_OUR_TIME
        )

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The valid values of the query string, without the empty ones."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def events(self, person) -> QuerySet[Event]:
        """The listed events `person` may see that fit, with their seats; upcoming ones unless a period is chosen."""
        return self._asked.of(self._offered(person).with_seats())

    def choices(self, person) -> Choices:
        """How many events each further choice would show to `person`."""
        return choices(self._offered(person), self._asked)

    def options(self, found: Choices) -> dict[str, list[Option]]:
        """The options of "format", "field", "line" and "topic"; of the last three only those that show something."""
        several = {
            name: options(getattr(self.words, name), getattr(found, name), [self.chosen.get(name)])
            for name in ("field", "line", "topic")
        }
        formats = options(LISTED_FORMATS, found.formats, self.chosen.get("format", ()), all_of_them=True)
        return {"format": formats, **several}

    @cached_property
    def _asked(self) -> Narrowing:
        chosen = self.chosen
        topic = Topic.objects.get(slug=chosen["topic"]) if "topic" in chosen else None
        return Narrowing(
            formats=tuple(chosen.get("format", ())),
            topic=topic,
            line=chosen.get("line"),
            field=chosen.get("field"),
            q=chosen.get("q", ""),
        )

    def _offered(self, person) -> QuerySet[Event]:
        """What the period and the free seats leave."""
        events = Event.objects.visible_to(person).listed()
        span = _start(self.chosen.get("from")), _end(self.chosen.get("to"))
        if self.chosen.get("past"):
            events = (in_span(events, *span) if any(span) else events).past()
        else:
            events = in_span(events, *span)
        return with_free_seats(events.with_seats()) if self.chosen.get("free") else events


def _start(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def _end(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.max)) if day else None
