"""Who looked at the personal data of an event."""

from django.db import models

from events.enums import LookedAt
from events.models.event import Event
from events.models.registration import Registration
from networking.models import Person


class Look(models.Model):
    """One row per person and page for looks within ten minutes; `registration` for the page of one participant."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="looks")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    page = models.CharField(max_length=12, choices=LookedAt.choices)
    registration = models.ForeignKey(
        Registration, models.SET_NULL, null=True, blank=True, related_name="looks"
    )
    at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-last_at", "-pk"]
        indexes = [models.Index(fields=["event", "-last_at"])]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_page_display()}"
