"""The monitoring report: what the events, the newsletter and the network reached in a period.

Confidential events count nowhere in it: whoever reads or passes on the report learns nothing of them. Persons are
counted from registrations and their ledger, which stay when names are erased after the retention time.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from events.enums import Category, EventState, Format, RegistrationState
from events.models import Event, Registration, RegistrationChange
from networking.charts import Chart, chart
from networking.enums import IntroductionState, Outcome
from networking.models import FieldOfAction, Introduction, TransformationLine
from notifications.enums import ConsentEventKind, SubscriptionState
from notifications.models import ConsentEvent, Subscription

FEWEST = 5  # people: smaller groups are not told apart, or a figure would describe somebody
_MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Period:
    """Whole days in Berlin, the first and the last one included."""

    first: date
    last: date

    @property
    def begin(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.first, time.min))

    @property
    def end(self) -> datetime:
        """The moment after it."""
        return timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time.min))

    @property
    def has_months(self) -> bool:
        """Whether it is short enough to be told month by month."""
        return len(self.months) <= _MONTHS_SHOWN

    @property
    def months(self) -> list[date]:
        """The first day of each month."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        numbers = range(self.first.month - 1, self.first.month - 1 + count)
        return [date(self.first.year + number // 12, number % 12 + 1, 1) for number in numbers]


@dataclass(frozen=True)
class Figures:
    """What a group of events reached. `checked` are the attendees of those events at which somebody was checked in."""

    events: int = 0
    cancelled_events: int = 0
    registered: int = 0
    waited: int = 0
    confirmed: int = 0
    gave_back: int = 0
    checked: int = 0
    came: int = 0
    organisations: int = 0
    projects: int = 0

    @property
    def attendance(self) -> int | None:
        """How many of a hundred attendees came; None where nobody was checked in."""
        return round(100 * self.came / self.checked) if self.checked else None


@dataclass(frozen=True)
class Group:
    """One row of a table: a format, a field of action, a transformation line."""

    name: str
    figures: Figures


@dataclass(frozen=True)
class People:
    """How many attendees came from where; None is a number too small to be told."""

    name: str
    confirmed: int | None


@dataclass(frozen=True)
class Readers:
    """The newsletter: who reads it today, and who came and went in the period."""

    today: int
    joined: int
    left: int


@dataclass(frozen=True)
class Contacts:
    """Requests for contact of the period, the introductions made in it, and what the teams said came of them."""

    asked: int
    introduced: int
    outcomes: list[tuple[Outcome, int]]


@dataclass(frozen=True)
class Report:
    period: Period
    total: Figures
    tables: list[tuple[str, list[Group]]]
    categories: list[People]
    chart: Chart
    readers: Readers
    contacts: Contacts


@dataclass
class _Reached:
    """The figures of one event."""

    format: str
    starts_at: datetime
    is_cancelled: bool
    counted: Counter = field(default_factory=Counter)
    organisations: set[str] = field(default_factory=set)
    projects: set[int] = field(default_factory=set)
    fields: set = field(default_factory=set)
    lines: set = field(default_factory=set)


def years() -> list[int]:
    """The years in which events began that may be counted, the latest first."""
    return [day.year for day in _countable().datetimes("starts_at", "year", order="DESC")]


def report(period: Period) -> Report:
    """Everything the report says of `period`. A constant number of queries, whatever it holds."""
    events = _countable().filter(starts_at__gte=period.begin, starts_at__lt=period.end)
    reached = _reached(events)
    held = [event for event in reached if not event.is_cancelled]
    return Report(
        period=period,
        total=_sum(reached),
        tables=[
            (gettext("By format"), _groups(Format.choices, reached, lambda event: {event.format})),
            (
                gettext("By field of action"),
                _groups(_named(FieldOfAction), reached, lambda event: event.fields),
            ),
            (
                gettext("By transformation line"),
                _groups(_named(TransformationLine), reached, lambda event: event.lines),
            ),
        ],
        categories=_categories(events),
        chart=chart(_over_time(period, held)),
        readers=_readers(period),
        contacts=_contacts(period),
    )


# --- Events ----------------------------------------------------------------------------------------------


def _countable() -> QuerySet[Event]:
    return Event.objects.countable().exclude(state=EventState.DRAFT)


def _reached(events: QuerySet[Event]) -> list[_Reached]:
    rows = events.order_by("starts_at", "pk").values_list("pk", "format", "starts_at", "state")
    found = {
        pk: _Reached(format_, starts_at, state == EventState.CANCELLED)
        for pk, format_, starts_at, state in rows
    }
    people = Registration.objects.filter(event__in=events.values("pk"))
    confirmed = Q(state=RegistrationState.CONFIRMED)
    for pk, *numbers in people.values_list("event").annotate(
        registered=Count("pk"),
        confirmed=Count("pk", filter=confirmed),
        gave_back=Count("pk", filter=Q(state=RegistrationState.CANCELLED)),
    ):
        found[pk].counted.update(dict(zip(("registered", "confirmed", "gave_back"), numbers, strict=True)))
    waited = RegistrationChange.objects.filter(
        registration__in=people.values("pk"), to_state=RegistrationState.WAITING
    )
    for pk, number in waited.values_list("registration__event").annotate(
        Count("registration", distinct=True)
    ):
        found[pk].counted["waited"] = number
    came = people.filter(confirmed).with_arrival().filter(arrived_at__isnull=False)
    for pk, number in came.values_list("event").annotate(Count("pk")).order_by():
        found[pk].counted.update(came=number, checked=found[pk].counted["confirmed"])
    for pk, organisation, project in (
        people.filter(confirmed).order_by().values_list("event", "organisation", "project").distinct()
    ):
        found[pk].organisations.update(filter(None, [" ".join(organisation.casefold().split())]))
        found[pk].projects.update(filter(None, [project]))
    for pk, key in events.order_by().values_list("pk", "fields_of_action"):
        found[pk].fields.add(key)
    for pk, key in events.order_by().values_list("pk", "transformation_lines"):
        found[pk].lines.add(key)
    return list(found.values())


def _sum(reached: Collection[_Reached]) -> Figures:
    held = [event for event in reached if not event.is_cancelled]
    counted: Counter = Counter()
    for event in held:
        counted.update(event.counted)
    return Figures(
        events=len(held),
        cancelled_events=len(reached) - len(held),
        organisations=len(set().union(*(event.organisations for event in held))),
        projects=len(set().union(*(event.projects for event in held))),
        **counted,
    )


def _groups(
    names: Iterable[tuple], reached: Collection[_Reached], keys: Callable[[_Reached], set]
) -> list[Group]:
    """A row for each of `names` that has events. An event of two fields of action counts in both."""
    chosen = [(name, [event for event in reached if key in keys(event)]) for key, name in names]
    return [Group(str(name), _sum(events)) for name, events in chosen if events]


def _named(model) -> list[tuple]:
    return [(row.pk, str(row)) for row in model.objects.order_by("position")]


def _categories(events: QuerySet[Event]) -> list[People]:
    """Attendees of the events that took place by where they come from, the largest group first."""
    held = events.exclude(state=EventState.CANCELLED)
    counts = dict(
        Registration.objects.filter(event__in=held.values("pk"), state=RegistrationState.CONFIRMED)
        .order_by()
        .values_list("category")
        .annotate(Count("pk"))
    )
    rows = sorted(((number, value) for value, number in counts.items()), reverse=True)
    hidden = [row for row in rows if row[0] < FEWEST]
    if len(hidden) == 1:  # the others would tell it
        hidden = rows[-2:]
    return [People(Category(row[1]).label, None if row in hidden else row[0]) for row in rows]


def _over_time(period: Period, held: Iterable[_Reached]) -> list[tuple[str, int]]:
    """Attendees per month, or per year where the period is long."""
    counts: Counter = Counter()
    for event in held:
        day = timezone.localdate(event.starts_at)
        counts[day.replace(day=1) if period.has_months else day.year] += event.counted["confirmed"]
    if period.has_months:
        return [(date_format(month, "M"), counts[month]) for month in period.months]
    return [(str(year), counts[year]) for year in range(period.first.year, period.last.year + 1)]


# --- Newsletter and network ------------------------------------------------------------------------------


def _readers(period: Period) -> Readers:
    told = ConsentEvent.objects.filter(at__gte=period.begin, at__lt=period.end)
    came = Q(kind__in=[ConsentEventKind.CONFIRMED, ConsentEventKind.IMPORTED])
    numbers = told.aggregate(
        joined=Count("subject", filter=came, distinct=True),
        left=Count("subject", filter=Q(kind=ConsentEventKind.WITHDRAWN), distinct=True),
    )
    return Readers(
        today=Subscription.objects.filter(state=SubscriptionState.CONFIRMED).count(),
        joined=numbers["joined"],
        left=numbers["left"],
    )


def _contacts(period: Period) -> Contacts:
    within = {"gte": period.begin, "lt": period.end}
    asked = Q(**{f"asked_at__{name}": moment for name, moment in within.items()})
    made = Q(state=IntroductionState.ACCEPTED) & Q(
        **{f"answered_at__{name}": moment for name, moment in within.items()}
    )
    said = {
        outcome.name: Count("pk", filter=made & (Q(asking_outcome=outcome) | Q(asked_outcome=outcome)))
        for outcome in Outcome
    }
    numbers = Introduction.objects.aggregate(
        asked=Count("pk", filter=asked), introduced=Count("pk", filter=made), **said
    )
    outcomes = [(outcome, numbers[outcome.name]) for outcome in Outcome]
    return Contacts(numbers["asked"], numbers["introduced"], outcomes)
