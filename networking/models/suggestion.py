"""Vorschlag: whom a project should talk to."""

from django.db import models

from networking.enums import Fit
from networking.models.project import Project


class Suggestion(models.Model):
    """`other` is suggested to `project` in place `rank` of its list.

    `reasons` are for people: [{"kind", "name", "project"}, …], the weightiest first. `parts` are for editors:
    [{"kind", "name", "project", "value"}, …], which add up to `score`. The score is for ordering only. Knowledge: one
    of the two is completed; these have places of their own. The versions say what made it as it stands.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="suggestions")
    other = models.ForeignKey(Project, models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField(default=1)
    score = models.FloatField()
    nearness = models.FloatField(default=0)
    fit = models.CharField(max_length=10, choices=Fit.choices, default=Fit.POSSIBLE)
    reasons = models.JSONField(default=list)
    parts = models.JSONField(default=list)
    is_knowledge = models.BooleanField(default=False)
    model_version = models.PositiveSmallIntegerField(default=1)
    data_version = models.CharField(max_length=12, blank=True)
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["project", "is_knowledge", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["project", "other"], name="suggestion_once"),
            models.CheckConstraint(
                condition=~models.Q(project=models.F("other")), name="suggestion_of_another_project"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} → {self.other}"


class Showing(models.Model):
    """How often a suggestion stood before a team without an answer.

    A period begins at `since`; empty while the suggestion does not stand among the first.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    other = models.ForeignKey(Project, models.CASCADE, related_name="+")
    times = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["project", "other"]
        constraints = [models.UniqueConstraint(fields=["project", "other"], name="showing_once")]

    def __str__(self) -> str:
        return f"{self.project} → {self.other}: {self.times}"
