"""One meeting in the organisers' hands."""

import pytest

from events.enums import MeetingRoundState, MeetingState
from events.forms.meeting_plan import start_of
from events.models import Meeting
from tests.factories import make_event, make_meeting, make_organiser, make_party, make_round

pytestmark = pytest.mark.django_db
PLANNED = {"state": MeetingState.PLANNED}


@pytest.fixture
def office(signed_in):
    return signed_in(make_organiser())


@pytest.fixture
def meeting_round():
    return make_round(make_event(slug="waerme"), state=MeetingRoundState.DRAFT)


@pytest.fixture
def pair(meeting_round):
    return make_party(meeting_round, "Abwärme"), make_party(meeting_round, "Biogas")


def send(client, meeting, **data):
    return client.post(f"/en/organise/events/waerme/meetings/{meeting.uuid}/", data, follow=True)


def at(meeting_round, slot, table):
    slots, tables = meeting_round.slots.all(), meeting_round.tables.all()
    return {"slot": start_of(slots[slot]), "table": tables[table].label}


def test_a_draft_is_pinned_and_unpinned(office, pair):
    meeting = make_meeting(*pair, **PLANNED)

    send(office, meeting, act="pin")
    pinned = Meeting.objects.get().is_pinned
    send(office, meeting, act="unpin")

    assert (pinned, Meeting.objects.get().is_pinned) == (True, False)


def test_a_draft_is_moved(office, meeting_round, pair):
    meeting = make_meeting(*pair, **PLANNED)

    send(office, meeting, act="move", **at(meeting_round, 2, 1))

    moved = Meeting.objects.get()
    assert (moved.slot, moved.table.label) == (meeting_round.slots.all()[2], "Tisch 2")


def test_a_taken_table_is_refused_with_the_reason(office, meeting_round, pair):
    meeting = make_meeting(*pair, slot=0, **PLANNED)
    make_meeting(make_party(meeting_round), make_party(meeting_round), slot=1, **PLANNED)

    answer = send(office, meeting, act="move", **at(meeting_round, 1, 0))

    assert answer.status_code == 422
    assert "The table is taken at that time." in answer.content.decode()


def test_two_meetings_change_places(office, meeting_round, pair):
    one = make_meeting(*pair, slot=0, **PLANNED)
    other = make_meeting(make_party(meeting_round), make_party(meeting_round), slot=1, table=1, **PLANNED)

    send(office, one, act="swap", other=other.uuid)

    one.refresh_from_db()
    assert (one.slot, one.table) == (other.slot, other.table)


def test_a_draft_is_taken_out(office, pair):
    send(office, make_meeting(*pair, **PLANNED), act="remove")

    assert not Meeting.objects.exists()


def test_a_published_meeting_is_called_off_with_a_reason(office, pair):
    send(office, make_meeting(*pair), act="cancel", reason="ill")

    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.reason) == (MeetingState.CANCELLED, "ill")


@pytest.mark.parametrize("act", ["remove", "pin", "unknown"])
def test_a_published_meeting_is_neither_pinned_nor_taken_out(office, pair, act):
    assert send(office, make_meeting(*pair), act=act).status_code == 404


def test_two_projects_are_put_together_by_hand_and_pinned(office, meeting_round, pair):
    one, other = pair
    data = {"one": one.uuid, "other": other.uuid, **at(meeting_round, 1, 1)}

    office.post("/en/organise/events/waerme/meetings/new/", data)

    meeting = Meeting.objects.get()
    assert (meeting.is_pinned, meeting.state) == (True, MeetingState.PLANNED)


def test_a_project_cannot_meet_itself(office, meeting_round, pair):
    data = {"one": pair[0].uuid, "other": pair[0].uuid, **at(meeting_round, 1, 1)}

    assert office.post("/en/organise/events/waerme/meetings/new/", data).status_code == 422


def test_the_page_names_the_pair_and_shows_its_place(office, pair):
    meeting = make_meeting(*pair, slot=1, **PLANNED)

    answer = office.get(f"/en/organise/events/waerme/meetings/{meeting.uuid}/")

    assert "Abwärme meets Biogas" in answer.content.decode()
    assert answer.context["forms"]["move"]["slot"].value() == start_of(meeting.slot)


def test_a_meeting_of_another_event_is_not_found(office, pair):
    meeting = make_meeting(*pair)
    make_round(make_event(slug="strom"))

    assert office.get(f"/en/organise/events/strom/meetings/{meeting.uuid}/").status_code == 404
