"""Dates as people read them, and links that keep the rest of the query."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from backend.templatetags import mpi
from events.models import Event

WINTER = datetime(2026, 12, 3, 15, 0, tzinfo=UTC)  # 16:00 in Berlin


def event(**fields):
    return Event(**({"starts_at": WINTER, "ends_at": WINTER.replace(hour=18, minute=30)} | fields))


@pytest.mark.parametrize(
    ("language", "text"), [("de", "Donnerstag, 3. Dezember 2026"), ("en", "Thursday, 3 December 2026")]
)
def test_a_date_is_written_out_in_the_readers_language(language, text):
    with translation.override(language):
        assert mpi.long_date(WINTER) == text


def test_times_are_berlins():
    assert (mpi.clock_time(WINTER), mpi.clock_time(WINTER.replace(month=7))) == ("16:00", "17:00")


def test_an_event_of_one_day_has_one_date():
    with translation.override("en"):
        assert mpi.event_date(event()) == "Thursday, 3 December 2026"


def test_an_all_day_event_ends_on_its_last_day_and_has_no_time():
    all_day = event(
        all_day=True,
        starts_at=datetime(2026, 12, 2, 23, 0, tzinfo=UTC),
        ends_at=datetime(2026, 12, 4, 23, 0, tzinfo=UTC),
    )

    with translation.override("en"):
        dates = mpi.event_date(all_day)

    assert (dates, mpi.event_time(all_day)) == ("Thursday, 3 December 2026 to Friday, 4 December 2026", "")


@pytest.mark.parametrize(
    ("tag", "result"),
    [
        ("{% query page=2 %}", "?q=ki&amp;page=2"),
        ('{% query q="" %}', "?page=5"),
        ('{% query q="" page=None %}', "?"),
        ('{% without "q" %}', "?"),
        ('{% without "q" "other" %}', "?q=ki"),
    ],
)
def test_a_link_changes_only_what_it_names(rf, tag, result):
    context = Context({"request": rf.get("/events/?q=ki&page=5")})

    assert Template(tag).render(context) == result


def test_machines_read_the_time_with_zone_and_without_fractions():
    assert mpi.machine_time(WINTER.replace(microsecond=63774)).endswith("16:00:00+01:00")
