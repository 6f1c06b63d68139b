"""Projects join, choose and leave; what one cannot know nobody learns."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import signals
from events.errors import ChoosingOver, ChosenMeanwhile, NeverThere, NotTakingPart, TooManyMusts
from events.models import MeetingParty
from events.services import meeting_parties
from events.services.registration import cancel
from networking.models import AuditEntry, Organisation
from tests.factories import (
    make_meeting,
    make_party,
    make_project,
    make_registration,
    make_round,
    wish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cancelled():
    """The meetings of which it was told that they do not take place."""
    heard = []

    def hear(meeting, **kwargs):
        heard.append(meeting.pk)

    signals.meeting_cancelled.connect(hear)
    yield heard
    signals.meeting_cancelled.disconnect(hear)


def choose(party, wishes, away=(), *, revision=None):
    party = MeetingParty.objects.get(pk=party.pk)
    wishes = {other.pk: kind for other, kind in wishes.items()}
    meeting_parties.choose(party, wishes, away, revision=party.revision if revision is None else revision)


def wishes_of(party):
    return dict(party.wishes.values_list("other", "kind"))


def test_a_project_joins_once_however_many_of_its_people_say_so():
    meeting_round, project = make_round(), make_project()
    people = [make_registration(meeting_round.event, project=project) for _ in range(2)]

    for seat in people:
        meeting_parties.join(meeting_round, seat)

    assert meeting_round.parties.get().joined_by == people[0]
    assert AuditEntry.objects.filter(verb="meetings.join").count() == 1


@pytest.mark.parametrize("fields", [{"state": "waiting"}, {"state": "cancelled"}, {"project": None}])
def test_who_has_no_sure_seat_or_no_project_cannot_join(fields):
    meeting_round = make_round()
    seat = make_registration(meeting_round.event, **({"project": make_project()} | fields))

    with pytest.raises(NotTakingPart):
        meeting_parties.join(meeting_round, seat)


def test_an_unpublished_project_cannot_join():
    meeting_round = make_round()
    seat = make_registration(meeting_round.event, project=make_project(is_published=False))

    with pytest.raises(NotTakingPart):
        meeting_parties.join(meeting_round, seat)


@pytest.mark.parametrize(
    "fields", [{"state": "off"}, {"state": "draft"}, {"choose_until": timezone.now() - timedelta(minutes=1)}]
)
def test_nobody_joins_or_chooses_when_it_is_not_open(fields):
    meeting_round = make_round(**fields)
    party = make_party(meeting_round)

    with pytest.raises(ChoosingOver):
        meeting_parties.join(meeting_round, party.joined_by)
    with pytest.raises(ChoosingOver):
        choose(party, {})


def test_who_comes_back_finds_the_wishes_again():
    meeting_round = make_round()
    party, other = make_party(meeting_round), make_party(meeting_round)
    wish(party, other, "must")

    meeting_parties.leave(party)
    meeting_parties.join(meeting_round, party.joined_by)

    party.refresh_from_db()
    assert (party.left_at, wishes_of(party)) == (None, {other.pk: "must"})


def test_choosing_replaces_what_was_chosen_and_keeps_what_is_said_of_those_who_left():
    meeting_round = make_round()
    party, stays, new, left = (make_party(meeting_round) for _ in range(4))
    for other in (stays, left):
        wish(party, other)
    meeting_parties.leave(left)

    choose(party, {new: "must", stays: "no"}, [meeting_round.slots.first().pk])

    assert wishes_of(party) == {new.pk: "must", stays.pk: "no", left.pk: "like"}
    assert [slot.pk for slot in party.away.all()] == [meeting_round.slots.first().pk]


def test_nonsense_is_not_kept():
    meeting_round, elsewhere = make_round(), make_round()
    party, stranger = make_party(meeting_round), make_party(elsewhere)

    choose(party, {party: "must", stranger: "must"}, [elsewhere.slots.first().pk])

    assert (wishes_of(party), party.away.count()) == ({}, 0)


def test_a_project_of_the_same_organisation_cannot_be_chosen():
    meeting_round, company = make_round(), Organisation.objects.create(name="Stahl AG")
    party, sister = make_party(meeting_round), make_party(meeting_round)
    for row in (party, sister):
        row.project.applicants.add(company)

    choose(party, {sister: "must"})

    assert wishes_of(party) == {}


def test_of_two_colleagues_who_choose_at_once_the_second_is_asked_again():
    meeting_round = make_round()
    party, other = make_party(meeting_round), make_party(meeting_round)
    choose(party, {other: "must"}, revision=0)

    with pytest.raises(ChosenMeanwhile):
        choose(party, {other: "like"}, revision=0)

    assert wishes_of(party) == {other.pk: "must"}


def test_sending_the_same_twice_changes_nothing():
    meeting_round = make_round()
    party, other = make_party(meeting_round), make_party(meeting_round)

    for _ in range(2):
        choose(party, {other: "must"}, revision=0)

    party.refresh_from_db()
    assert party.revision == 1


def test_there_is_an_end_to_what_one_must():
    meeting_round = make_round(most_musts=1)
    party, *others = (make_party(meeting_round) for _ in range(3))

    with pytest.raises(TooManyMusts):
        choose(party, dict.fromkeys(others, "must"))


def test_who_can_in_no_slot_is_told_so():
    meeting_round = make_round()
    party = make_party(meeting_round)

    with pytest.raises(NeverThere):
        choose(party, {}, list(meeting_round.slots.values_list("pk", flat=True)))


def test_leaving_calls_off_what_is_published_and_drops_drafts(cancelled):
    meeting_round = make_round(state="published")
    party, one, two = (make_party(meeting_round) for _ in range(3))
    published = make_meeting(party, one)
    make_meeting(party, two, slot=1, state="planned")

    for _ in range(2):
        meeting_parties.leave(party)

    assert cancelled == [published.pk]
    assert list(meeting_round.meetings.values_list("pk", "state", "sequence")) == [
        (published.pk, "cancelled", 1)
    ]
    meeting_round.refresh_from_db()
    assert meeting_round.needs_replan


def test_a_project_whose_last_person_cancels_is_taken_out(cancelled):
    meeting_round = make_round(state="published")
    party, other = make_party(meeting_round), make_party(meeting_round)
    meeting = make_meeting(party, other)
    cancel(party.joined_by)

    assert (meeting_parties.drop_absent(), meeting_parties.drop_absent()) == (1, 0)

    assert cancelled == [meeting.pk]
    assert list(meeting_round.parties.present()) == [other]


def test_a_project_that_is_withdrawn_is_taken_out():
    party = make_party(make_round())
    party.project.is_published = False
    party.project.save()

    assert meeting_parties.drop_absent() == 1


def test_the_minutely_look_costs_one_query_however_many_take_part(django_assert_num_queries):
    meeting_round = make_round()
    for _ in range(5):
        make_party(meeting_round)

    with django_assert_num_queries(1):
        meeting_parties.drop_absent()


def test_a_project_stays_while_one_of_its_people_comes(cancelled):
    party = make_party(make_round())
    make_registration(party.round.event, project=party.project)
    cancel(party.joined_by)

    assert meeting_parties.drop_absent() == 0
