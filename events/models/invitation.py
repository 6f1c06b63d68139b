"""Personal invitations, bound to one address."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.enums import InvitationOrigin, InvitationState, OwedMail
from events.models.event import Event
from events.models.registration import Registration
from networking.enums import Language
from networking.models import Person, Project
from networking.models.fields import LineField


class Wave(models.Model):
    """Invitations that go out together and have one deadline. Until `sent_at` they are only planned."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="waves")
    name = LineField(_("name"), max_length=100)
    deadline_at = models.DateTimeField(_("answer until"), null=True, blank=True)
    reserves_seats = models.BooleanField(_("keep a seat for everybody who has not answered"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="wave_name_once")]

    def __str__(self) -> str:
        return self.name


class InvitationQuerySet(models.QuerySet):
    def open_or_accepted(self) -> "InvitationQuerySet":
        return self.filter(state__in=[InvitationState.OPEN, InvitationState.ACCEPTED])

    def answerable(self) -> "InvitationQuerySet":
        """Sent, not answered, and there is time left."""
        in_time = Q(deadline_at=None) | Q(deadline_at__gt=timezone.now())
        return self.filter(in_time, state=InvitationState.OPEN)

    def overdue(self) -> "InvitationQuerySet":
        """Sent, not answered, and the deadline has passed."""
        return self.filter(state=InvitationState.OPEN, deadline_at__lte=timezone.now())


class Invitation(models.Model):
    """One person's invitation to one event.

    A deadline is its own, copied from its wave: changing the wave's changes those that are not answered yet. While
    `reserves_seat` and answerable it keeps a seat free.
    """

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
    wave = models.ForeignKey(Wave, models.SET_NULL, null=True, blank=True, related_name="invitations")
    origin = models.CharField(max_length=8, choices=InvitationOrigin.choices, default=InvitationOrigin.HAND)
    replaces = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by"
    )
    reserves_seat = models.BooleanField(default=False)
    deadline_at = models.DateTimeField(null=True, blank=True)
    owed_mail = models.CharField(max_length=10, choices=OwedMail.choices, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
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
        indexes = [
            models.Index(fields=["event", "state"]),
            models.Index(fields=["event"], condition=~Q(owed_mail=""), name="invitation_owed_mail"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_overdue(self) -> bool:
        late = self.deadline_at is not None and self.deadline_at <= timezone.now()
        return late and self.state == InvitationState.OPEN


class GuestList(models.Model):
    """People to be invited, read from a list or a file and looked at before anybody is invited.

    `rows` are what was read, one list of texts a person (events/services/guest_rows.py). Gone when they are invited,
    or after a day.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="guest_lists")
    wave = models.ForeignKey(Wave, models.CASCADE, null=True, blank=True, related_name="guest_lists")
    origin = models.CharField(max_length=8, choices=InvitationOrigin.choices)
    rows = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return str(self.uuid)
