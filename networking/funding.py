"""The funding overview (Fördertableau) and the calls: what runs when, what it pays, where it came from."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from networking.charts import Chart, chart
from networking.enums import CallState, GrantState
from networking.models import FundingCall, Grant, Project


@dataclass(frozen=True)
class Row:
    """One grant with where it stands today."""

    grant: Grant
    state: GrantState

    @property
    def project(self) -> Project:
        return self.grant.project


@dataclass(frozen=True)
class Year:
    """How many grants ran in a year, began and ended in it; `amount` are euros of those that began, where known."""

    year: int
    running: int
    began: int
    ended: int
    amount: int | None


@dataclass(frozen=True)
class Overview:
    rows: list[Row]
    years: list[Year]
    states: list[tuple[GrantState, int]]
    amount: int | None
    with_amount: int

    @property
    def chart(self) -> Chart:
        """How many grants ran in each year."""
        return chart((str(year.year), year.running) for year in self.years)


def overview(person, today: date | None = None) -> Overview:
    """All grants of projects `person` may see, by number. A constant number of queries."""
    today = today or timezone.localdate()
    visible = Project.objects.visible_to(person).prefetch_related("calls", "fields_of_action", "applicants")
    grants = Grant.objects.filter(project__in=Project.objects.visible_to(person))
    found = [
        Row(grant, _state(grant, today))
        for grant in grants.prefetch_related(Prefetch("project", visible)).order_by("number")
    ]
    counts = Counter(row.state for row in found)
    amounts = [row.grant.amount for row in found if row.grant.amount is not None]
    return Overview(
        rows=found,
        years=_years([row.grant for row in found]),
        states=[(state, counts[state]) for state in GrantState if counts[state]],
        amount=sum(amounts) if amounts else None,
        with_amount=len(amounts),
    )


def calls(person) -> QuerySet[FundingCall]:
    """Every call with its topics and the projects `person` may see that it funded."""
    projects = Project.objects.visible_to(person).select_related("grant").order_by("title_de")
    return FundingCall.objects.prefetch_related("topics", Prefetch("projects", projects))


def by_deadline(
    found: QuerySet[FundingCall], today: date | None = None
) -> list[tuple[FundingCall, CallState]]:
    """Open calls first by their deadline, then planned ones, then the others, the latest first."""
    today = today or timezone.localdate()
    rows = [(call, state_of(call, today)) for call in found]
    place = {CallState.OPEN: 0, CallState.PLANNED: 1, CallState.CLOSED: 2, CallState.DECIDED: 2}
    return sorted(rows, key=lambda row: (place[row[1]], _nearness(row[0], row[1], today), row[0].slug))


def state_of(call: FundingCall, today: date | None = None) -> CallState:
    """Where a call stands; one with funded projects is decided, whatever dates are missing."""
    today = today or timezone.localdate()
    if call.funded or (call.decided_on and call.decided_on <= today):
        return CallState.DECIDED
    if call.published_on is None or call.published_on > today:
        return CallState.PLANNED
    return CallState.OPEN if call.deadline_on is None or call.deadline_on >= today else CallState.CLOSED


def _nearness(call: FundingCall, state: CallState, today: date) -> int:
    day = call.deadline_on or call.published_on
    if day is None:
        return 0
    days = (day - today).days
    return days if state == CallState.OPEN else -days


def _state(grant: Grant, today: date) -> GrantState:
    if grant.starts_on > today:
        return GrantState.PLANNED
    return GrantState.RUNNING if grant.ends_on >= today else GrantState.ENDED


def _years(grants: list[Grant]) -> list[Year]:
    if not grants:
        return []
    first, last = min(g.starts_on.year for g in grants), max(g.ends_on.year for g in grants)
    return [_year(year, grants) for year in range(first, last + 1)]


def _year(year: int, grants: list[Grant]) -> Year:
    began = [grant for grant in grants if grant.starts_on.year == year]
    amounts = [grant.amount for grant in began if grant.amount is not None]
    return Year(
        year=year,
        running=sum(grant.starts_on.year <= year <= grant.ends_on.year for grant in grants),
        began=len(began),
        ended=sum(grant.ends_on.year == year for grant in grants),
        amount=sum(amounts) if amounts else None,
    )
