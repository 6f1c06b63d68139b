"""Private addresses of newsletter readers: derived, one per purpose, revoked by raising the key version.

And addresses with a name and a proof of their own: of each mail, where reports of mail servers go, and of each
subscription, where a mail ends it.
"""

import uuid
from functools import cache, lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from networking import links
from notifications.models import Subscription

CONFIRM = "newsletter-confirm"
PREFERENCES = "newsletter-preferences"
UNSUBSCRIBE = "newsletter-unsubscribe"
BOUNCE = "bounce"
LEAVE = "newsletter-leave"

_PAGES = {
    CONFIRM: "notifications:newsletter_confirm",
    PREFERENCES: "notifications:newsletter_preferences",
    UNSUBSCRIBE: "notifications:newsletter_unsubscribe",
}


def token_for(subscription: Subscription, purpose: str) -> str:
    return _token(purpose, subscription.uuid, subscription.key_version, settings.LINK_KEY)


@lru_cache(maxsize=16)
def _token(purpose: str, row_uuid: uuid.UUID, key_version: int, _key: str) -> str:
    """A newsletter names the same link in its head and twice in its text."""
    return links.derive(purpose, row_uuid, key_version)


def subscription_url(subscription: Subscription, purpose: str) -> str:
    """The whole address of the reader's private page for that purpose, in their language."""
    before, after = _path(purpose, subscription.language)
    return f"{settings.SITE_URL}{before}{token_for(subscription, purpose)}{after}"


@cache
def _path(purpose: str, language: str) -> tuple[str, str]:
    """What stands before and after the token: a newsletter asks for it once for each reader and link."""
    with translation.override(language):
        before, _place, after = reverse(_PAGES[purpose], args=["TOKEN"]).partition("TOKEN")
    return before, after


def subscription_for(token: str, purpose: str) -> Subscription | None:
    """The subscription a token opens for that purpose; None for a forged, revoked or foreign token."""
    row_uuid = links.uuid_in(token)
    subscription = Subscription.objects.filter(uuid=row_uuid).first() if row_uuid else None
    if subscription and links.is_valid(token, purpose, subscription.uuid, subscription.key_version):
        return subscription
    return None


def bounce_address(message_uuid: uuid.UUID) -> str:
    """Where mail servers report to about this one mail; empty where the house has no such address."""
    return _sealed(BOUNCE, message_uuid)


def bounced_message(address: str) -> uuid.UUID | None:
    """The mail to which a bounce address belongs; None for every other and for a forged one."""
    return _unsealed(BOUNCE, address)


def leaving_address(subscription: Subscription) -> str:
    """Where a mail ends this subscription, whatever it says; empty where the house reads no mail of its own."""
    return _sealed(LEAVE, subscription.uuid)


def left_subscription(address: str) -> uuid.UUID | None:
    """The subscription which a mail to that address ends; None for every other and for a forged one."""
    return _unsealed(LEAVE, address)


def _sealed(purpose: str, row_uuid: uuid.UUID) -> str:
    name, _at, domain = settings.BOUNCE_ADDRESS.partition("@")
    return f"{name}+{links.seal(purpose, row_uuid)}@{domain}" if name else ""


def _unsealed(purpose: str, address: str) -> uuid.UUID | None:
    name, _at, domain = address.lower().partition("@")
    ours, _at, host = settings.BOUNCE_ADDRESS.lower().partition("@")
    base, _plus, seal = name.partition("+")
    return links.unseal(purpose, seal) if ours and (base, domain) == (ours, host) else None
