"""Welcoming a new project: a talk with the network's editor, and the first projects to meet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from networking.models.fields import LineField
from networking.models.person import Person
from networking.models.project import Project


class Welcome(models.Model):
    """The editor's task for a new project: offer moments for a talk, hold it, name whom to meet first."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="welcome")
    place = LineField(_("place or link"), max_length=300, blank=True)
    offered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    chosen_at = models.DateTimeField(null=True, blank=True)  # the moment the project picked
    chosen_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=0, editable=False)  # raised by each offer and each choice
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return str(self.project)


class WelcomeSlot(models.Model):
    """A moment offered for the talk."""

    welcome = models.ForeignKey(Welcome, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.UniqueConstraint(fields=["welcome", "starts_at"], name="welcome_slot_once")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
