"""The fixed words of mail and newsletter."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    PENDING = "pending", _("waits to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    IN_DOUBT = "in-doubt", _("in doubt")
    SKIPPED = "skipped", _("skipped")
    CANCELLED = "cancelled", _("cancelled")


class Priority(models.IntegerChoices):
    """Lower goes first."""

    SIGN_IN = 0, _("sign-in code")
    TRANSACTIONAL = 10, _("transactional")
    NEWSLETTER = 50, _("newsletter")


class SubscriptionState(models.TextChoices):
    REQUESTED = "requested", _("waits for the link in the mail")
    CONFIRMED = "confirmed", _("confirmed")
    WITHDRAWN = "withdrawn", _("unsubscribed")


class ConsentEventKind(models.TextChoices):
    REQUESTED = "requested", _("requested")
    CONFIRMED = "confirmed", _("confirmed")
    CHANGED = "changed", _("changed")
    WITHDRAWN = "withdrawn", _("withdrawn")
