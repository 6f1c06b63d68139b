"""Projects that take part in 1:1 meetings: joining, choosing, leaving."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from events.enums import MeetingRoundState, MeetingWishKind, RegistrationState
from events.errors import ChoosingOver, ChosenMeanwhile, NeverThere, NotTakingPart, TooManyMusts
from events.meetings import choosable
from events.models import MeetingParty, MeetingRound, MeetingWish, Registration
from events.services import meeting_rounds, meetings
from networking.enums import Source
from networking.services import audit


@transaction.atomic
def join(meeting_round: MeetingRound, registration: Registration) -> MeetingParty:
    """Let the registration's project take part; coming back finds its wishes again, twice changes nothing.

    Raises NotTakingPart without a sure seat or a published project, and ChoosingOver.
    """
    meeting_round = meeting_rounds.lock(meeting_round)
    registration = Registration.objects.select_related("project").get(pk=registration.pk)
    if registration.state != RegistrationState.CONFIRMED:
        raise NotTakingPart(NotTakingPart.no_seat)
    if registration.project is None or not registration.project.is_published:
        raise NotTakingPart(NotTakingPart.no_project)
    if not meeting_round.is_choosing:
        raise ChoosingOver
    party, is_new = MeetingParty.objects.get_or_create(
        round=meeting_round, project=registration.project, defaults={"joined_by": registration}
    )
    if not is_new and party.left_at:
        party.left_at, party.joined_by, party.joined_at = None, registration, timezone.now()
        party.save(update_fields=["left_at", "joined_by", "joined_at"])
        is_new = True
    if is_new:
        audit.record("meetings.join", party, actor=registration.person)
    return party


@transaction.atomic
def leave(party: MeetingParty, *, registration: Registration | None = None, source: str = Source.WEB) -> None:
    """Take the project out; its meetings that have not begun are cancelled and the others told. Wishes are kept.

    Twice changes nothing the second time.
    """
    meeting_round = meeting_rounds.lock(party.round)
    _leave(party, meeting_round, registration, source)


@transaction.atomic
def choose(
    party: MeetingParty,
    wishes: Mapping[int, str],
    away: Collection[int],
    *,
    revision: int,
    registration: Registration | None = None,
) -> None:
    """Write whom the project wants to meet (party's key: wish) and the keys of the slots in which it cannot.

    Whoever is not named has no wish. `revision` is the party's that the page showed. Raises ChoosingOver,
    NotTakingPart, TooManyMusts(chosen, most), NeverThere without a slot left, and ChosenMeanwhile when a colleague
    chose otherwise since; sending the same again changes nothing.
    """
    meeting_round = meeting_rounds.lock(party.round)
    party = MeetingParty.objects.select_related("project").get(pk=party.pk)
    party.round = meeting_round
    if not meeting_round.is_choosing:
        raise ChoosingOver
    if party.left_at:
        raise NotTakingPart
    wanted, there = _valid(party, wishes), choosable(party)
    slots = set(meeting_round.slots.values_list("pk", flat=True))
    _refuse(wanted, slots, set(away), meeting_round)
    present = party.wishes.filter(other__in=there)
    before = dict(present.values_list("other", "kind"))
    wanted = {key: kind for key, kind in wanted.items() if key in there}
    cannot, had = slots & set(away), set(party.away.values_list("pk", flat=True))
    if party.chosen_at and (before, had) == (wanted, cannot):
        return
    if party.revision != revision:
        raise ChosenMeanwhile
    present.delete()
    MeetingWish.objects.bulk_create(
        MeetingWish(party=party, other_id=key, kind=kind) for key, kind in wanted.items()
    )
    party.away.set(cannot)
    party.chosen_at, party.revision = timezone.now(), party.revision + 1
    party.save(update_fields=["chosen_at", "revision"])
    audit.record("meetings.choose", party, actor=registration.person if registration else None)


def drop_absent(now: datetime | None = None) -> int:
    """Take out the projects nobody comes for any more, at all events to come; returns how many. The clock calls it."""
    now = now or timezone.now()
    rounds = MeetingRound.objects.exclude(state=MeetingRoundState.OFF).filter(event__ends_at__gt=now)
    parties = MeetingParty.objects.present().filter(round__in=rounds).select_related("round")
    return sum(_drop(party) for party in parties.exclude(_somebody_comes()))


@transaction.atomic
def _drop(party: MeetingParty) -> bool:
    """Looked at once more under the lock: somebody may have come back."""
    meeting_round = meeting_rounds.lock(party.round)
    if MeetingParty.objects.filter(_somebody_comes(), pk=party.pk).exists():
        return False
    _leave(party, meeting_round, None, Source.CLOCK)
    return True


def _somebody_comes() -> Exists:
    """Of a party: its project is published and somebody has a sure seat for it."""
    seats = Registration.objects.confirmed().filter(event__meeting_round=OuterRef("round"))
    return Exists(seats.filter(project=OuterRef("project"), project__is_published=True))


def _leave(
    party: MeetingParty, meeting_round: MeetingRound, registration: Registration | None, source: str
) -> None:
    party = MeetingParty.objects.select_related("project").get(pk=party.pk)
    if party.left_at:
        return
    party.left_at = timezone.now()
    party.save(update_fields=["left_at"])
    meetings.cancel_all_of(party, meeting_round)
    audit.record("meetings.leave", party, actor=registration.person if registration else None, source=source)


def _valid(party: MeetingParty, wishes: Mapping[int, str]) -> dict[int, str]:
    return {key: kind for key, kind in wishes.items() if kind in MeetingWishKind.values and key != party.pk}


def _refuse(wanted: dict[int, str], slots: set[int], away: set[int], meeting_round: MeetingRound) -> None:
    musts = sum(kind == MeetingWishKind.MUST for kind in wanted.values())
    if musts > meeting_round.most_musts:
        raise TooManyMusts(musts, meeting_round.most_musts)
    if slots and slots <= away:
        raise NeverThere
