"""An event's own questions, what one can choose, and the answers."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.enums import CHOOSING, QuestionKind
from events.models.event import Event
from events.models.registration import Registration
from networking.models.fields import LineField, ProseField
from networking.models.translated import Translated


class QuestionQuerySet(models.QuerySet):
    def asked(self) -> "QuestionQuerySet":
        """Those still asked; a retired one keeps its answers and is shown to nobody who registers."""
        return self.filter(is_retired=False)

    def for_participants(self) -> "QuestionQuerySet":
        return self.asked().filter(is_organiser_only=False)


class Question(Translated, models.Model):
    """A question with an identifier that stays, for exports and programs.

    A condition is another question (`shown_if`) and which answers to it show this one: identifiers of its choices,
    or "yes" and "no". `is_need` marks what somebody needs on site (access, diet): protected, first to be deleted.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="questions")
    identifier = models.SlugField(_("identifier"), max_length=50)
    kind = models.CharField(_("kind of answer"), max_length=8, choices=QuestionKind.choices)
    label_de = LineField(_("German question"), max_length=300)
    label_en = LineField(_("English question"), max_length=300, blank=True)
    hint_de = LineField(_("German hint"), max_length=300, blank=True)
    hint_en = LineField(_("English hint"), max_length=300, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)
    is_organiser_only = models.BooleanField(_("only organisers fill it in and see it"), default=False)
    is_need = models.BooleanField(_("a need on site (access, diet)"), default=False)
    is_retired = models.BooleanField(default=False, editable=False)
    shown_if = models.ForeignKey(
        "self",
        models.RESTRICT,
        verbose_name=_("asked only after"),
        null=True,
        blank=True,
        related_name="followers",
    )
    shown_if_values = models.TextField(blank=True)  # identifiers, apart by spaces
    position = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0, editable=False)  # raised by each save of the form

    translated = ("label", "hint")
    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "identifier"], name="question_identifier_once"),
            models.CheckConstraint(
                condition=Q(shown_if__isnull=True, shown_if_values="")
                | Q(shown_if__isnull=False) & ~Q(shown_if_values=""),
                name="question_condition_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def has_options(self) -> bool:
        return self.kind in CHOOSING

    @property
    def showing_values(self) -> list[str]:
        """The answers to `shown_if` that show this question."""
        return self.shown_if_values.split()


class Choice(Translated, models.Model):
    """One of the things to choose from; `places` limits how many people get it (empty: no limit)."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="options")
    identifier = models.SlugField(_("identifier"), max_length=50)
    label_de = LineField(_("German text"), max_length=200)
    label_en = LineField(_("English text"), max_length=200, blank=True)
    places = models.PositiveIntegerField(_("places"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    taken: int | None = None  # counted by questionnaire.asked() where there are places
    translated = ("label",)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "identifier"], name="choice_identifier_once"),
            models.CheckConstraint(
                condition=Q(places__isnull=True) | Q(places__gte=1), name="choice_places_at_least_one"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def free(self) -> int | None:
        """Places left, never below zero; None where there is no limit."""
        return None if self.places is None else max(self.places - (self.taken or 0), 0)


class Answer(models.Model):
    """What somebody answered: one row per thing chosen, for all other kinds one row with a `value`.

    Values are stored so that they compare: numbers with a point, dates as 2026-11-22, "yes" and "no".
    """

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    choice = models.ForeignKey(Choice, models.PROTECT, null=True, blank=True, related_name="answers")
    value = ProseField(max_length=4000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "question"], condition=Q(choice__isnull=True), name="answer_once"
            ),
            models.UniqueConstraint(fields=["registration", "choice"], name="answer_choice_once"),
            models.CheckConstraint(
                condition=Q(choice__isnull=True) & ~Q(value="") | Q(choice__isnull=False, value=""),
                name="answer_chosen_or_written",
            ),
        ]

    def __str__(self) -> str:
        return self.choice.label if self.choice else self.value
