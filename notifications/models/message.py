"""The outbox: one row is one mail we owe somebody."""

import uuid

from django.db import models
from django.utils import timezone

from events.models import Event, Invitation, Registration
from networking.enums import Language, Source
from networking.models import Person
from notifications.enums import MessageState, Priority


class Message(models.Model):
    """A mail, written in the transaction that causes it.

    Subject and texts hold marks where private links and codes are filled in at sending
    (notifications/services/marks.py); a leaked database holds none of them. `uuid` is the Message-ID's local part.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    idempotency_key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.PENDING)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.TRANSACTIONAL)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.GERMAN)
    to_name = models.CharField(max_length=200, blank=True)
    to_email = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True)  # empty where `compiled` holds it for everybody
    html = models.TextField(blank=True)
    compiled = models.ForeignKey(
        "notifications.CompiledMail", models.PROTECT, null=True, blank=True, related_name="messages"
    )
    slots = models.JSONField(default=dict, blank=True)  # what a compiled mail says to this person only
    calendar = models.TextField(blank=True)  # an .ics file that goes along
    registration = models.ForeignKey(
        Registration, models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    event = models.ForeignKey(Event, models.SET_NULL, null=True, blank=True, related_name="messages")
    invitation = models.ForeignKey(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="messages")
    subscription = models.ForeignKey(
        "notifications.Subscription", models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.WEB)
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)  # a sign-in code is worthless later
    lease_owner = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(
        default=0
    )  # how often nobody knew whether the server had taken it
    code = models.PositiveSmallIntegerField(default=0)  # of the server's last answer: 250, 451, 550
    enhanced = models.CharField(max_length=12, blank=True)  # its enhanced code, as 5.1.1
    reply = models.CharField(max_length=500, blank=True)  # the mail server's last words
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["priority", "not_before", "id"],
                condition=models.Q(state="pending"),
                name="message_pending",
            ),
            models.Index(fields=["lease_owner"], condition=models.Q(state="sending"), name="message_sending"),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(state="pending", expires_at__isnull=False),
                name="message_expiring",
            ),
            models.Index(fields=["event", "-created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.to_email}"
