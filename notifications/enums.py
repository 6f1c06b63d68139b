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


class Incoming(models.TextChoices):
    """What a mail to our own address was."""

    CALENDAR_REPLY = "calendar-reply", "answer of a calendar"
    BOUNCE = "bounce", "report of a mail that came back, or of a complaint"
    LEAVING = "leaving", "a reader leaves the newsletter"
    IGNORED = "ignored", "ignored: nothing for us in it"
    REFUSED = "refused", "refused: too large, or too many parts"


class BounceKind(models.TextChoices):
    """What a mail's coming back says about the address; notifications/reports.py reads it from the status code."""

    HARD = "hard", _("address does not exist")
    SOFT = "soft", _("not reachable at the moment")
    FULL = "full", _("mailbox full")
    POLICY = "policy", _("refused by rule, not because of the address")
    COMPLAINT = "complaint", _("reported as unwanted")


class BounceSource(models.TextChoices):
    """How we learned of it."""

    SMTP = "smtp", _("refused when handed over")
    REPORT = "report", _("came back later")
    FEEDBACK = "feedback", _("complaint passed on by a provider")


class SubscriptionState(models.TextChoices):
    REQUESTED = "requested", _("waits for the link in the mail")
    CONFIRMED = "confirmed", _("confirmed")
    WITHDRAWN = "withdrawn", _("unsubscribed")


class ConsentEventKind(models.TextChoices):
    REQUESTED = "requested", _("requested")
    CONFIRMED = "confirmed", _("confirmed")
    CHANGED = "changed", _("changed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    IMPORTED = "imported", _("taken over from a former list")
    ASKED = "asked", _("asked whether to stay, from a former list")


class ImportWay(models.TextChoices):
    """How readers of a former list come in."""

    PROVEN = "proven", _("with the proof of each consent")
    ASK = "ask", _("without proof: one mail asks each whether to stay")


class Attendance(models.TextChoices):
    """Which registrations for an event readers are chosen by."""

    ANY = "any", _("with a seat or waiting")
    CONFIRMED = "confirmed", _("with a sure seat")
    WAITING = "waiting", _("waiting for a seat")


class ProjectPart(models.TextChoices):
    """What somebody is in an MPI project."""

    MEMBER = "member", _("member of a project's team")
    CONTACT = "contact", _("contact person of a project")


class IssueState(models.TextChoices):
    """What an issue of the newsletter goes through, in this order; reopened, it is a draft again."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waits for approval")
    APPROVED = "approved", _("approved")
    SCHEDULED = "scheduled", _("scheduled")
    SENDING = "sending", _("being handed to the outbox")
    SENT = "sent", _("sent")


class BlockKind(models.TextChoices):
    """What an issue is made of; newsletter/blocks.py says what each kind holds."""

    TEXT = "text", _("Text")
    EVENT = "event", _("Event")
    PROJECT = "project", _("Project portrait")
    PARTNERS = "partners", _("Project looking for partners")
    IMAGE = "image", _("Picture")
    BUTTON = "button", _("Button")
    DIVIDER = "divider", _("Dividing line")
    PERSONAL = "personal", _("Events for the reader's topics")


class Notice(models.TextChoices):
    """Why an issue that was ready did not go out by itself."""

    CHANGED = (
        "changed",
        _("What it tells of changed after it was approved. Look at it again and have it approved."),
    )
    LATE = "late", _("The platform could not send it at its time. Choose a new time if it is still true.")


LINKS_MAIL = "registration_links"
"""The mail with somebody's lost links: it may lead to confidential events, so only the recipient reads it."""
