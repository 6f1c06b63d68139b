"""Vorschlag: whom a project should talk to."""

from django.db import models

from networking.enums import Fit
from networking.models.project import Project


class Suggestion(models.Model):
    """`other` is suggested to `project` in place `rank` of its list.

    `reasons` are for people: [{"kind", "name", "project"}, …], the weightiest first. `parts` are for editors:
    [{"kind", "name", "project", "value"}, …], which add up to `score`. The score is for ordering only.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="suggestions")
    other = models.ForeignKey(Project, models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField(default=1)
    score = models.FloatField()
    nearness = models.FloatField(default=0)
    fit = models.CharField(max_length=10, choices=Fit.choices, default=Fit.POSSIBLE)
    reasons = models.JSONField(default=list)
    parts = models.JSONField(default=list)
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["project", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["project", "other"], name="suggestion_once"),
            models.CheckConstraint(
                condition=~models.Q(project=models.F("other")), name="suggestion_of_another_project"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} → {self.other}"
