"""Telling people of a new time or place: what they knew, whom, how often."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import Audience, Format, RegistrationState
from events.errors import ChangedMeanwhile
from events.services import planning, telling
from networking.models import AuditEntry
from notifications.models import Message
from notifications.services import outbox
from tests.factories import make_event, make_organiser, make_registration

pytestmark = pytest.mark.django_db


def change(event, **data):
    event.refresh_from_db()
    return planning.edit(event, data, actor=make_organiser(), revision=event.revision)


def tell(event, whom=Audience.ALL, **known):
    sequence = known.get("sequence", event.sequence)
    return telling.tell(event, whom, actor=make_organiser(), sequence=sequence)


def moved_event(**fields):
    """A published event with one attendee, that now begins a week later."""
    event = make_event(**fields)
    make_registration(event)
    week = timedelta(days=7)
    return change(event, starts_at=event.starts_at + week, ends_at=event.ends_at + week)


def mails():
    return Message.objects.filter(kind="event_moved")


# --- when it must be asked ---


@pytest.mark.parametrize("data", [{"venue": "Anderswo"}, {"street": "Allee 2"}, {"is_online": True}])
def test_a_new_place_must_be_told(data):
    event = make_event()
    make_registration(event)

    assert change(event, **data).needs_telling


@pytest.mark.parametrize("data", [{"title_de": "Ohne Tippfehler"}, {"capacity": 300}, {"summary_de": "Neu"}])
def test_a_typo_tells_nobody(data):
    event = make_event()
    make_registration(event)

    assert not change(event, **data).needs_telling
    assert not mails().exists()


def test_saving_writes_no_mail_by_itself():
    moved_event()

    assert not mails().exists()


def test_where_nobody_is_registered_nobody_is_asked_about():
    event = make_event()
    make_registration(event, state=RegistrationState.CANCELLED)

    assert not change(event, venue="Anderswo").needs_telling


@pytest.mark.parametrize("fields", [{"draft": True}, {"starts_at": timezone.now() - timedelta(days=9)}])
def test_drafts_and_past_events_need_no_telling(fields):
    event = make_event(**fields)
    make_registration(event)

    assert not change(event, venue="Anderswo").needs_telling


def test_a_change_that_is_taken_back_needs_no_telling():
    event = make_event(venue="Haus")
    make_registration(event)
    change(event, venue="Anderswo")

    assert not change(event, venue="Haus").needs_telling


def test_several_changes_add_up_to_what_people_knew_first():
    event = make_event(venue="Haus")
    make_registration(event)
    start = event.starts_at
    change(event, venue="Anderswo")

    event = change(event, venue="Halle", starts_at=start - timedelta(days=1))

    former = telling.as_told(event)
    assert (former.venue, former.starts_at) == ("Haus", start)
    assert (event.venue, event.moved_from) == ("Halle", start)


def test_cancelling_answers_the_question():
    event = planning.cancel(moved_event(), actor=make_organiser())

    assert event.untold == {}


# --- whom ---


def test_whom_the_choices_mean():
    event = make_event()
    states = ["confirmed", "held", "offered", "waiting", "pending", "declined", "cancelled", "expired"]
    for state in states:
        make_registration(event, state=state)

    told = {whom: sorted(telling.audience(event, whom).values_list("state", flat=True)) for whom in Audience}

    assert told == {
        "nobody": [],
        "seats": ["confirmed", "held", "offered"],
        "all": ["confirmed", "held", "offered", "pending", "waiting"],
    }


@pytest.mark.parametrize(("whom", "number"), [("nobody", 0), ("seats", 1), ("all", 2)])
def test_those_chosen_get_one_mail_each(whom, number):
    event = moved_event()
    make_registration(event, state=RegistrationState.WAITING)

    assert tell(event, whom) == number
    assert mails().count() == number


@pytest.mark.parametrize("whom", Audience)
def test_whatever_is_chosen_the_question_is_answered(whom):
    event = moved_event()

    tell(event, whom)

    event.refresh_from_db()
    assert not event.needs_telling


def test_deciding_twice_writes_once():
    event = moved_event()

    assert (tell(event), tell(event)) == (1, 0)
    assert mails().count() == 1


def test_the_next_move_is_told_anew():
    event = moved_event()
    tell(event)

    event = change(event, venue="Anderswo")
    tell(event)

    assert mails().count() == 2


def test_who_looked_at_an_older_state_looks_again():
    event = moved_event()
    seen = event.sequence
    event = change(event, venue="Anderswo")

    with pytest.raises(ChangedMeanwhile):
        tell(event, sequence=seen)

    assert not mails().exists()
    event.refresh_from_db()
    assert event.needs_telling


def test_the_ledger_names_the_decision_and_the_fields():
    tell(moved_event(), Audience.NOBODY)
    tell(moved_event(), Audience.ALL)

    entries = AuditEntry.objects.filter(verb__startswith="event.tell").order_by("pk")
    assert [(entry.verb, entry.fields) for entry in entries] == [
        ("event.tell-nobody", ["ends_at", "starts_at"]),
        ("event.tell", ["ends_at", "starts_at"]),
    ]


# --- the mail ---


def mail(event, **fields):
    """What somebody registered in English reads."""
    registration = make_registration(event, language="en", **fields)
    tell(event)
    return mails().get(registration=registration)


def test_the_mail_names_old_and_new_date():
    start = timezone.make_aware(timezone.datetime(2030, 12, 3, 16))
    event = make_event(starts_at=start, title_de="Wärme & Kälte")
    make_registration(event)
    event = change(event, starts_at=start + timedelta(days=7), ends_at=event.ends_at + timedelta(days=7))

    written = mail(event)

    assert written.subject == "New date: Wärme & Kälte"
    assert "Date until now: Tuesday, 3 December 2030, 16:00 – 19:00" in written.text
    assert "New date: Tuesday, 10 December 2030, 16:00 – 19:00" in written.text
    assert "Where: Haus der Industrie, Berlin" in written.text


def test_the_mail_names_old_and_new_place():
    event = make_event()
    make_registration(event)

    written = mail(change(event, venue="Kraftwerk", is_online=True))

    assert written.subject.startswith("New place: ")
    assert "Place until now: Haus der Industrie, Berlin\n" in written.text
    assert "New place: Kraftwerk, Berlin (and online)" in written.text


def test_a_new_online_link_is_never_in_the_mail():
    event = make_event(is_online=True, online_url="https://example.org/old-room")
    make_registration(event)

    written = mail(change(event, online_url="https://example.org/new-room"))

    assert written.subject.startswith("New link: ")
    assert "The link for taking part online is new." in written.text
    assert "room" not in written.text + written.html


def test_a_sure_seat_gets_the_calendar_file_with_the_raised_sequence():
    written = mail(moved_event())

    assert "SEQUENCE:1\r\n" in written.calendar
    assert "it replaces the entry you have" in written.text


def test_somebody_waiting_gets_no_calendar_file():
    written = mail(moved_event(), state=RegistrationState.WAITING)

    assert written.calendar == ""
    assert "calendar file" not in written.text


def test_everybody_reads_their_own_language():
    event = moved_event()
    tell(event)

    assert mails().get().language == "de"


def test_the_mail_of_a_confidential_event_names_nothing():
    event = make_event(format=Format.DIALOG, title_de="Kanarienvogel", venue="Geheimhaus")
    make_registration(event)
    event = change(event, venue="Kanarienhaus", starts_at=event.starts_at + timedelta(hours=1))

    written = mail(event)

    everything = written.subject + written.text + written.html + written.calendar
    assert [word for word in ("Kanarien", "Geheim", event.slug) if word in everything] == []


def test_the_mail_leads_to_ones_own_page(mailoutbox):
    event = moved_event()
    tell(event)

    outbox.deliver_due()

    assert "/r/" in mailoutbox[0].body
