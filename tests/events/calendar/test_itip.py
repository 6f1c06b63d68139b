"""What a mail tells a calendar, and what comes back from strangers."""

from datetime import UTC, datetime
from uuid import UUID

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.calendar import itip
from events.enums import CalendarAnswer, RegistrationState
from events.services.registration import cancel
from tests.factories import make_event, make_registration, register_guest

EVENT = UUID("6f7c1a52-3b60-4f0e-9d7e-5f3a1c2b4d6e")
UID = f"event-{EVENT}@treffwerk.example.org"


def reply(*lines, method="REPLY", uid=UID, around=()):
    """A calendar's answer, written as programs write it."""
    entry = [f"UID:{uid}", "SEQUENCE:2", "DTSTAMP:20261203T101112Z", *lines]
    text = [
        "BEGIN:VCALENDAR",
        f"METHOD:{method}",
        *around,
        "BEGIN:VEVENT",
        *entry,
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join([*text, ""]).encode()


OUTLOOK_ZONE = [
    "PRODID:Microsoft Exchange Server 2010",
    "VERSION:2.0",
    "BEGIN:VTIMEZONE",
    "TZID:W. Europe Standard Time",
    "BEGIN:STANDARD",
    "DTSTART:16010101T030000",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10",
    "END:STANDARD",
    "END:VTIMEZONE",
]


# --- What comes back: as programs write it ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        pytest.param(
            reply(
                "ATTENDEE;PARTSTAT=DECLINED;CN=Ada Byron:MAILTO:ada@example.org",
                "COMMENT;LANGUAGE=de-DE:Leider krank\\n",
                "SUMMARY;LANGUAGE=de-DE:Abgelehnt: Wärme",
                "DTSTART;TZID=W. Europe Standard Time:20261203T160000",
                "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
                "BEGIN:VALARM",
                "ATTENDEE:mailto:eve@example.org",
                "TRIGGER;RELATED=START:-PT15M",
                "END:VALARM",
                around=OUTLOOK_ZONE,
            ),
            CalendarAnswer.DECLINED,
            id="as Outlook and Exchange write it",
        ),
        pytest.param(
            reply(
                "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=ada@e",
                " xample.org;X-NUM-GUESTS=0:mailto:ada@example.org",
                "ORGANIZER;CN=MPI:mailto:treffwerk@example.org",
                around=["PRODID:-//Google Inc//Google Calendar 70.9054//EN", "CALSCALE:GREGORIAN"],
            ),
            CalendarAnswer.ACCEPTED,
            id="as Google writes it, folded",
        ),
        pytest.param(
            reply(
                'ATTENDEE;CN="Byron, Ada";EMAIL="ada@example.org";PARTSTAT=TENTATIVE:/aMTk/principal/',
                around=["PRODID:-//Apple Inc.//macOS 15.1//EN"],
            ),
            CalendarAnswer.TENTATIVE,
            id="as Apple writes it, with the address beside",
        ),
        pytest.param(
            reply("attendee;partstat=declined:mailto:ada@example.org").replace(b"\r\n", b"\n"),
            CalendarAnswer.DECLINED,
            id="small letters and bare line feeds",
        ),
        pytest.param(
            b"\xef\xbb\xbf"
            + reply("SUMMARY:K\u00e4lte", "ATTENDEE;PARTSTAT=DECLINED:mailto:ada@example.org"),
            CalendarAnswer.DECLINED,
            id="with a byte order mark",
        ),
        pytest.param(
            reply("SUMMARY:K\u00e4lte", "ATTENDEE;PARTSTAT=DECLINED:mailto:ada@example.org").replace(
                "ä".encode(), b"\xe4"
            ),
            CalendarAnswer.DECLINED,
            id="in another encoding",
        ),
    ],
)
def test_an_answer_is_read_as_each_program_writes_it(body, answer):
    assert itip.reply_in(body) == itip.Reply(
        event=EVENT,
        address="ada@example.org",
        answer=answer,
        sequence=2,
        answered_at=datetime(2026, 12, 3, 10, 11, 12, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "lines",
    [
        ['ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:eve@example.org":mailto:ada@example.org'],
        ['ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM="mailto:ada@example.org":mailto:eve@example.org'],
        [
            'ATTENDEE;PARTSTAT=NEEDS-ACTION;DELEGATED-FROM="mailto:ada@example.org":mailto:eve@example.org',
            'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:eve@example.org":mailto:ada@example.org',
        ],
    ],
)
def test_a_seat_handed_on_is_the_answer_of_whose_it_was(lines):
    found = itip.reply_in(reply(*lines))

    assert (found.address, found.answer, found.delegate) == (
        "ada@example.org",
        "delegated",
        "eve@example.org",
    )


DECLINED = "ATTENDEE;PARTSTAT=DECLINED:mailto:ada@example.org"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(reply(DECLINED, method="COUNTER"), id="another method"),
        pytest.param(reply(DECLINED, uid=f"event-{EVENT}@elsewhere.example"), id="another house's event"),
        pytest.param(reply(DECLINED, uid=f"event-{'-' * 36}@treffwerk.example.org"), id="no uuid"),
        pytest.param(reply("ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ada@example.org"), id="no answer yet"),
        pytest.param(reply("ATTENDEE;PARTSTAT=DECLINED:urn:uuid:1"), id="no address"),
        pytest.param(reply("ATTENDEE;PARTSTAT=DECLINED:mailto:a\x00b@example.org"), id="no valid address"),
        pytest.param(reply("BEGIN:VALARM", DECLINED, "END:VALARM"), id="in an alarm"),
        pytest.param(reply(DECLINED, "X:" + "x" * itip.MAX_BYTES), id="too large"),
        pytest.param(b"BEGIN:VEVENT\r\n" * 5000 + reply(DECLINED), id="too deep"),
    ],
)
def test_what_is_no_answer_to_us_is_none(body):
    assert itip.reply_in(body) is None


def test_a_broken_number_and_a_broken_time_do_not_spoil_an_answer():
    body = (
        reply(DECLINED).replace(b"SEQUENCE:2", b"SEQUENCE:-9e9").replace(b"20261203T101112Z", b"2026-12-03")
    )

    found = itip.reply_in(body)

    assert (found.answer, found.sequence, found.answered_at) == ("declined", 0, None)


@given(st.binary(max_size=300), st.integers(0, 200), st.integers(0, 20))
def test_no_bytes_of_strangers_raise(noise, place, length):
    whole = reply(DECLINED, around=OUTLOOK_ZONE)

    itip.reply_in(noise)
    itip.reply_in(whole[:place] + noise + whole[place + length :])


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_parameter_or_value_of_strangers_raises(parameter, value):
    itip.reply_in(reply(f"ATTENDEE;PARTSTAT={parameter};DELEGATED-TO={value}:mailto:ada@example.org"))
    itip.reply_in(reply(f"ATTENDEE;PARTSTAT=DECLINED:{value}", f"{parameter}:{value}"))


# --- What we write ---------------------------------------------------------------------------------------


def entry_of(body):
    [entry] = icalendar.Calendar.from_ical(body).walk("VEVENT")
    return entry


@pytest.mark.django_db
def test_an_invitation_names_us_as_organiser_and_nobody_but_the_person():
    event = make_event()
    make_registration(event, email="eve@example.org")
    seat = make_registration(event, email="ada@example.org", given_name="Ada", family_name="Byron")

    entry = entry_of(itip.request(seat))

    assert str(entry.organizer) == "mailto:treffwerk@example.org"
    assert [str(address) for address in entry.attendees] == ["mailto:ada@example.org"]
    assert entry.attendees[0].params["CN"] == "Ada Byron"


@pytest.mark.django_db
def test_a_lost_seat_leaves_the_calendar_though_the_event_takes_place():
    seat = make_registration(make_event(title_de="Wärme"), state=RegistrationState.CANCELLED)

    entry = entry_of(itip.cancellation(seat))

    assert (entry.status, entry.transparency, entry.summary) == (
        "CANCELLED",
        "TRANSPARENT",
        "Abgesagt: Wärme",
    )


@pytest.mark.django_db
def test_the_title_of_a_cancelled_event_says_so_once():
    seat = make_registration(make_event(title_de="Wärme", state="cancelled"))

    assert entry_of(itip.part_for(seat)).summary == "Abgesagt: Wärme"


@pytest.mark.django_db
def test_losing_and_regaining_a_seat_raise_the_revision_of_the_entry():
    event = make_event(sequence=3)
    seat = register_guest(event, email="ada@example.org")
    numbers = [entry_of(itip.request(seat)).sequence]
    cancel(seat)
    numbers.append(entry_of(itip.cancellation(seat)).sequence)
    seat = register_guest(event, email="ada@example.org")
    numbers.append(entry_of(itip.request(seat)).sequence)

    assert numbers == [3, 4, 5]
