"""Personal data go on time, figures stay."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from events import tasks
from events.models import DeputyRequest, Event
from events.services.retention import anonymise_due
from notifications.models import Message
from tests.factories import make_event, make_person, make_project, make_topic, register_guest, tick
from tests.whole_event import Place, make_whole_event

pytestmark = pytest.mark.django_db


def _ended(days_ago: int, **fields):
    event = make_event(**fields)
    guest = register_guest(event, given_name="Adelheid", family_name="Canary", email="canary@example.org")
    end = timezone.now() - timedelta(days=days_ago)
    Event.objects.filter(pk=event.pk).update(starts_at=end - timedelta(hours=3), ends_at=end)
    return guest


def test_after_the_time_of_the_format_nothing_personal_is_left():
    guest = _ended(181, format="deep-dive")

    anonymise_due()

    guest.refresh_from_db()
    left = " ".join(str(value) for value in vars(guest).values())
    assert "canary" not in left.lower()
    assert "Adelheid" not in left


def test_before_that_everything_stays():
    guest = _ended(179, format="deep-dive")

    assert anonymise_due() == 0
    guest.refresh_from_db()
    assert guest.given_name == "Adelheid"


def test_an_events_own_time_goes_before_its_formats():
    _ended(8, retention_days=7)

    assert anonymise_due() == 1


def test_the_mails_go_too():
    _ended(181)

    anonymise_due()

    assert not Message.objects.exists()


def test_the_figures_stay():
    guest = _ended(181)

    anonymise_due()

    guest.refresh_from_db()
    assert (guest.state, guest.changes.count()) == ("confirmed", 1)


def test_who_came_stays_a_figure_and_who_noted_it_goes():
    guest = _ended(181)
    tick(guest, by=make_person())

    anonymise_due()

    assert (guest.check_ins.get().kind, guest.check_ins.get().by) == ("arrived", None)


def test_a_second_run_finds_nothing_to_do():
    _ended(181)
    anonymise_due()

    assert anonymise_due() == 0


@pytest.mark.parametrize(("days", "is_known"), [(29, True), (31, False)])
def test_thirty_days_after_a_dialog_no_table_knows_who_was_there(days, is_known):
    place = Place(make_project(), make_topic(), guest="zinnober@example.org")
    dialog = make_whole_event(
        place, number=1, canary="Runde", people="Zinnober", format="dialog", entry="open"
    ).event
    register_guest(dialog, family_name="Zinnober")
    addresses = {
        address
        for rows in (dialog.registrations, dialog.invitations, DeputyRequest.objects)
        for address in rows.values_list("email", flat=True)
    }

    with time_machine.travel(dialog.ends_at + timedelta(days=days)):
        tasks.keep_invitations_in_order()
        tasks.anonymise_due()

    everything = _everything()
    assert {"zinnober" in everything, *(address in everything for address in addresses)} == {is_known}


def _everything() -> str:
    """All rows of all tables as one text."""
    out = StringIO()
    call_command("dumpdata", stdout=out)
    return out.getvalue().lower()
