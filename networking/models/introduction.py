"""Kontaktanfrage: one project asks to be introduced to another."""

import uuid

from django.db import models

from networking.enums import IntroductionState
from networking.models.fields import ProseField
from networking.models.person import Person
from networking.models.project import Project


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
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(asking=models.F("asked")), name="introduction_to_another_project"
            )
        ]

    def __str__(self) -> str:
        return f"{self.asking} → {self.asked}"
