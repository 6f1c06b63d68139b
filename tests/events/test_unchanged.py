"""What holds as long as nothing is committed."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import queries, unchanged
from events.models import Event
from tests.factories import make_event

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite counts each time")


@pytest.fixture(autouse=True)
def _nothing_known():
    unchanged._known.clear()


@pytest.mark.django_db
def test_inside_a_transaction_its_own_writes_count():
    before = queries.edition_of_all()

    make_event()

    assert queries.edition_of_all() != before


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_as_long_as_nothing_is_committed_the_events_are_not_counted_again():
    make_event()
    seen = queries.edition_of_all()
    (known,) = unchanged._known.values()

    with CaptureQueriesContext(connection) as asked:
        assert queries.edition_of_all() == seen

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {asked[0]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "on events_event (never executed)" in plan
    assert list(unchanged._known.values()) == [known]


@pytest.mark.django_db(transaction=True)
def test_one_query_tells_whether_anything_changed_and_what_it_is_now(django_assert_num_queries):
    event = make_event()
    queries.edition_of_all()
    Event.objects.filter(pk=event.pk).update(seat_revision=77)

    for _visit in range(2):
        with django_assert_num_queries(1):
            queries.edition_of_all()


@pytest.mark.django_db(transaction=True)
def test_every_commit_is_seen():
    event, seen = make_event(), []
    for number in range(5):
        Event.objects.filter(pk=event.pk).update(seat_revision=number)
        seen.append(queries.edition_of_all())

    assert len(set(seen)) == 5


@pytest.mark.django_db(transaction=True)
def test_an_event_that_ends_is_seen_without_a_commit():
    event = make_event()
    before = queries.edition_of_all()

    with time_machine.travel(event.ends_at + timedelta(seconds=1)):
        assert queries.edition_of_all(timezone.now()) != before


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_after_a_minute_all_is_counted_anew(django_assert_num_queries, monkeypatch):
    queries.edition_of_all()
    monkeypatch.setattr(unchanged, "LONGEST", 0)

    with django_assert_num_queries(1) as asked:
        queries.edition_of_all()

    assert "SUM(seat_revision)" in asked[0]["sql"]
