"""Newsletter subscriptions with double opt-in, and the proof of each consent."""

import uuid

from django.db import models

from events.enums import Format
from networking.enums import Language
from networking.models import Topic
from notifications.enums import ConsentEventKind, SubscriptionState


class Subscription(models.Model):
    """One address and what it wants to read."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField()
    email_key = models.CharField(max_length=254, unique=True, editable=False)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.GERMAN)
    state = models.CharField(
        max_length=10, choices=SubscriptionState.choices, default=SubscriptionState.REQUESTED
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="subscriptions")
    formats = models.JSONField(default=list, blank=True)
    key_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email

    @property
    def format_labels(self) -> list[str]:
        return [Format(value).label for value in self.formats if value in Format.values]


class ConsentEvent(models.Model):
    """Append-only proof: what was asked, answered, changed or withdrawn, when, and which sentence was shown."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="consent_events")
    kind = models.CharField(max_length=10, choices=ConsentEventKind.choices)
    at = models.DateTimeField(auto_now_add=True)
    text_version = models.CharField(max_length=20)
    source = models.CharField(max_length=12)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
