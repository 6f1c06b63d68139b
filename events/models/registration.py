"""Registrations: one person's, each standing for itself."""

import uuid

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.enums import ACTIVE, TAKES_SEAT, Category, CheckInKind, ConsentKind, RegistrationState
from events.models.event import Event
from networking.enums import Language, Source
from networking.models import Person, Project
from networking.models.fields import LineField

UNDECIDED = [RegistrationState.PENDING, RegistrationState.WAITING]


class RegistrationQuerySet(models.QuerySet):
    def confirmed(self) -> "RegistrationQuerySet":
        """Attendees: those with a sure seat."""
        return self.filter(state=RegistrationState.CONFIRMED)

    def waiting(self) -> "RegistrationQuerySet":
        """The line, first come first."""
        return self.filter(state=RegistrationState.WAITING).order_by("position")

    def taking_seats(self) -> "RegistrationQuerySet":
        return self.filter(state__in=TAKES_SEAT)

    def active(self) -> "RegistrationQuerySet":
        """Those who must know when something changes: with a seat, waiting, or under review."""
        return self.filter(state__in=ACTIVE)

    def with_arrival(self) -> "RegistrationQuerySet":
        """Adds `arrived_at`: when the person came, None for somebody who is not there or whose arrival was undone."""
        rows = apps.get_model("events", "CheckIn").objects.filter(registration=OuterRef("pk"))
        came = models.Case(models.When(kind=CheckInKind.ARRIVED, then="at"))
        return self.annotate(arrived_at=Subquery(rows.order_by("-pk").values(came=came)[:1]))

    def with_calendar_answer(self) -> "RegistrationQuerySet":
        """Adds `calendar_answer`: what the person's calendar answered last, None while it said nothing to this seat."""
        rows = apps.get_model("events", "CalendarReply").objects
        given = rows.filter(registration=OuterRef("pk"), entry_sequence=OuterRef("entry_sequence"))
        return self.annotate(calendar_answer=Subquery(given.reverse().values("answer")[:1]))


class Registration(models.Model):
    """Holds its own contact data; `person` is filled only when somebody signs in with that address.

    Never deleted by cancelling. `position` is the event's seat revision when the place in line was taken.
    `entry_sequence` counts how often a sure seat was lost or regained: with the event's `sequence` it is the revision
    of the person's own calendar entry.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="registrations")
    state = models.CharField(max_length=10, choices=RegistrationState.choices)
    given_name = LineField(_("given name"), max_length=100)
    family_name = LineField(_("family name"), max_length=100)
    email = models.EmailField(_("e-mail address"))
    email_key = models.CharField(max_length=254, editable=False)
    organisation = LineField(_("organisation"), max_length=200, blank=True)
    project = models.ForeignKey(Project, models.SET_NULL, null=True, blank=True, related_name="registrations")
    category = models.CharField(
        _("you come from"), max_length=14, choices=Category.choices, default=Category.OTHER
    )
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.GERMAN)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="registrations")
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="deputies")
    times_handed_on = models.PositiveSmallIntegerField(default=0)  # how often this place changed hands before
    key_version = models.PositiveIntegerField(default=1)
    position = models.PositiveBigIntegerField()
    entry_sequence = models.PositiveIntegerField(default=0, editable=False)
    deadline_at = models.DateTimeField(null=True, blank=True)  # of a hold or an offer
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.WEB)
    note = LineField(max_length=500, blank=True)  # the organisers'
    coming_at = models.DateTimeField(null=True, blank=True)  # when the person said that they are still coming
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["family_name", "given_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "email_key"], name="registration_once_per_address")
        ]
        indexes = [
            models.Index(fields=["event", "state", "position"]),
            models.Index(  # what waits for the office, among all that ever registered
                fields=["event", "state"], condition=Q(state__in=UNDECIDED), name="registration_undecided"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or gettext("name erased")


class RegistrationChange(models.Model):
    """The ledger: one row per change of state, never altered. Reports read it."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="changes")
    from_state = models.CharField(max_length=10, choices=RegistrationState.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=RegistrationState.choices)
    at = models.DateTimeField()
    actor = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=12, choices=Source.choices)
    reason = LineField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state or '–'} → {self.to_state}"


class Consent(models.Model):
    """One thing a participant agreed to, with the version of the sentence they saw."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=14, choices=ConsentKind.choices)
    text_version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["given_at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class Submission(models.Model):
    """One sending of the form (its hidden key, the API's Idempotency-Key) and the answer it got."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="submissions")
    key = models.CharField(max_length=200)
    content = models.CharField(max_length=64)  # digest of what was sent: no personal data
    answer = models.CharField(max_length=10, choices=RegistrationState.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "key"], name="submission_once")]

    def __str__(self) -> str:
        return self.answer
