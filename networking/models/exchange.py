"""What projects have for each other: offers and seeks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from networking.enums import ExchangeKind
from networking.models.fields import LineField
from networking.models.project import Project
from networking.models.taxonomy import Topic
from networking.models.translated import Translated


class Exchange(Translated, models.Model):
    """Something a project offers or seeks: a sentence, and the topics it is about."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="exchanges")
    kind = models.CharField(max_length=5, choices=ExchangeKind.choices)
    text_de = LineField(_("in German"), max_length=300, blank=True)
    text_en = LineField(_("in English"), max_length=300, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="exchanges")
    position = models.PositiveSmallIntegerField(default=0)

    translated = ("text",)

    class Meta:
        ordering = ["project", "kind", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text_de="", text_en=""), name="exchange_has_a_sentence"
            )
        ]

    def __str__(self) -> str:
        return self.text
