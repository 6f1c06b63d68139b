import pytest

from events.services import planning
from tests.factories import make_event, make_organiser, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(client):
    person = make_organiser()
    client.force_login(person)
    return person


def address(event):
    return f"/en/organise/events/{event.slug}/rules/"


def test_the_page_tells_what_is_standard_and_what_was_changed(client, organiser):
    page = client.get(address(make_event(deputies=0))).content.decode()

    assert "1 rule differs from the standard for MPI Deep Dive." in page
    assert "standard: 1 time" in page
    assert page.count("Back to standard") == 1


def test_one_click_brings_a_rule_back_to_its_format(client, organiser):
    event = make_event(deputies=0, entry="approval")

    answer = client.post(address(event), {"rule": "deputies", "revision": event.revision}, follow=True)

    event.refresh_from_db()
    assert (event.deputies, event.entry) == (None, "approval")
    assert "Handing a place on: as the format says again." in answer.content.decode()


@pytest.mark.parametrize("revision", ["0", "", "x", "9" * 99])
def test_a_rule_somebody_else_changed_meanwhile_is_not_set_back_unseen(client, organiser, revision):
    event = make_event(deputies=0)
    planning.edit(event, {"deputies": 3}, actor=organiser, revision=event.revision)

    answer = client.post(address(event), {"rule": "deputies", "revision": revision})

    event.refresh_from_db()
    said = "“Handing a place on” is now: 3 times. The standard is: 1 time."
    assert (answer.status_code, event.deputies) == (409, 3)
    assert said in answer.content.decode()
    assert f'name="revision" value="{event.revision}"' in answer.content.decode()


@pytest.mark.parametrize("name", ["", "slug", "duration", "state"])
def test_nothing_else_is_set_back(client, organiser, name):
    assert client.post(address(make_event()), {"rule": name}).status_code == 404


def test_only_those_who_may_edit_set_a_rule_back(client):
    client.force_login(make_person())

    assert client.post(address(make_event(deputies=0)), {"rule": "deputies"}).status_code == 404


def test_the_form_marks_a_changed_rule_and_offers_the_standard(client, organiser):
    event = make_event(entry="approval")

    page = client.get(f"/en/organise/events/{event.slug}/edit/").content.decode()

    assert "changed (standard: open registration)" in page
    assert page.count("changed (standard:") == 1


def test_the_overview_names_the_changed_rules(client, organiser):
    event = make_event(deputies=0, waiting_list="offer")

    page = client.get(f"/en/organise/events/{event.slug}/").content.decode()

    assert "changed: Waiting list, Handing a place on" in page


def test_setting_back_what_makes_the_event_confidential_leads_to_the_list(client, organiser):
    event = make_event(format="dialog", visibility="unlisted")

    answer = client.post(address(event), {"rule": "visibility", "revision": event.revision})

    assert answer.url == "/en/organise/events/"
