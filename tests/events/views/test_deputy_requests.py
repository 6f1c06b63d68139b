"""The team's page of deputies, and what a guest reads meanwhile."""

import pytest

from events import links
from events.enums import TeamRole
from events.models import TeamMember
from events.services.deputies import hand_on
from events.services.invitations import accept
from events.services.inviting import invite
from tests.factories import make_contact, make_event, make_organiser, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def dialog():
    return make_event(format="dialog", slug="runde", owner=make_person(email="owner@example.org"))


@pytest.fixture
def seat(dialog):
    return accept(invite(dialog, make_contact(), actor=make_organiser())).registration


def _page(dialog):
    return f"/organise/events/{dialog.slug}/deputies/"


def _decision(asked, verb):
    return f"/organise/events/{asked.event.slug}/deputies/{asked.uuid}/{verb}/"


def test_a_guest_names_a_deputy_and_keeps_the_link_until_the_team_has_agreed(client, seat):
    page = f"/r/{links.manage_token(seat)}/"
    entries = {"given_name": "Berta", "family_name": "Beck", "email": "berta@example.org", "organisation": ""}

    answer = client.post(f"{page}deputy/", entries, follow=True)

    assert answer.redirect_chain == [(page, 302)]
    assert "entscheidet über Ihre Vertretung" in answer.content.decode()
    assert "Berta Beck" in client.get(f"{page}deputy/").content.decode()


def test_an_invited_guest_does_likewise(client, dialog):
    invitation = invite(dialog, make_contact(), actor=make_organiser())
    page = links.invitation_url(invitation).removeprefix("http://testserver")
    entries = {"given_name": "Berta", "family_name": "Beck", "email": "berta@example.org"}

    answer = client.post(page, {"deputy": "1"} | {f"deputy-{k}": v for k, v in entries.items()}, follow=True)

    assert "entscheidet über Ihre Vertretung" in answer.content.decode()
    assert dialog.deputy_requests.get().name == "Berta Beck"


@pytest.mark.parametrize(("verb", "state"), [("agree", "cancelled"), ("refuse", "confirmed")])
def test_the_team_reads_who_asks_and_decides(signed_in, dialog, seat, verb, state):
    hand_on(seat, make_contact(given_name="Berta", family_name="Beck"))
    client = signed_in(dialog.team.get().person)

    page = client.get(_page(dialog)).content.decode()
    client.post(_decision(dialog.deputy_requests.get(), verb))

    seat.refresh_from_db()
    assert "Berta Beck" in page
    assert seat.name in page
    assert seat.state == state


def test_what_is_decided_already_is_no_fault(signed_in, dialog, seat):
    hand_on(seat, make_contact())
    asked = dialog.deputy_requests.get()
    client = signed_in(dialog.team.get().person)
    client.post(_decision(asked, "refuse"))

    assert client.post(_decision(asked, "agree")).headers["Location"] == _page(dialog)


def test_only_who_plans_the_event_decides(signed_in, dialog, seat):
    hand_on(seat, make_contact())
    desk = make_person()
    TeamMember.objects.create(event=dialog, person=desk, role=TeamRole.DESK)

    answer = signed_in(desk).post(_decision(dialog.deputy_requests.get(), "agree"))

    assert answer.status_code == 403
    assert dialog.deputy_requests.exists()


def test_the_overview_says_that_somebody_asks(signed_in, dialog, seat):
    hand_on(seat, make_contact())
    client = signed_in(dialog.team.get().person)

    for page in ("/organise/", "/organise/events/runde/"):
        assert _page(dialog) in client.get(page).content.decode()


def test_the_list_takes_the_same_number_of_queries_for_one_and_many(
    signed_in, dialog, django_assert_num_queries
):
    client = signed_in(dialog.team.get().person)
    for _number in range(3):
        hand_on(accept(invite(dialog, make_contact(), actor=make_organiser())).registration, make_contact())
    client.get(_page(dialog))

    with django_assert_num_queries(8):
        client.get(_page(dialog))
