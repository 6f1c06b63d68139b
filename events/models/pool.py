"""Pools: what of an event is limited besides the room itself. Counted, never stored (events/pools.py)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.enums import Category, PoolKind
from events.models.event import Event


class Pool(models.Model):
    """A limit of an event: so many seats for some categories, kept for project teams, or for each project.

    `until_at` ends a share kept for project teams; `released_at` notes that the clock has passed its seats on. The
    places of a choice stand at the choice (`Choice.places`), those of the room at the event.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="pools")
    kind = models.CharField(_("kind"), max_length=12, choices=PoolKind.choices)
    seats = models.PositiveIntegerField(_("seats"))
    categories = models.JSONField(_("categories"), default=list, blank=True)  # values of Category, sorted
    until_at = models.DateTimeField(_("kept until"), null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)  # raised by each save of the form

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "kind"],
                condition=~Q(kind=PoolKind.CATEGORIES),
                name="pool_for_projects_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=PoolKind.CATEGORIES) | Q(seats__gte=1), name="pool_seats_at_least_one"
            ),
        ]

    def __str__(self) -> str:
        if self.kind == PoolKind.CATEGORIES:
            return ", ".join(str(Category(name).label) for name in self.categories)
        return str(self.get_kind_display())
