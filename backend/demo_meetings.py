"""1:1 meetings of the demo world: at a Konferenz the plan is a draft, at a Meet-up projects choose."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from events.enums import Format, MeetingWishKind
from events.models import Event, MeetingParty, MeetingRound, Registration
from events.services import meeting_parties, meeting_plans, meeting_rounds
from networking.models import Person

LENGTH, STEP = timedelta(minutes=20), timedelta(minutes=25)
TIMES, TABLES, WISHES = 6, 6, 5
KINDS = [MeetingWishKind.MUST, MeetingWishKind.LIKE, MeetingWishKind.LIKE, MeetingWishKind.NO]


def load(organiser: Person) -> None:
    """Open the choosing at the first coming example of both formats; at the Konferenz it is over and planned."""
    for format_, is_planned in ((Format.KONFERENZ, True), (Format.MEETUP, False)):
        events = Event.objects.public().filter(format=format_, is_example=True, all_day=False)
        event = events.filter(starts_at__gt=timezone.now() + timedelta(days=3)).order_by("starts_at").first()
        if event is not None:
            _hold(event, organiser, is_planned)


def _hold(event: Event, organiser: Person, is_planned: bool) -> None:
    meeting_round = meeting_rounds.set_up(event, actor=organiser)
    starts = [event.starts_at + number * STEP for number in range(TIMES)]
    times = [(start, start + LENGTH) for start in starts if start + LENGTH <= event.ends_at]
    meeting_rounds.set_slots(meeting_round, times, actor=organiser)
    labels = [f"Tisch {number + 1}" for number in range(TABLES)]
    meeting_rounds.set_tables(meeting_round, labels, actor=organiser)
    until = event.starts_at - timedelta(days=1)
    meeting_rounds.set_rules(
        meeting_round, minimum=2, fairness=100, most_musts=5, choose_until=until, actor=organiser
    )
    meeting_rounds.open_choosing(meeting_round, actor=organiser)
    _choose(MeetingRound.objects.get(pk=meeting_round.pk))
    if is_planned:
        meeting_rounds.close_choosing(meeting_round, actor=organiser)
        meeting_plans.ask_for_plan(meeting_round, actor=organiser)
        meeting_plans.compute(meeting_round.pk)


def _choose(meeting_round: MeetingRound) -> None:
    """One person of every project that comes lets it take part; all but every fifth choose, always the same."""
    chance = Random(7)  # noqa: S311 -- the same wishes in every demo
    people = Registration.objects.confirmed().filter(event=meeting_round.event, project__is_published=True)
    first = {row.project_id: row for row in people.order_by("-pk")}
    parties = [meeting_parties.join(meeting_round, row) for _project, row in sorted(first.items())]
    for number, party in enumerate(parties):
        if number % 5 < 4:
            _wish(party, [other for other in parties if other != party], chance)


def _wish(party: MeetingParty, others: list[MeetingParty], chance: Random) -> None:
    chosen = chance.sample(others, min(WISHES, len(others)))
    wishes = {other.pk: chance.choice(KINDS) for other in chosen}
    meeting_parties.choose(party, wishes, [], revision=party.revision)
