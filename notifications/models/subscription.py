"""Newsletter subscriptions with double opt-in, and the proof of each consent."""

import uuid

from django.db import models
from django.utils import timezone

from events.enums import Format
from networking.enums import Language, Source
from networking.models import Person, Topic
from networking.models.fields import LineField
from notifications.enums import ConsentEventKind, ImportWay, SubscriptionState


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
    suppression = models.ForeignKey(
        "notifications.Suppression", models.SET_NULL, null=True, blank=True, related_name="subscriptions"
    )  # newsletters came back

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email

    @property
    def format_labels(self) -> list[str]:
        return [Format(value).label for value in self.formats if value in Format.values]


class ConsentEvent(models.Model):
    """Append-only proof: what was asked, answered, changed or withdrawn, when, through which door, which sentence.

    Rows are a chain: `digest` covers the row and the digest of the row before (services/consents.py writes and
    verifies), and the database refuses to alter or delete one. `subject` is the subscription's identifier and stays
    when the subscription is deleted: it then names nobody any more, and the chain stays whole.
    """

    subscription = models.ForeignKey(
        Subscription, models.SET_NULL, null=True, blank=True, related_name="consent_events"
    )
    subject = models.UUIDField(editable=False)
    kind = models.CharField(max_length=10, choices=ConsentEventKind.choices)
    at = models.DateTimeField(default=timezone.now)
    text_version = models.CharField(max_length=20)
    text = models.TextField(blank=True)  # the sentence as it was shown
    evidence = models.TextField(blank=True)  # where an imported consent was given, as the file said
    source = models.CharField(max_length=12, choices=Source.choices)
    former_digest = models.CharField(max_length=64, blank=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args, **kwargs):
        """Once, never again."""
        if self.pk:
            raise RuntimeError("The proof of a consent is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise RuntimeError("The proof of a consent is never deleted.")


class ConsentLedger(models.Model):
    """The one row that says where the chain of proofs ends: whoever writes holds it, and a cut-off end shows."""

    last_digest = models.CharField(max_length=64, blank=True)
    length = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.length)


class AskedAddress(models.Model):
    """An address of an old list that was asked once whether it still wants the newsletter: never again by us."""

    address_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.address_hash


class ReaderFile(models.Model):
    """A list of readers as it was uploaded, seen only by whoever brought it, forgotten after a day."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = LineField(max_length=200)
    content = models.BinaryField()
    way = models.CharField(max_length=10, choices=ImportWay.choices)
    created_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
