"""What happens at an event and which projects take part."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.enums import ContributionKind, ProgrammeKind
from events.models.event import Event
from networking.models import Person, Project
from networking.models.fields import LineField, ProseField
from networking.models.translated import Translated


class ProgrammeItem(Translated, models.Model):
    """One point of the programme. The time is optional: past events name only the order."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="programme")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(
        _("kind"), max_length=12, choices=ProgrammeKind.choices, default=ProgrammeKind.OTHER
    )
    title_de = LineField(_("German title"), max_length=200)
    title_en = LineField(_("English title"), max_length=200, blank=True)
    text_de = ProseField(_("German text"), max_length=2000, blank=True)
    text_en = ProseField(_("English text"), max_length=2000, blank=True)
    starts_at = models.DateTimeField(_("start"), null=True, blank=True)
    ends_at = models.DateTimeField(_("end"), null=True, blank=True)
    room = LineField(_("room"), max_length=100, blank=True)
    project = models.ForeignKey(
        Project, models.SET_NULL, null=True, blank=True, related_name="programme_items"
    )

    translated = ("title", "text")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="programme_item_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Speaker(models.Model):
    """Somebody on stage. Needs no account."""

    item = models.ForeignKey(ProgrammeItem, models.CASCADE, related_name="speakers")
    name = LineField(max_length=200)
    organisation = LineField(max_length=200, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Contribution(models.Model):
    """A project that takes part in an event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="contributions")
    project = models.ForeignKey(Project, models.CASCADE, related_name="contributions")
    kind = models.CharField(
        max_length=12, choices=ContributionKind.choices, default=ContributionKind.PRESENTATION
    )

    class Meta:
        ordering = ["project__title_de"]
        constraints = [models.UniqueConstraint(fields=["event", "project", "kind"], name="contribution_once")]

    def __str__(self) -> str:
        return f"{self.project} · {self.event}"
