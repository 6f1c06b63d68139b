"""Deputies the team of a confidential event still has to agree to."""

import uuid

from django.db import models
from django.db.models import Q

from events.models.event import Event
from events.models.invitation import Invitation
from events.models.registration import Registration
from networking.enums import Language
from networking.models.fields import LineField


class DeputyRequest(models.Model):
    """Whom somebody wants to send in their place; their seat or invitation stays theirs until the team agrees.

    Gone as soon as it is decided: what remains is in the ledgers.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="deputy_requests")
    registration = models.OneToOneField(
        Registration, models.CASCADE, null=True, blank=True, related_name="deputy_request"
    )
    invitation = models.OneToOneField(
        Invitation, models.CASCADE, null=True, blank=True, related_name="deputy_request"
    )
    given_name = LineField(max_length=100)
    family_name = LineField(max_length=100)
    email = models.EmailField()
    organisation = LineField(max_length=200, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.GERMAN)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(registration__isnull=True) ^ Q(invitation__isnull=True),
                name="deputy_request_for_one_place",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def asker(self) -> Registration | Invitation:
        """Who named the deputy."""
        return self.registration or self.invitation  # type: ignore[return-value]  # one of the two, says the database
