"""Who works on an event, and as what."""

from django.db import models

from events.enums import TeamRole
from events.models.event import Event
from networking.models import Person


class TeamMember(models.Model):
    event = models.ForeignKey(Event, models.CASCADE, related_name="team")
    person = models.ForeignKey(Person, models.CASCADE, related_name="event_teams")
    role = models.CharField(max_length=10, choices=TeamRole.choices)
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="team_member_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"
