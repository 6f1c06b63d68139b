"""Every mail with a calendar part, as it leaves, held against the check that mail programs' demands were made into."""

import contextlib
import io
import runpy
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from events.enums import Audience, Format
from events.services import meetings, planning, telling
from events.services.admission import add
from events.services.deputies import hand_on
from events.services.registration import approve, cancel, confirm_address, decline
from networking.enums import Source
from notifications.models import Message
from notifications.services import mime, outbox
from tests.factories import (
    make_contact,
    make_event,
    make_meeting,
    make_organiser,
    make_party,
    make_round,
    register_guest,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(
        "ignore:unclosed file:ResourceWarning"
    ),  # the check leaves its files to the collector
]

CHECK = Path(settings.BASE_DIR, ".ci", "checks", "check_itip.py")
UMLAUTS = {"given_name": 'Jörg "Jo"', "family_name": "Groß; Müller, Söhne " + "ä" * 70}


@pytest.fixture
def checked(tmp_path, monkeypatch):
    """`checked(mail, former)` returns what the check finds wrong with a mail, also as the successor of another."""

    def run(*mails):
        files = [tmp_path / f"{number}.eml" for number, _mail in enumerate(mails)]
        for file, mail in zip(files, mails, strict=True):
            file.write_bytes(mail)
        monkeypatch.setattr(sys, "argv", [str(CHECK), *map(str, files)])
        with contextlib.redirect_stdout(io.StringIO()) as said, pytest.raises(SystemExit):
            runpy.run_path(str(CHECK), run_name="__main__")
        lines = said.getvalue().splitlines()
        assert lines[-1].startswith("RESULT")
        return [line for line in lines if line.startswith("FAIL")]

    return run


def sent(registration, kind):
    """The latest mail of that kind, byte by byte as it leaves."""
    message = Message.objects.filter(registration=registration, kind=kind).order_by("pk").last()
    return mime.mail(message).message().as_bytes(linesep="\r\n")


def parts_of(registration):
    """Which mails somebody got, and what each says to the calendar."""
    rows = Message.objects.filter(registration=registration).order_by("pk").values_list("kind", "calendar")
    return [(kind, calendar.partition("METHOD:")[2].partition("\r")[0]) for kind, calendar in rows]


def moved(event):
    """The event a week later, everybody told."""
    actor, week = make_organiser(), timedelta(days=7)
    data = {"starts_at": event.starts_at + week, "ends_at": event.ends_at + week}
    event = planning.edit(event, data, actor=actor, revision=event.revision)
    telling.tell(event, Audience.ALL, actor=actor, sequence=event.sequence)
    return event


def promoted(event):
    seat, waiting = register_guest(event), register_guest(event, **UMLAUTS)
    cancel(seat)
    return waiting


# --- Each mail -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [Format.DEEP_DIVE, Format.DIALOG])
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_seat_and_its_end_pass_the_check_alone_and_as_a_pair(checked, form, language):
    event = make_event(format=form, entry="open", title_de="Wärme; Kälte, \\ & mehr 🏭 " + "ü" * 90)
    seat = register_guest(event, language=language, **UMLAUTS)
    cancel(seat)

    confirmed, cancelled = sent(seat, "seat_confirmed"), sent(seat, "registration_cancelled")

    assert (checked(confirmed), checked(cancelled, confirmed)) == ([], [])


def test_a_promotion_passes_the_check(checked):
    assert checked(sent(promoted(make_event(capacity=1)), "seat_promoted")) == []


def test_what_the_organiser_does_passes_the_check_as_a_pair(checked):
    event, organiser = make_event(), make_organiser()
    seat = add(event, make_contact(), actor=organiser)
    cancel(seat, actor=organiser, source=Source.ORGANISER, reason="Krank")

    confirmed, cancelled = sent(seat, "seat_confirmed"), sent(seat, "registration_cancelled")

    assert checked(cancelled, confirmed) == []


def test_a_moved_and_then_cancelled_event_passes_the_check_step_by_step(checked):
    event = make_event(contact_email="team@example.org")
    seat, _other = register_guest(event), register_guest(event)
    event = moved(event)
    planning.cancel(event, actor=make_organiser(), reason_de="Der Saal ist gesperrt")

    kinds = ("seat_confirmed", "event_moved", "event_cancelled")
    confirmed, changed, cancelled = (sent(seat, kind) for kind in kinds)

    assert (checked(changed, confirmed), checked(cancelled, changed)) == ([], [])


def test_a_seat_handed_on_leaves_one_calendar_and_enters_another(checked):
    seat = register_guest(make_event(deputies=1), email="ada@example.org")
    hand_on(seat, make_contact(email="eve@example.org"))
    deputy = seat.event.registrations.get(email_key="eve@example.org")

    former, left, entered = (
        sent(seat, "seat_confirmed"),
        sent(seat, "place_handed_on"),
        sent(deputy, "deputy_seated"),
    )

    assert (checked(left, former), checked(entered)) == ([], [])


def test_a_moved_and_then_cancelled_1_to_1_meeting_passes_the_check_as_a_pair(checked):
    meeting_round = make_round(make_event(contact_email="team@example.org"), state="published")
    meeting = make_meeting(
        make_party(meeting_round, "Wärme; Kälte, \\ & mehr", **UMLAUTS), make_party(meeting_round)
    )
    meetings.move(meeting, slot=meeting_round.slots.all()[1], table=meeting.table, actor=None)
    meetings.cancel(meeting, by=None)

    for party in (meeting.first, meeting.second):
        moved, cancelled = sent(party.joined_by, "meeting_moved"), sent(party.joined_by, "meeting_cancelled")
        assert (checked(moved), checked(cancelled, moved)) == ([], [])


def test_who_registers_again_is_invited_again_with_a_higher_revision(checked):
    event = make_event()
    seat = register_guest(event, email="ada@example.org")
    cancel(seat)
    first = sent(seat, "registration_cancelled")

    register_guest(event, email="ada@example.org")

    assert checked(sent(seat, "seat_confirmed"), first) == []


@pytest.mark.parametrize(
    ("fields", "times"),
    [
        ({"all_day": True}, "VALUE=DATE"),
        (
            {"is_online": True, "venue": "", "locality": "", "online_url": "https://example.org/x?a=1&b=2"},
            "TZID",
        ),
    ],
)
def test_all_day_and_online_events_pass_the_check(checked, fields, times):
    seat = register_guest(make_event(**fields))

    assert times in Message.objects.get().calendar
    assert checked(sent(seat, "seat_confirmed")) == []


# --- Who gets a part, and what stands in it --------------------------------------------------------------


def test_only_a_sure_seat_makes_an_entry_and_only_its_loss_takes_it_out():
    event = make_event(capacity=1, waiting_list="offer")
    seat, waiting = register_guest(event), register_guest(event)
    cancel(seat)
    waiting.refresh_from_db()
    confirm_address(waiting)
    cancel(waiting)
    cancel(waiting)

    assert parts_of(seat) == [("seat_confirmed", "REQUEST"), ("registration_cancelled", "CANCEL")]
    assert parts_of(waiting) == [
        ("waiting_list", ""),
        ("seat_offered", ""),
        ("seat_confirmed", "REQUEST"),
        ("registration_cancelled", "CANCEL"),
    ]


def test_who_never_had_a_sure_seat_hears_nothing_in_the_calendar():
    organiser = make_organiser()
    held = register_guest(make_event(confirm_email_hours=2))
    cancel(held)
    review = make_event(entry="approval", capacity=1)
    asked, second, third = register_guest(review), register_guest(review), register_guest(review)
    approve(asked, actor=organiser)
    decline(second, actor=organiser)
    planning.cancel(review, actor=organiser)

    assert parts_of(held) == [("seat_held", ""), ("registration_cancelled", "")]
    assert parts_of(second) == [("registration_pending", ""), ("registration_declined", "")]
    assert parts_of(third) == [("registration_pending", ""), ("event_cancelled", "")]
    assert [part for _kind, part in parts_of(asked)] == ["", "REQUEST", "CANCEL"]


def test_the_invitation_stands_before_the_file_in_the_order_mail_programs_want():
    mail = mime.mail(Message.objects.get(registration=register_guest(make_event()))).message()

    kinds = [part.get_content_type() for part in mail.walk()]

    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]


def test_the_first_invitation_has_the_revision_of_every_feed():
    event = moved(make_event())
    register_guest(event)

    assert f"SEQUENCE:{event.sequence}\r\n" in Message.objects.get().calendar


def test_of_a_confidential_event_the_entry_says_nothing_but_the_time():
    event = make_event(
        format=Format.DIALOG, entry="open", title_de="Geheim", summary_de="Geheim", venue="Geheim"
    )
    seat = register_guest(event)
    cancel(seat)

    calendars = "".join(Message.objects.values_list("calendar", flat=True))
    assert "Geheim" not in calendars
    assert (calendars.count("MPI Termin"), calendars.count("CLASS:CONFIDENTIAL")) == (2, 2)


def test_no_private_link_lies_in_the_entry():
    register_guest(make_event())

    assert "/r/" not in Message.objects.get().calendar.replace("\r\n ", "")


def test_a_file_from_before_invitations_is_attached_as_it_is():
    register_guest(make_event())
    Message.objects.update(calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")

    [(name, _content, kind)] = mime.mail(Message.objects.get()).attachments

    assert (name, kind) == ("termin.ics", "text/calendar")


# --- The check itself ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "wrong", "finding"),
    [
        (b"METHOD:REQUEST", b"METHOD:PUBLISH", "METHOD property equals"),
        (b'; method="REQUEST"', b"", "Content-Type has method="),
        (b"mailto:ada@example.org", b"mailto:eve@example.org", "the recipient is an ATTENDEE"),
        (b"\r\nTZID:Europe/Berlin", b"\r\nTZID:Europe/Paris", "a VTIMEZONE for every TZID"),
        (b"SEQUENCE:0\r\n", b"", "SEQUENCE once"),
    ],
)
def test_the_check_finds_what_is_broken_on_purpose(checked, right, wrong, finding):
    seat = register_guest(make_event(title_de="Heat"), email="ada@example.org", language="en")
    whole = sent(seat, "seat_confirmed")
    assert right in whole

    assert [line for line in checked(whole.replace(right, wrong)) if finding in line] != []


def test_the_check_finds_a_revision_that_did_not_rise(checked):
    seat = register_guest(make_event())
    mail = sent(seat, "seat_confirmed")

    assert [line for line in checked(mail, mail) if "SEQUENCE raised" in line] != []


def test_an_event_without_limit_of_people_writes_to_each_alone(mailoutbox):
    event = make_event()
    register_guest(event, email="a@example.org")
    register_guest(event, email="b@example.org")
    planning.cancel(event, actor=make_organiser())

    outbox.deliver_due()

    for mail in mailoutbox:
        [address] = mail.to
        other = {"a@example.org": "b@example.org", "b@example.org": "a@example.org"}[
            address.split("<")[1][:-1]
        ]
        assert other not in mail.message().as_string()
    assert len(mailoutbox) == 4
