"""The newsletter's readers: asking, confirming, changing, leaving.

Each step leaves a `ConsentEvent`, a proof that is never altered: what happened, when, through which door, and the
version of the sentence shown.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networking.enums import Source
from networking.models import Topic
from networking.models.address import address_key
from notifications.enums import ConsentEventKind, SubscriptionState
from notifications.models import ConsentEvent, Message, Subscription
from notifications.services import bounces, consents, outbox

CONSENT_SENTENCE = _(
    "I want to receive the newsletter of the Masterplan Industriestadt Berlin by e-mail. "
    "I can leave it at any time with one click."
)
CONSENT_VERSION = "2026-11"  # raise it with every change of the sentence

PAUSE_BETWEEN_MAILS = timedelta(minutes=10)
DAYS_TO_CONFIRM = 7
DAYS_TO_STAY = 28  # for readers of a former list who are asked whether to stay


@transaction.atomic
def subscribe(
    email: str, language: str, topics: Iterable[Topic], formats: Iterable[str], *, source: str = Source.WEB
) -> None:
    """Ask the address by mail whether it wants the newsletter.

    Returns nothing, so nobody learns who reads it. Who reads it already gets a mail saying so and keeps their
    choices: a stranger cannot change them. No address gets more than one mail in ten minutes.
    """
    subscription, _is_new = Subscription.objects.select_for_update().get_or_create(
        email_key=address_key(email), defaults={"email": email.strip(), "language": language}
    )
    if subscription.state == SubscriptionState.CONFIRMED:
        _write_mail("newsletter_known", subscription, source)
        return
    subscription.state = SubscriptionState.REQUESTED
    subscription.language = language
    subscription.save(update_fields=["state", "language"])
    _choose(subscription, topics, formats)
    _prove(subscription, ConsentEventKind.REQUESTED, source)
    _write_mail("newsletter_confirm", subscription, source)


@transaction.atomic
def confirm(subscription: Subscription, *, source: str = Source.WEB) -> Subscription:
    """Make a requested subscription real and say so by mail. Twice changes nothing the second time.

    Whoever left meanwhile stays away: an old link brings nobody back.
    """
    subscription = _lock(subscription)
    if subscription.state == SubscriptionState.REQUESTED:
        subscription.state = SubscriptionState.CONFIRMED
        subscription.confirmed_at = timezone.now()
        subscription.save(update_fields=["state", "confirmed_at"])
        bounces.welcome_back(subscription.email)
        _prove(subscription, ConsentEventKind.CONFIRMED, source)
        _write_mail("newsletter_confirmed", subscription, source)
    return subscription


@transaction.atomic
def change(
    subscription: Subscription,
    *,
    language: str,
    topics: Iterable[Topic],
    formats: Iterable[str],
    source: str = Source.WEB,
) -> Subscription:
    """Write a confirmed reader's choices anew. Saving the same choices, or after leaving, changes nothing."""
    subscription = _lock(subscription)
    wanted = (language, {topic.pk for topic in topics}, sorted(formats))
    present = (
        subscription.language,
        set(subscription.topics.values_list("pk", flat=True)),
        sorted(subscription.formats),
    )
    if subscription.state == SubscriptionState.CONFIRMED and wanted != present:
        subscription.language = language
        subscription.save(update_fields=["language"])
        _choose(subscription, topics, formats)
        _prove(subscription, ConsentEventKind.CHANGED, source)
    return subscription


@transaction.atomic
def unsubscribe(subscription: Subscription, *, source: str = Source.WEB) -> Subscription:
    """Send this address no newsletter any more. Leaving twice changes nothing the second time."""
    subscription = _lock(subscription)
    if subscription.state != SubscriptionState.WITHDRAWN:
        subscription.state = SubscriptionState.WITHDRAWN
        subscription.save(update_fields=["state"])
        _prove(subscription, ConsentEventKind.WITHDRAWN, source)
    return subscription


@transaction.atomic
def forget_unconfirmed() -> int:
    """Forget requests nobody confirmed within seven days, their mails too; returns how many.

    Readers of a former list have four weeks to say that they stay. A former reader who asked again goes back to
    having left. What the ledger says stays and names nobody any more.
    """
    now = timezone.now()
    open_requests = Q(kind=ConsentEventKind.REQUESTED, at__gt=now - timedelta(days=DAYS_TO_CONFIRM))
    open_requests |= Q(kind=ConsentEventKind.ASKED, at__gt=now - timedelta(days=DAYS_TO_STAY))
    asked_lately = ConsentEvent.objects.filter(open_requests, subscription__isnull=False)
    late = Subscription.objects.filter(state=SubscriptionState.REQUESTED)
    late = late.exclude(pk__in=asked_lately.values("subscription"))
    returned = late.filter(confirmed_at__isnull=False).update(state=SubscriptionState.WITHDRAWN)
    Message.objects.filter(subscription__in=late).delete()
    _rows, deleted = late.delete()
    return returned + deleted.get(Subscription._meta.label, 0)


def _lock(subscription: Subscription) -> Subscription:
    """The row as it is now, and nobody else's until the transaction ends."""
    return Subscription.objects.select_for_update().get(pk=subscription.pk)


def _choose(subscription: Subscription, topics: Iterable[Topic], formats: Iterable[str]) -> None:
    subscription.formats = sorted(formats)
    subscription.save(update_fields=["formats"])
    subscription.topics.set(topics)


def _prove(subscription: Subscription, kind: str, source: str) -> None:
    """The sentence is kept as it stood on the page, in its language."""
    consents.record([consents.Proof(subscription, kind, source, CONSENT_VERSION, str(CONSENT_SENTENCE))])


def _write_mail(kind: str, subscription: Subscription, source: str) -> None:
    """Owe the address a mail, unless it got one of this kind within ten minutes."""
    now = timezone.now()
    if subscription.messages.filter(kind=kind, created_at__gt=now - PAUSE_BETWEEN_MAILS).exists():
        return
    outbox.queue(
        kind,
        key=f"{kind}:{subscription.uuid}:{now:%Y%m%d%H%M%S%f}",
        to_email=subscription.email,
        language=subscription.language,
        subscription=subscription,
        source=source,
        context={"sentence": CONSENT_SENTENCE, "days": DAYS_TO_CONFIRM},
    )
