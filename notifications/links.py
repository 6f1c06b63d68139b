"""Private addresses of newsletter readers: derived, one per purpose, revoked by raising the key version."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from networking import links
from notifications.models import Subscription

CONFIRM = "newsletter-confirm"
PREFERENCES = "newsletter-preferences"
UNSUBSCRIBE = "newsletter-unsubscribe"

_PAGES = {
    CONFIRM: "notifications:newsletter_confirm",
    PREFERENCES: "notifications:newsletter_preferences",
    UNSUBSCRIBE: "notifications:newsletter_unsubscribe",
}


def token_for(subscription: Subscription, purpose: str) -> str:
    return links.derive(purpose, subscription.uuid, subscription.key_version)


def subscription_url(subscription: Subscription, purpose: str) -> str:
    """The whole address of the reader's private page for that purpose, in their language."""
    with translation.override(subscription.language):
        return settings.SITE_URL + reverse(_PAGES[purpose], args=[token_for(subscription, purpose)])


def subscription_for(token: str, purpose: str) -> Subscription | None:
    """The subscription a token opens for that purpose; None for a forged, revoked or foreign token."""
    row_uuid = links.uuid_in(token)
    subscription = Subscription.objects.filter(uuid=row_uuid).first() if row_uuid else None
    if subscription and links.is_valid(token, purpose, subscription.uuid, subscription.key_version):
        return subscription
    return None
