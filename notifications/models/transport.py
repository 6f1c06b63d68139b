"""The way out: what all workers together may send, and whether the mail server takes anything."""

from django.db import models
from django.utils import timezone

from networking.models import Person


class Transport(models.Model):
    """One mail server and how we stand with it. All workers share the row, so limits hold for all of them together."""

    name = models.CharField(max_length=40, unique=True)
    second_tokens = models.FloatField(default=0)  # mails that may go at once (services/delivery/tokens.py)
    hour_tokens = models.FloatField(default=0)
    refilled_at = models.DateTimeField(null=True, blank=True)
    blocked_until = models.DateTimeField(null=True, blank=True)  # no connection before: it failed lately
    failures = models.PositiveSmallIntegerField(default=0)  # connections that failed in a row
    refusals = models.PositiveSmallIntegerField(default=0)  # equal refusals in a row
    refusal = models.CharField(max_length=500, blank=True)  # the words they had in common
    last_reply = models.CharField(max_length=500, blank=True)
    last_reply_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.name

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    @property
    def is_blocked(self) -> bool:
        """Whether it waits by itself before it tries the server again."""
        return self.blocked_until is not None and self.blocked_until > timezone.now()


class CompiledMail(models.Model):
    """One mail for many readers, built once: its MIME body with slots that are filled for each reader.

    Subject, text and HTML hold the same marks as a single mail (services/marks.py); `body` is what they became.
    """

    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    headers = models.JSONField(default=dict, blank=True)  # the same for all readers, as List-Id
    pictures = models.JSONField(
        default=list, blank=True
    )  # sent along: [{"cid", "content" (base64 of a JPEG)}, …]
    issue = models.ForeignKey(
        "notifications.Issue", models.PROTECT, null=True, blank=True, related_name="mails"
    )
    body = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    held_at = models.DateTimeField(null=True, blank=True)  # its mails wait while this is set

    def __str__(self) -> str:
        return self.subject
