"""What others see of me, and what I see of them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import attendance, links
from events.attendance import Fellow, fellows
from events.enums import LISTABLE, AttendeeList
from events.models import Event, Registration
from events.services import consents
from events.services.registration import cancel
from tests.factories import make_event, make_project, register_guest

pytestmark = pytest.mark.django_db
ALL = {"given_name": "Zoë", "family_name": "Zander", "email": "zoe@example.org", "organisation": "Zink AG"}


def _seen_by(registration) -> str:
    registration.refresh_from_db()
    return str(fellows(registration))


def test_attendees_see_each_item_that_was_agreed_to():
    event = make_event()
    me = register_guest(event)
    register_guest(event, **ALL, project=make_project(title_de="Zement"), listed=LISTABLE)

    assert fellows(me) == [Fellow("Zoë Zander", "Zink AG", "Zement", "zoe@example.org")]


@pytest.mark.parametrize(
    ("kind", "fellow"),
    [
        ("attendee-list", Fellow(name="Zoë Zander")),
        ("organisation", Fellow(organisation="Zink AG")),
        ("project", Fellow(project="Zement")),
        ("contact", Fellow(email="zoe@example.org")),
    ],
)
def test_one_consent_shows_one_item(kind, fellow):
    event = make_event()
    me = register_guest(event)
    register_guest(event, **ALL, project=make_project(title_de="Zement"), listed=[kind])

    assert fellows(me) == [fellow]


def test_without_consent_nobody_is_there():
    event = make_event()
    me = register_guest(event)
    register_guest(event, **ALL)

    assert fellows(me) == []


def test_who_withdraws_vanishes_at_once():
    event = make_event()
    me, other = register_guest(event), register_guest(event, **ALL, listed=LISTABLE)

    consents.show(other, [])

    assert fellows(me) == []


def test_who_waits_or_cancelled_is_not_there():
    event = make_event(capacity=2)
    me, gone = register_guest(event), register_guest(event, **ALL, listed=LISTABLE)
    cancel(gone)
    register_guest(event)
    waiting = register_guest(event, family_name="Zobel", listed=LISTABLE)

    assert waiting.state == "waiting"
    assert fellows(me) == []


@pytest.mark.parametrize(
    "state", ["waiting", "pending", "held", "offered", "cancelled", "declined", "expired"]
)
def test_who_has_no_sure_seat_sees_nobody(state):
    event = make_event()
    me = register_guest(event)
    register_guest(event, **ALL, listed=LISTABLE)
    event.registrations.filter(pk=me.pk).update(state=state)

    assert "Zander" not in _seen_by(me)


def test_people_of_another_event_are_not_there():
    me = register_guest(make_event())
    register_guest(make_event(), **ALL, listed=LISTABLE)

    assert fellows(me) == []


def test_where_only_the_team_sees_the_list_attendees_see_nobody():
    event = make_event(attendee_list=AttendeeList.TEAM)
    me = register_guest(event)
    register_guest(event, **ALL, listed=LISTABLE)

    assert fellows(me) == []


def test_where_categories_stay_among_themselves_another_one_is_not_there():
    event = make_event(attendee_list=AttendeeList.CATEGORY)
    me = register_guest(event, category="science")
    register_guest(event, **ALL, category="press", listed=LISTABLE)
    register_guest(event, family_name="Kollegin", given_name="K.", category="science", listed=LISTABLE[:1])

    assert fellows(me) == [Fellow(name="K. Kollegin")]


def test_a_dialog_shows_names_only_if_its_host_allows():
    dialog = make_event(format="dialog", entry="open")
    me = register_guest(dialog)
    register_guest(dialog, **ALL, listed=LISTABLE)
    assert fellows(me) == []

    Event.objects.update(attendee_list=AttendeeList.ATTENDEES)

    assert [fellow.name for fellow in fellows(Registration.objects.get(pk=me.pk))] == ["Zoë Zander"]


def test_a_month_after_the_event_nobody_sees_anybody():
    event = make_event()
    me = register_guest(event)
    register_guest(event, **ALL, listed=LISTABLE)
    end = timezone.now() - attendance.FELLOWS_SEEN_FOR - timedelta(minutes=1)
    Event.objects.update(starts_at=end - timedelta(hours=2), ends_at=end)

    assert _seen_by(event.registrations.get(pk=me.pk)) == "[]"


def test_who_hides_the_name_comes_last_so_that_the_order_does_not_tell_it():
    event = make_event()
    me = register_guest(event)
    register_guest(event, family_name="Aal", organisation="Aal KG", listed=["organisation"])
    register_guest(event, given_name="Zoë", family_name="Zander", listed=["attendee-list"])

    assert fellows(me) == [Fellow(name="Zoë Zander"), Fellow(organisation="Aal KG")]


def test_the_list_costs_as_many_queries_for_nine_as_for_three():
    def queries_with(people):
        event = make_event()
        me = register_guest(event)
        for _number in range(people):
            register_guest(event, listed=LISTABLE)
        with CaptureQueriesContext(connection) as queries:
            assert len(fellows(me)) == people
        return len(queries)

    assert queries_with(3) == queries_with(9) == 2


def test_what_others_see_is_said_by_a_post_and_shown(client):
    event = make_event()
    me = register_guest(event)
    page = f"/r/{links.manage_token(me)}/visibility/"
    assert client.get(page).status_code == 200
    assert consents.given(me) == {"privacy"}

    answer = client.post(page, {"listed": ["attendee-list", "contact"]}, follow=True)

    assert consents.given(me) == {"privacy", "attendee-list", "contact"}
    assert "sehen von Ihnen: Name, E-Mail-Adresse." in answer.content.decode()


def test_the_page_ticks_what_was_said(client):
    me = register_guest(make_event(), listed=LISTABLE[1:3])

    page = client.get(f"/r/{links.manage_token(me)}/visibility/").content.decode()

    ticked = re.findall(r'<input[^>]*value="([a-z-]+)"[^>]*checked', page)
    assert ticked == ["organisation", "project"]


def test_ticking_nothing_takes_everything_back(client):
    me = register_guest(make_event(), listed=LISTABLE)

    client.post(f"/r/{links.manage_token(me)}/visibility/", {})

    assert consents.given(me) == {"privacy"}


def test_my_page_names_who_agreed(client):
    event = make_event()
    me = register_guest(event)
    register_guest(event, **ALL, listed=LISTABLE[:2])

    page = client.get(f"/r/{links.manage_token(me)}/").content.decode()

    assert "Zoë Zander" in page
    assert "Zink AG" in page
    assert "zoe@example.org" not in page
