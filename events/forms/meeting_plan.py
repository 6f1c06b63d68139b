"""What organisers say about 1:1 meetings: times, tables, rules, and one meeting by hand."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.forms.event import moment_field
from events.models import Event, Meeting, MeetingParty, MeetingRound, MeetingSlot, MeetingTable

Times = list[tuple[datetime, datetime]]
MOST_SLOTS, MOST_TABLES = 100, 300
FAIRNESS = [
    (0, gettext_lazy("does not count: only the wishes do")),
    (25, gettext_lazy("counts a little")),
    (50, gettext_lazy("counts as much as strong wishes")),
    (100, gettext_lazy("comes first, wherever it is possible")),
]
_LINE = re.compile(r"(?:(\d{4}-\d\d-\d\d)\s+)?(\d\d?:\d\d)\s*[-–—]\s*(\d\d?:\d\d)")


class PatternForm(forms.Form):
    """Slots one after the other: from when to when, how long, with how much time between."""

    first = forms.TimeField(label=gettext_lazy("First meeting at"), widget=forms.TimeInput({"type": "time"}))
    last = forms.TimeField(label=gettext_lazy("Last one over by"), widget=forms.TimeInput({"type": "time"}))
    minutes = forms.IntegerField(label=gettext_lazy("Minutes each"), min_value=5, max_value=240, initial=20)
    pause = forms.IntegerField(label=gettext_lazy("Minutes between"), min_value=0, max_value=120, initial=5)

    def lines(self, event: Event) -> str:
        """The slots as lines for `SlotsForm`, on the event's first day."""
        day = timezone.localdate(event.starts_at)
        start, over = (datetime.combine(day, self.cleaned_data[name]) for name in ("first", "last"))
        length = timedelta(minutes=self.cleaned_data["minutes"])
        step = length + timedelta(minutes=self.cleaned_data["pause"])
        lines = []
        while start + length <= over and len(lines) < MOST_SLOTS:
            lines.append(f"{start:%H:%M}–{start + length:%H:%M}")
            start += step
        return "\n".join(lines)


class SlotsForm(forms.Form):
    lines = forms.CharField(
        label=gettext_lazy("Times of the meetings, one in each line"),
        help_text=gettext_lazy(
            "For example 10:00–10:20. On another day than the first: 2026-12-03 10:00–10:20."
        ),
        widget=forms.Textarea({"rows": 8}),
        required=False,
        max_length=5000,
    )

    def __init__(self, data=None, *, event: Event, initial=None):
        super().__init__(data, initial=initial)
        self.event = event

    def clean_lines(self) -> Times:
        lines = [line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(lines) > MOST_SLOTS:
            raise forms.ValidationError(_("At most %(most)d times.") % {"most": MOST_SLOTS})
        return [self._times(line) for line in lines]

    def _times(self, line: str) -> tuple[datetime, datetime]:
        found = _LINE.fullmatch(line)
        try:
            day = date.fromisoformat(found[1]) if found[1] else timezone.localdate(self.event.starts_at)
            start, end = (datetime.strptime(clock, "%H:%M").time() for clock in (found[2], found[3]))  # noqa: DTZ007
        except (TypeError, ValueError) as error:
            words = _("“%(line)s” is not a time such as 10:00–10:20.") % {"line": line[:40]}
            raise forms.ValidationError(words) from error
        return tuple(timezone.make_aware(datetime.combine(day, clock)) for clock in (start, end))


class TableCountForm(forms.Form):
    tables = forms.IntegerField(label=gettext_lazy("How many tables"), min_value=1, max_value=MOST_TABLES)

    def lines(self) -> str:
        """Their names as lines for `TablesForm`, in the organisers' language."""
        return "\n".join(
            _("Table %(number)d") % {"number": n + 1} for n in range(self.cleaned_data["tables"])
        )


class TablesForm(forms.Form):
    labels = forms.CharField(
        label=gettext_lazy("Tables, one in each line"),
        help_text=gettext_lazy("The first are used most. Projects with many meetings stay at one table."),
        widget=forms.Textarea({"rows": 8}),
        required=False,
        max_length=20_000,
    )

    def clean_labels(self) -> list[str]:
        labels = [" ".join(line.split()) for line in self.cleaned_data["labels"].splitlines() if line.strip()]
        if any(len(label) > 60 for label in labels):
            raise forms.ValidationError(_("A table's name has at most 60 characters."))
        if len(labels) > MOST_TABLES:
            raise forms.ValidationError(_("At most %(most)d tables.") % {"most": MOST_TABLES})
        return labels


class FrameRulesForm(forms.Form):
    """Takes a round's columns as `initial`; its cleaned data are what `set_rules` takes."""

    minimum = forms.IntegerField(
        label=gettext_lazy("Meetings for each project, at least"),
        help_text=gettext_lazy("The plan tries to give everybody that many."),
        min_value=0,
        max_value=20,
    )
    fairness = forms.TypedChoiceField(
        label=gettext_lazy("That minimum"),
        help_text=gettext_lazy("With few tables a strong minimum costs wishes of others."),
        coerce=int,
        choices=FAIRNESS,
    )
    most_musts = forms.IntegerField(
        label=gettext_lazy("“Must meet” for each project, at most"), min_value=0, max_value=50
    )
    choose_until = moment_field(gettext_lazy("Projects can choose until"))

    def __init__(self, data=None, *, meeting_round: MeetingRound):
        names = ("minimum", "fairness", "most_musts", "choose_until")
        super().__init__(data, initial={name: getattr(meeting_round, name) for name in names})
        if meeting_round.fairness not in dict(FAIRNESS):
            own = (meeting_round.fairness, f"{meeting_round.fairness} %")
            self.fields["fairness"].choices = [*FAIRNESS, own]


class PlaceForm(forms.Form):
    """Where a meeting takes place."""

    slot = forms.ChoiceField(label=gettext_lazy("Time"))
    table = forms.ChoiceField(label=gettext_lazy("Table"))

    def __init__(
        self,
        data=None,
        *,
        slots: Iterable[MeetingSlot],
        tables: Iterable[MeetingTable],
        initial=None,
        prefix=None,
    ):
        super().__init__(data, initial=initial, prefix=prefix)
        self.slots = {start_of(slot): slot for slot in slots}
        self.tables = {table.label: table for table in tables}
        self.fields["slot"].choices = [(name, _in_words(slot)) for name, slot in self.slots.items()]
        self.fields["table"].choices = [(label, label) for label in self.tables]

    def place(self) -> dict:
        """Of the valid form: what `move` and `add` take."""
        data = self.cleaned_data
        return {"slot": self.slots[data["slot"]], "table": self.tables[data["table"]]}


class NewMeetingForm(PlaceForm):
    """Two projects put together by hand."""

    one = forms.ChoiceField(label=gettext_lazy("Project"))
    other = forms.ChoiceField(label=gettext_lazy("meets"))
    field_order = ["one", "other", "slot", "table"]

    def __init__(self, data=None, *, parties: Iterable[MeetingParty], **kwargs):
        super().__init__(data, **kwargs)
        self.parties = {str(party.uuid): party for party in parties}
        choices = [(name, party.project.title) for name, party in self.parties.items()]
        for name in ("one", "other"):
            self.fields[name].choices = choices

    def pair(self) -> dict:
        """Of the valid form: the two parties."""
        return {name: self.parties[self.cleaned_data[name]] for name in ("one", "other")}


class SwapForm(forms.Form):
    other = forms.ChoiceField(label=gettext_lazy("Change time and table with"))

    def __init__(self, data=None, *, others: Iterable[Meeting]):
        super().__init__(data)
        self.meetings = {str(row.uuid): row for row in others}
        self.fields["other"].choices = [
            (
                name,
                f"{_in_words(row.slot)} · {row.table} · {row.first.project.title} – {row.second.project.title}",
            )
            for name, row in self.meetings.items()
        ]

    def chosen(self) -> Meeting:
        """Of the valid form."""
        return self.meetings[self.cleaned_data["other"]]


class CallOffForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Both projects read it. You may leave it empty."),
        max_length=300,
        required=False,
    )


def start_of(slot: MeetingSlot) -> str:
    """How addresses and forms call a slot."""
    return f"{slot.starts_at:%Y%m%dT%H%M%SZ}"


def as_lines(slots: Iterable[MeetingSlot], event: Event) -> str:
    """The slots as `SlotsForm` reads them."""
    first = timezone.localdate(event.starts_at)
    return "\n".join(_as_line(slot, first) for slot in slots)


def _as_line(slot: MeetingSlot, first: date) -> str:
    start, end = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    day = "" if start.date() == first else f"{start:%Y-%m-%d} "
    return f"{day}{start:%H:%M}–{end:%H:%M}"


def _in_words(slot: MeetingSlot) -> str:
    return f"{timezone.localtime(slot.starts_at):%d.%m. %H:%M}"
