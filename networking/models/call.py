"""Fördercalls: where grants come from."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from networking.models.fields import LineField
from networking.models.project import Project
from networking.models.taxonomy import Topic
from networking.models.translated import Translated


class FundingCall(Translated, models.Model):
    """A call for proposals. Dates the report does not give stay empty; `published_note` says what it gives."""

    slug = models.SlugField(max_length=80, unique=True)
    title_de = LineField(_("German title"), max_length=200)
    title_en = LineField(_("English title"), max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_is_month = models.BooleanField(default=False)  # only month and year are known
    published_note = LineField(max_length=200, blank=True)
    deadline_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    submissions_more_than = models.PositiveIntegerField(null=True, blank=True)
    funded = models.PositiveIntegerField(null=True, blank=True)
    report_url = models.URLField(max_length=300, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="calls")
    projects = models.ManyToManyField(Project, blank=True, related_name="calls")

    translated = ("title",)

    class Meta:
        ordering = ["-published_on", "slug"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("networking:call", args=[self.slug])
