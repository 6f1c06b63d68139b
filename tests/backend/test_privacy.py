"""What is told about a participant is all that is stored."""

import json

import pytest

from backend import privacy
from events import links
from events.enums import LISTABLE
from events.models import Invitation, Registration
from events.services.invitations import accept
from events.services.inviting import invite
from notifications.services import lost_links
from tests.factories import (
    make_contact,
    make_event,
    make_meeting,
    make_party,
    make_person,
    make_project,
    make_round,
    register_guest,
    tick,
    wish,
)

pytestmark = pytest.mark.django_db


def _file(registration):
    registration.refresh_from_db()
    return privacy.as_file(registration)


def test_every_table_that_hangs_on_a_registration_is_told_or_has_a_reason_not_to_be():
    tables = {relation.get_accessor_name() for relation in Registration._meta.related_objects}

    assert tables == set(privacy.TOLD_TABLES)


@pytest.mark.parametrize("model", [Registration, Invitation])
def test_columns_that_are_not_told_exist(model):
    told = {column.name for column in model._meta.concrete_fields} - set(privacy.UNTOLD_COLUMNS)

    assert {"email", "given_name", "family_name", "organisation", "state", "created_at"} <= told


def test_what_the_person_has_to_do_with_1_to_1_meetings_is_told():
    meeting_round = make_round(state="published")
    party, other = make_party(meeting_round, "Eins"), make_party(meeting_round, "Zwei")
    wish(other, party, "no")
    meeting = make_meeting(party, other)

    joined, met = privacy.as_file(party.joined_by)["meetings"]

    assert joined == {"project": "Eins", "joined_at": party.joined_at}
    assert met == {
        "project": "Zwei",
        "starts_at": meeting.slot.starts_at,
        "ends_at": meeting.slot.ends_at,
        "table": "Tisch 1",
    }


def test_the_file_holds_what_was_typed_and_what_happened():
    event = make_event(title_de="Wärmewende")
    seat = register_guest(event, family_name="O'Neill & Söhne", project=make_project(), listed=LISTABLE[:1])
    seat.note = "Spricht Ungarisch"
    seat.save()
    tick(seat, by=make_person(family_name="Kollegin"))
    lost_links.ask(seat.email, "de")
    lost_links.answer_due()

    told = _file(seat)

    assert told["event"][0]["title"] == "Wärmewende"
    assert told["registration"][0]["family_name"] == "O'Neill & Söhne"
    assert told["registration"][0]["note"] == "Spricht Ungarisch"
    assert [row["kind"] for row in told["consents"]] == ["privacy", "attendee-list"]
    assert [row["what"] for row in told["history"]] == ["confirmed", "arrived"]
    assert len(told["mails"]) == 2
    assert "Kollegin" not in str(told)


def test_an_invitation_is_told_with_it():
    dialog = make_event(format="dialog")
    invitation = accept(invite(dialog, make_contact(), actor=make_person(family_name="Gastgeberin")))

    told = _file(invitation.registration)

    assert [row["state"] for row in told["invitations"]] == ["accepted"]
    assert "Gastgeberin" not in str(told)


def test_nothing_of_anybody_else_is_in_it():
    event = make_event()
    seat = register_guest(event)
    register_guest(event, family_name="Zander")

    assert "Zander" not in str(_file(seat))


def test_the_file_is_complete_json_for_whoever_holds_the_link(client):
    seat = register_guest(make_event(), given_name="Zoë")

    answer = client.get(f"/r/{links.manage_token(seat)}/data.json")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert json.loads(answer.content)["registration"][0]["given_name"] == "Zoë"
    assert "no-store" in answer.headers["Cache-Control"]
