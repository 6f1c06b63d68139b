import pytest

from events.enums import EventState, Format, RegistrationState
from networking.enums import Role
from notifications.enums import MessageState
from notifications.models import Message
from tests.factories import make_event, make_organiser, make_person, make_registration

pytestmark = pytest.mark.django_db


def board(client):
    return client.get("/en/organise/").context


def test_strangers_and_people_without_a_role_stay_out(client, signed_in):
    assert client.get("/organise/").url == "/account/login/code/?next=/organise/"
    assert signed_in(make_person()).get("/organise/").status_code == 403


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_first_page(signed_in, role):
    assert signed_in(make_organiser(role)).get("/organise/").status_code == 200


def test_a_team_sees_its_own_events_only(signed_in):
    ada = make_person()
    mine = make_event(format=Format.DIALOG, owner=ada)
    make_event()

    assert list(board(signed_in(ada))["next_events"]) == [mine]


def test_what_waits_stands_on_the_first_page(signed_in):
    event, draft = make_event(), make_event(draft=True)
    make_event(state=EventState.CANCELLED)
    make_registration(event, state=RegistrationState.PENDING)
    make_registration(event, state=RegistrationState.WAITING)
    make_registration(make_event(format=Format.DIALOG), state=RegistrationState.PENDING)
    Message.objects.create(
        kind="x", idempotency_key="x", to_email="a@example.org", event=event, state=MessageState.FAILED
    )

    shown = board(signed_in(make_organiser()))

    assert list(shown["next_events"]) == [event]
    assert list(shown["drafts"]) == [draft]
    assert list(shown["to_decide"]) == [event]
    assert (shown["pending"], shown["waiting"], shown["failed_mails"]) == (1, 1, 1)


def test_an_empty_house_says_so(signed_in):
    page = signed_in(make_organiser()).get("/en/organise/").content.decode()

    assert page.count("mpi-empty") == 3


def test_the_first_page_is_read_in_few_queries(signed_in, django_assert_max_num_queries):
    for _number in range(10):
        make_registration(make_event(), state=RegistrationState.PENDING)
        make_event(draft=True)
    client = signed_in(make_organiser())

    with django_assert_max_num_queries(18):
        client.get("/organise/")


def test_the_side_shows_only_the_doors_that_open(signed_in):
    page = signed_in(make_organiser(Role.NEWSLETTER_EDITOR)).get("/organise/").content.decode()

    assert "/organise/newsletters/" in page
    assert "/organise/outbox/" not in page
    assert "/organise/events/" not in page


def test_the_report_says_what_is_to_come(signed_in):
    assert signed_in(make_organiser(Role.AUDITOR)).get("/en/organise/report/").status_code == 200
    assert signed_in(make_person()).get("/en/organise/report/").status_code == 403
