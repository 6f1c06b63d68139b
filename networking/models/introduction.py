"""Kontaktanfrage: one project asks to be introduced to another, and what teams say of suggestions."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from networking.enums import IntroductionState, Misfit, OpinionKind, Outcome
from networking.models.fields import ProseField
from networking.models.person import Person
from networking.models.project import Project


class IntroductionQuerySet(models.QuerySet):
    def of(self, project: Project) -> "IntroductionQuerySet":
        """Those in which the project asks or is asked."""
        return self.filter(Q(asking=project) | Q(asked=project))

    def between(self, first: Project, second: Project) -> "IntroductionQuerySet":
        return self.filter(Q(asking=first, asked=second) | Q(asking=second, asked=first))

    def open(self) -> "IntroductionQuerySet":
        """Those that still wait for an answer."""
        return self.filter(state=IntroductionState.ASKED, expires_at__gt=timezone.now())


class Introduction(models.Model):
    """Both sides are introduced only when both want it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asking = models.ForeignKey(Project, models.CASCADE, related_name="introductions_asked")
    asked = models.ForeignKey(Project, models.CASCADE, related_name="introductions_received")
    state = models.CharField(
        max_length=10, choices=IntroductionState.choices, default=IntroductionState.ASKED
    )
    message = ProseField(max_length=2000, blank=True)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome_wanted_at = models.DateTimeField(
        null=True, blank=True
    )  # when the teams were asked what came of it
    asking_outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    asked_outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(asking=models.F("asked")), name="introduction_to_another_project"
            )
        ]

    def __str__(self) -> str:
        return f"{self.asking} → {self.asked}"

    @property
    def is_open(self) -> bool:
        return self.state == IntroductionState.ASKED and self.expires_at > timezone.now()

    @property
    def seen_by_asking(self) -> str:
        """The state as whoever asked may know it: a no is silence until the request runs out."""
        if self.state == IntroductionState.DECLINED:
            return IntroductionState.EXPIRED if self.expires_at <= timezone.now() else IntroductionState.ASKED
        return self.state

    def other_side(self, project: Project) -> Project:
        return self.asked if project.pk == self.asking_id else self.asking

    def outcome_of(self, project: Project) -> str:
        return self.asking_outcome if project.pk == self.asking_id else self.asked_outcome


class Opinion(models.Model):
    """What a project's team says of a suggestion: later, or that it does not fit. The other side never learns."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="opinions")
    other = models.ForeignKey(Project, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=OpinionKind.choices)
    misfit = models.CharField(max_length=12, choices=Misfit.choices, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["project", "other"], name="opinion_once")]

    def __str__(self) -> str:
        return f"{self.project}: {self.other} ({self.kind})"
