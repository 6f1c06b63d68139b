from datetime import UTC, datetime

import pytest

from events.calendar import files
from events.calendar.entries import entry
from events.models import Event
from tests.factories import make_event

pytestmark = pytest.mark.django_db


def test_the_same_event_gives_the_same_bytes():
    event = make_event()

    assert files.event_calendar(event, "de") == files.event_calendar(Event.objects.get(pk=event.pk), "de")


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_was_kept_is_what_would_be_written(language):
    event = make_event(title_en="Heat")
    kept = event.fragments.get(language=language)

    assert files.written_calendar(kept) == files.event_calendar(event, language)


def test_what_cannot_be_written_is_logged_and_left_out(caplog):
    ends_at = datetime(9999, 12, 31, 23, 30, tzinfo=UTC)
    broken = make_event(starts_at=datetime(9999, 12, 31, 20, tzinfo=UTC), ends_at=ends_at)
    caplog.clear()

    assert files.entry_or_nothing(broken, "de") == b""
    assert str(broken.uuid) in caplog.text


def test_what_can_be_written_is():
    event = make_event()

    assert files.entry_or_nothing(event, "de") == entry(event, "de")
