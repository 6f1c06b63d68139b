"""What the network's editors say about suggestions: pairs to show first or never, topics that say more or less."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from networking.enums import PairRuleKind
from networking.models.fields import LineField, ProseField
from networking.models.person import Person
from networking.models.project import Project
from networking.models.taxonomy import Topic

MOST_STEPS = 5  # of a tenth each: no topic says less than half or more than one and a half


class PairRule(models.Model):
    """Pinned: `other` stands first for `project`. Hidden: neither is suggested to the other."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="pair_rules")
    other = models.ForeignKey(Project, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=PairRuleKind.choices)
    reason = LineField(max_length=300)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "other"], name="pair_rule_once"),
            models.CheckConstraint(condition=~models.Q(project=models.F("other")), name="pair_rule_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.project} → {self.other} ({self.kind})"


class TopicWeight(models.Model):
    """How many steps of a tenth a topic says more (or, below zero, less) than its frequency gives it."""

    topic = models.OneToOneField(Topic, models.CASCADE, related_name="weight")
    steps = models.SmallIntegerField(
        validators=[MinValueValidator(-MOST_STEPS), MaxValueValidator(MOST_STEPS)]
    )
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["topic__label_de"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(steps__gte=-MOST_STEPS, steps__lte=MOST_STEPS),
                name="topic_weight_in_bounds",
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.steps:+d}"


class OptOut(models.Model):
    """A project whose team wants no suggestions: it gets none and stands in none."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="opt_out")
    reason = ProseField(max_length=500, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return str(self.project)
