"""No mail about a confidential event tells what it is about: not in its subject, its text or the calendar entry."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils import timezone

from events.calendar import itip
from notifications.models import Message
from notifications.services import letter, mime
from tests.factories import make_event, make_invitation, make_registration

pytestmark = pytest.mark.django_db

SECRET = "Zinnober"  # stands wherever something of the event could come from
HOUSE = "Masterplan Industriestadt Berlin"
ELSEWHERE = {  # not about anybody's place at an event
    "login_code",
    "unknown_account",
    "organiser_message",  # what the organisers write themselves; its subject is tested below
    "registration_links",  # tests/notifications/services/test_lost_links.py
}
_FOLDER = Path(settings.BASE_DIR, "templates", "notifications", "mail")
_OTHERS = ("_", "newsletter_", "barrier_", "introduction_", "project_", "welcome_")
_OTHERS += ("meeting",)  # confidential events hold none (events/meetings.py: offers_meetings)
KINDS = sorted(
    p.stem for p in _FOLDER.glob("*.txt") if not p.stem.startswith(_OTHERS) and p.stem not in ELSEWHERE
)


@pytest.fixture
def dialog():
    texts = {
        f"{name}_{language}": SECRET
        for name in ("title", "summary", "description", "directions", "cancellation_reason")
        for language in ("de", "en")
    }
    return make_event(
        format="dialog",
        slug="runde",
        venue=SECRET,
        street=SECRET,
        locality=SECRET,
        is_online=True,
        online_url=f"https://example.org/{SECRET}",
        **texts,
    )


def _context(event, **own) -> dict:
    """Whatever any of these mails is given, telling as much as it can."""
    person = {"given_name": SECRET, "organisation": SECRET, "deadline_at": timezone.now() + timedelta(days=1)}
    former = make_invitation(event, **person)
    return {
        "event": event,
        "registration": make_registration(event, email="gast@example.org", **person),
        "invitation": make_invitation(event, replaces=former, reserves_seat=True, **person | own),
        "to_name": "Mira Muster",
        "former": event,
        "deputy": SECRET,
        "reason": SECRET,
        "reply": SimpleNamespace(answer="declined"),
        "member": SimpleNamespace(added_by="Ada", get_role_display="owner"),
        "page": "https://example.org/organise/events/runde/",
        "new_time": True,
        "new_place": True,
        "new_link": True,
        "has_entry": True,
    }


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_tells_nothing(dialog, kind, language):
    written = letter.write(kind, language, _context(dialog))

    whole = "\n".join([written.subject, written.text, written.html])
    assert SECRET not in whole
    assert "Dialog" not in whole
    assert HOUSE in written.subject or kind == "team_added"


def test_an_invited_deputy_does_not_read_who_named_them(dialog):
    assert SECRET not in letter.write("invitation", "de", _context(dialog, origin="deputy")).text


def test_the_same_mails_tell_it_of_an_ordinary_event(dialog):
    """The proof that the test above can fail."""
    dialog.visibility = "public"
    silent = {kind for kind in KINDS if SECRET not in letter.write(kind, "de", _context_of(dialog)).text}

    assert silent == set()


def _context_of(event):
    event.registrations.all().delete()
    return _context(event)


def test_what_organisers_write_has_a_neutral_subject(dialog):
    said = {
        "event": dialog,
        "to_name": "",
        "typed_subject": SECRET,
        "typed_text": "Kommen Sie bitte pünktlich.",
    }

    assert HOUSE in letter.write("organiser_message", "de", said).subject
    assert SECRET not in letter.write("organiser_message", "de", said).subject


@pytest.mark.parametrize("state", ["confirmed", "cancelled"])
def test_the_calendar_entry_and_its_file_tell_nothing(dialog, state):
    seat = make_registration(dialog, state=state)
    calendar = itip.part_for(seat, "confirmed").decode()
    message = Message(to_email=seat.email, subject=HOUSE, event=dialog, registration=seat, calendar=calendar)

    sent = mime.mail(message).message().as_string()

    assert SECRET not in calendar
    assert "SUMMARY:" in calendar
    assert "MPI Termin" in calendar
    assert 'filename="invite.ics"' in sent
    assert "runde" not in sent
