"""An event's own questions and the answers to them."""

import uuid

from django.db import models

from events.enums import QuestionKind
from events.models.event import Event
from events.models.registration import Registration
from networking.models.fields import LineField, ProseField
from networking.models.translated import Translated


class Question(Translated, models.Model):
    """A question with a stable identifier for exports."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="questions")
    identifier = models.SlugField(max_length=50)
    kind = models.CharField(max_length=8, choices=QuestionKind.choices)
    label_de = LineField(max_length=300)
    label_en = LineField(max_length=300, blank=True)
    hint_de = LineField(max_length=300, blank=True)
    hint_en = LineField(max_length=300, blank=True)
    choices = models.JSONField(default=list, blank=True)
    is_required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    translated = ("label", "hint")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "identifier"], name="question_identifier_once")
        ]

    def __str__(self) -> str:
        return self.label


class Answer(models.Model):
    """What somebody answered."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    value = ProseField(max_length=4000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["registration", "question"], name="answer_once")]

    def __str__(self) -> str:
        return self.value
