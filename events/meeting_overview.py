"""What organisers read about a plan of 1:1 meetings: how good it is, who has how many, who is told what."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.enums import MeetingRoundState, MeetingState
from events.meetings import people_of, schedule
from events.models import Meeting, MeetingParty, MeetingRound
from events.scheduling.problem import Reason

REASONS: dict[str, Promise] = {
    Reason.AWAY: _("Is there at too few of the times."),
    Reason.OWN_NO: _("Does not want to meet those who are left."),
    Reason.REFUSED: _("Nobody is left for whom it would fit."),
    Reason.NOBODY: _("Too few wish for this project or are wished by it, and the matching suggests nobody."),
    Reason.NO_COMMON_SLOT: _("Those it could meet are never there at the same time."),
    Reason.OTHERS_TAKEN: _("Those it could meet have other meetings at every common time."),
    Reason.TABLES: _("A pair would have been free, but every table was taken."),
}
COLUMNS = [_("Start"), _("End"), _("Table"), _("Project"), _("meets"), _("State")]
SINCE = _("Meetings fell away after the plan was computed.")
VERY_GOOD, GOOD = 98, 90  # percent of the bound


@dataclass(frozen=True)
class Line:
    """A party, its meetings by time, and why it may have fewer than the minimum."""

    party: MeetingParty
    minimum: int
    meetings: list[Meeting] = field(default_factory=list)
    reason: str | Promise = SINCE

    @property
    def missing(self) -> int:
        return max(self.minimum - len(self.meetings), 0)

    @property
    def partners(self) -> list[tuple[Meeting, MeetingParty]]:
        return [(meeting, meeting.other(self.party)) for meeting in self.meetings]


def by_project(meeting_round: MeetingRound, meetings: Sequence[Meeting] | None = None) -> list[Line]:
    """Everybody who takes part with the meetings that stand; two queries, one with `meetings` given."""
    reasons = {row["party"]: REASONS.get(row["reason"], SINCE) for row in meeting_round.plan_short}
    parties = meeting_round.parties.present().select_related("project")
    lines = {
        party.pk: Line(party, meeting_round.minimum, [], reasons.get(party.pk, SINCE)) for party in parties
    }
    for meeting in schedule(meeting_round) if meetings is None else meetings:
        for key in (meeting.first_id, meeting.second_id):
            if key in lines:
                lines[key].meetings.append(meeting)
    return sorted(lines.values(), key=lambda line: line.party.project.title.casefold())


def short(lines: Sequence[Line]) -> list[Line]:
    """Those below the minimum, the worst off first."""
    return sorted((line for line in lines if line.missing), key=lambda line: len(line.meetings))


@dataclass(frozen=True)
class Quality:
    """How near the plan is to what no plan can exceed, in percent rounded down to a tenth."""

    percent: float
    words: str | Promise


def quality(meeting_round: MeetingRound) -> Quality | None:
    """None without a plan."""
    if (share := meeting_round.plan_quality) is None:
        return None
    percent = int(share * 1000) / 10
    if percent >= VERY_GOOD:
        return Quality(percent, _("Hardly any other plan could fulfil more wishes."))
    if percent >= GOOD:
        return Quality(
            percent, _("A good plan. The minimum for everybody, pins or few tables cost some wishes.")
        )
    return Quality(
        percent,
        _(
            "The minimum for everybody, pins or few tables cost many wishes. More tables or a weaker minimum help."
        ),
    )


@dataclass(frozen=True)
class Preview:
    """What publishing would change: meetings that would be new, and who would be told. `kept` stay as they are.

    `gone` were cancelled since the last publishing; those concerned know it already.
    """

    new: list[Meeting]
    gone: list[Meeting]
    kept: int
    told: list[Line]
    people: int
    is_first: bool


def preview(meeting_round: MeetingRound) -> Preview:
    """Nothing is written; four queries."""
    everything = list(meeting_round.meetings.in_order())
    meetings = [row for row in everything if row.state != MeetingState.CANCELLED]
    latest = max((row.published_at for row in everything if row.published_at), default=None)
    cancelled = [row for row in everything if row.state == MeetingState.CANCELLED]
    gone = [row for row in cancelled if latest and row.changed_at > latest]
    new = [row for row in meetings if row.state == MeetingState.PLANNED]
    is_first = meeting_round.state != MeetingRoundState.PUBLISHED
    concerned = {key for row in new for key in (row.first_id, row.second_id)}
    lines = by_project(meeting_round, new)
    told = [line for line in lines if is_first or line.party.pk in concerned]
    people = people_of(meeting_round.event, [line.party.project_id for line in told]).count()
    return Preview(new, gone, len(meetings) - len(new), told, people, is_first)


def table(meetings: Sequence[Meeting]) -> list[list[str]]:
    """A row of text for each meeting under `COLUMNS`, times in Berlin; projects only, no names of people."""
    return [
        [
            *(f"{timezone.localtime(at):%Y-%m-%d %H:%M}" for at in (row.slot.starts_at, row.slot.ends_at)),
            row.table.label,
            row.first.project.title,
            row.second.project.title,
            row.get_state_display(),
        ]
        for row in meetings
    ]
