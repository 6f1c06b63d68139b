"""Whom to ask about a project, and where to read more."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from networking.models.fields import LineField
from networking.models.project import Project


class ProjectContact(models.Model):
    """A person to ask about the project. Only those who agreed (`is_public`) stand on the page and the one-pager."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="contacts")
    name = LineField(_("name"), max_length=200)
    role = LineField(_("role"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = LineField(_("telephone"), max_length=50, blank=True)
    is_public = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["project", "position", "pk"]

    def __str__(self) -> str:
        return self.name


class ProjectLink(models.Model):
    """A page about the project somewhere else."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="links")
    label = LineField(_("name"), max_length=100)
    url = models.URLField(_("address"), max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["project", "position", "pk"]

    def __str__(self) -> str:
        return self.label
