"""Personal invitations, bound to one address."""

import uuid

from django.db import models

from events.enums import InvitationState
from events.models.event import Event
from events.models.registration import Registration
from networking.enums import Language
from networking.models import Person, Project
from networking.models.fields import LineField


class InvitationQuerySet(models.QuerySet):
    def open_or_accepted(self) -> "InvitationQuerySet":
        return self.filter(state__in=[InvitationState.OPEN, InvitationState.ACCEPTED])


class Invitation(models.Model):
    """One person's invitation to one event."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="invitations")
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.OPEN)
    given_name = LineField(max_length=100)
    family_name = LineField(max_length=100)
    email = models.EmailField()
    email_key = models.CharField(max_length=254, editable=False)
    organisation = LineField(max_length=200, blank=True)
    project = models.ForeignKey(Project, models.SET_NULL, null=True, blank=True, related_name="invitations")
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.GERMAN)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="invitations")
    registration = models.OneToOneField(
        Registration, models.SET_NULL, null=True, blank=True, related_name="invitation"
    )
    key_version = models.PositiveIntegerField(default=1)
    deadline_at = models.DateTimeField(null=True, blank=True)
    reason = LineField(max_length=500, blank=True)
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["family_name", "given_name"]
        constraints = [
            models.UniqueConstraint(fields=["event", "email_key"], name="invitation_once_per_address")
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"
