"""What follows when mails come back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.enums import BounceKind, BounceSource, MessageState, SubscriptionState
from notifications.models import Bounce, Suppression
from notifications.services import bounces, subscriptions
from notifications.services.delivery import outcomes
from notifications.services.delivery.reply import Reply
from tests.factories import make_organiser, make_reader
from tests.notifications.services.test_returned import make_mail

pytestmark = pytest.mark.django_db
ADDRESS = "grete@example.net"


def come_back(kind, *, days_ago=0, email=ADDRESS):
    bounce = bounces.note(make_mail(email), BounceSource.REPORT, kind, "", "")
    Bounce.objects.filter(pk=bounce.pk).update(at=timezone.now() - timedelta(days=days_ago))


def refuse(reply, **fields):
    mail = make_mail(ADDRESS, state=MessageState.SENDING, lease_owner="me", attempts=1, **fields)
    outcomes.write_refused(mail, Reply.parse(reply))
    return mail


def test_an_address_that_does_not_exist_gets_no_newsletters_at_once():
    reader = make_reader(email=ADDRESS, email_key=ADDRESS)

    come_back(BounceKind.HARD)

    reader.refresh_from_db()
    suppression = bounces.suppression_of("Grete@Example.NET")
    assert (reader.suppression, suppression.until, suppression.hint) == (
        suppression,
        None,
        "g…@example.net",
    )
    assert ADDRESS not in str(Suppression.objects.values())


def test_three_days_within_thirty_rest_an_address_and_time_brings_it_back():
    for days in (40, 2, 2, 1):
        come_back(BounceKind.SOFT, days_ago=days)
    before = bounces.suppression_of(ADDRESS)

    come_back(BounceKind.FULL)

    resting = bounces.suppression_of(ADDRESS)
    assert (before, resting.reason) == (None, BounceKind.FULL)
    Suppression.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert (bounces.decay(), bounces.suppression_of(ADDRESS)) == (1, None)
    come_back(BounceKind.SOFT)
    assert bounces.suppression_of(ADDRESS) is None


def test_a_refusal_by_rule_is_never_the_readers_fault():
    for days in range(5):
        come_back(BounceKind.POLICY, days_ago=days)

    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("550 5.1.1 no such user", BounceKind.HARD),
        ("552 mailbox full", BounceKind.FULL),
        ("550 no reason", BounceKind.SOFT),
    ],
)
def test_a_final_refusal_at_handing_over_counts(reply, kind):
    assert refuse(reply).bounces.get().kind == kind


def test_a_refusal_that_may_pass_counts_only_when_all_attempts_are_over():
    mail = refuse("451 4.2.1 later")

    assert not mail.bounces.exists()


def test_confirming_anew_shows_that_the_address_works():
    come_back(BounceKind.HARD)
    reader = make_reader(email=ADDRESS, email_key=ADDRESS, state=SubscriptionState.REQUESTED)

    subscriptions.confirm(reader)

    assert bounces.suppression_of(ADDRESS) is None


def test_an_organiser_releases_an_address():
    come_back(BounceKind.HARD)

    bounces.release(bounces.suppression_of(ADDRESS), actor=make_organiser())

    assert bounces.suppression_of(ADDRESS) is None
