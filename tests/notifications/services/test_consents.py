"""The ledger of consents: every kind of tampering shows."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from notifications.models import ConsentEvent, Subscription
from notifications.services import consents
from notifications.services.subscriptions import confirm, forget_unconfirmed, subscribe, unsubscribe
from tests.factories import make_event, make_reader, register_guest
from tests.ledger import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    """What two readers did, in the ledger's order."""
    for email in ("ada@example.org", "zoe@example.org"):
        subscribe(email, "de", [], [])
        unsubscribe(confirm(Subscription.objects.get(email=email)))
    return list(ConsentEvent.objects.order_by("pk"))


def broken():
    return [(found.row, found.fault.split(":")[0]) for found in consents.verify()]


def test_a_ledger_nobody_touched_is_whole_and_says_which_sentence_was_shown(rows):
    out = StringIO()

    call_command("verify_consents", stdout=out)

    assert "whole: 6 rows" in out.getvalue()
    assert all("newsletter" in row.text or "Newsletter" in row.text for row in rows)


@pytest.mark.parametrize(
    "column",
    [{"kind": "changed"}, {"text": "Ja"}, {"source": "api"}, {"evidence": "x"}, {"text_version": "1"}],
)
def test_an_altered_row_is_found(rows, column):
    with unguarded():
        ConsentEvent.objects.filter(pk=rows[2].pk).update(**column)

    assert broken() == [(rows[2].pk, "was altered")]


def test_an_altered_time_is_found(rows):
    with unguarded():
        ConsentEvent.objects.filter(pk=rows[1].pk).update(at=rows[1].at + timedelta(microseconds=1))

    assert broken() == [(rows[1].pk, "was altered")]


def test_an_altered_row_with_a_fitting_digest_breaks_the_chain_behind_it(rows):
    rows[2].kind = "changed"
    with unguarded():
        ConsentEvent.objects.filter(pk=rows[2].pk).update(kind="changed", digest=consents.digest(rows[2]))

    assert [row for row, _fault in broken()] == [rows[3].pk]


def test_a_removed_row_and_a_cut_off_end_are_found(rows):
    with unguarded():
        ConsentEvent.objects.filter(pk=rows[2].pk)._raw_delete("default")
        removed = [row for row, _fault in broken()]
        ConsentEvent.objects.filter(pk__gt=rows[0].pk)._raw_delete("default")

    assert removed == [rows[3].pk, 0]
    assert [row for row, _fault in broken()] == [0]
    with pytest.raises(CommandError):
        call_command("verify_consents", stdout=StringIO())


def test_a_row_hung_on_another_reader_is_found(rows):
    with unguarded():
        ConsentEvent.objects.filter(pk=rows[0].pk).update(subscription=make_reader())

    assert broken() == [(rows[0].pk, "was hung on another reader")]


def test_nobody_changes_or_deletes_a_row_by_the_way(rows):
    with pytest.raises(RuntimeError):
        rows[0].save()
    with pytest.raises(RuntimeError):
        rows[0].delete()


OTHERWISE = {"subject": uuid4(), "kind": "changed", "at": datetime(2020, 1, 1, tzinfo=UTC), "id": 10**6}


@pytest.mark.parametrize("column", [field.attname for field in ConsentEvent._meta.fields])
def test_the_database_itself_refuses_to_alter_any_column(rows, column):
    value = make_reader().pk if column == "subscription_id" else OTHERWISE.get(column, "x")

    with pytest.raises(IntegrityError, match="never altered"), transaction.atomic():
        ConsentEvent.objects.filter(pk=rows[0].pk).update(**{column: value})


def test_the_database_itself_refuses_to_delete(rows):
    with pytest.raises(IntegrityError, match="never altered"), transaction.atomic():
        ConsentEvent.objects.filter(pk=rows[-1].pk)._raw_delete("default")

    assert broken() == []


def test_a_reader_is_forgotten_and_what_the_ledger_says_stays(rows):
    Subscription.objects.get(email="ada@example.org").delete()

    assert [row.subscription_id is None for row in ConsentEvent.objects.order_by("pk")[:4]] == [True] * 3 + [
        False
    ]
    assert broken() == []


def test_the_guard_can_be_taken_away_by_migrating_back_and_returns(rows):
    with unguarded():
        assert ConsentEvent.objects.filter(pk=rows[0].pk).update(text="x") == 1

    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentEvent.objects.filter(pk=rows[0].pk).update(text="y")


def test_a_database_that_lost_its_guard_is_named(rows):
    with unguarded(), pytest.raises(CommandError, match="no longer refuses"):
        call_command("verify_consents", stdout=StringIO())

    assert consents.is_guarded()


def test_deleting_an_unconfirmed_request_leaves_a_whole_ledger_that_names_nobody(rows):
    subscribe("eve@example.org", "de", [], [])
    with unguarded():
        ConsentEvent.objects.filter(kind="requested").update(at=rows[0].at - timedelta(days=8))
    ledger_before = ConsentEvent.objects.count()

    forget_unconfirmed()

    assert not Subscription.objects.filter(email="eve@example.org")
    assert ConsentEvent.objects.count() == ledger_before
    assert ConsentEvent.objects.order_by("pk").last().subscription is None
    assert "eve@example.org" not in str(list(ConsentEvent.objects.values()))


def test_each_step_costs_the_ledger_four_statements(rows, django_assert_num_queries):
    proof = consents.Proof(Subscription.objects.first(), "changed", "web", "1", "Ja")

    savepoints = 2 if connection.in_atomic_block else 0
    with django_assert_num_queries(4 + savepoints):
        consents.record([proof] * 50)


def test_a_registration_consents_to_no_newsletter():
    registration = register_guest(make_event(), listed=("attendee-list",))

    assert registration.consents.exists()
    assert not Subscription.objects.exists()
    assert not ConsentEvent.objects.exists()
