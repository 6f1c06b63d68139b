"""Vorschlag: whom a project should talk to."""

from django.db import models

from networking.models.project import Project


class Suggestion(models.Model):
    """`other` is suggested to `project`; `reasons` name the shared topics in their order of weight."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="suggestions")
    other = models.ForeignKey(Project, models.CASCADE, related_name="+")
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["project", "-score"]
        constraints = [
            models.UniqueConstraint(fields=["project", "other"], name="suggestion_once"),
            models.CheckConstraint(
                condition=~models.Q(project=models.F("other")), name="suggestion_of_another_project"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} → {self.other}"
