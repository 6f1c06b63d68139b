"""Applicants and partners of projects."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from networking.models.fields import LineField


class Organisation(models.Model):
    """A company, university, association or office, as the monitoring report names it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = LineField(_("name"), max_length=200, unique=True)
    website = models.URLField(_("website"), blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
