"""What a project's team has written and not yet published."""

from django.db import models

from networking.models.person import Person
from networking.models.project import Project


class ProjectDraft(models.Model):
    """The next version of a project's page; `values` is what networking.portraits reads of a project."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="draft")
    values = models.JSONField()
    saved_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.project} ({self.saved_at:%Y-%m-%d})"
