"""Building an event's questions: add, edit, order, retire. What was answered keeps its meaning.

A condition points to a question that stands above. So questions are read in their order, and no circle can exist.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils.text import slugify

from events.enums import CHOOSING, TAKES_SEAT, QuestionKind
from events.errors import (
    ChoiceChosen,
    ConditionImpossible,
    EditedMeanwhile,
    IdentifierTaken,
    KindFixed,
    NeedsStayProtected,
    PlacesBelowTaken,
    QuestionAnswered,
    QuestionFollowed,
)
from events.models import Answer, Choice, Event, Question
from events.services import seats
from networking.enums import Source
from networking.models import Person
from networking.services import audit

_COLUMNS = (
    "kind",
    "label_de",
    "label_en",
    "hint_de",
    "hint_en",
    "is_required",
    "is_organiser_only",
    "is_need",
)


@dataclass(frozen=True)
class Option:
    """One choice as the organiser typed it; `identifier` names the stored one it was, empty it is made of the text."""

    label_de: str
    label_en: str = ""
    places: int | None = None
    identifier: str = ""


@dataclass(frozen=True)
class Planned:
    """A question as the organiser typed it. An empty `identifier` is made of the German text.

    `shown_if` and `showing` are the condition: a question that stands above, and the answers to it.
    """

    kind: str
    label_de: str
    label_en: str = ""
    hint_de: str = ""
    hint_en: str = ""
    identifier: str = ""
    is_required: bool = False
    is_organiser_only: bool = False
    is_need: bool = False
    shown_if: Question | None = None
    showing: tuple[str, ...] = ()
    options: list[Option] = field(default_factory=list)


@transaction.atomic
def add(event: Event, planned: Planned, *, actor: Person) -> Question:
    """Ask one more question, below the others.

    Raises IdentifierTaken, ConditionImpossible, NeedsStayProtected.
    """
    event = seats.lock(event.pk)
    question = Question(event=event, identifier=_identifier(event, planned))
    question.position = (event.questions.aggregate(last=Max("position"))["last"] or 0) + 1
    _write(question, planned)
    _note("question.add", question, actor)
    return question


@transaction.atomic
def edit(question: Question, planned: Planned, *, actor: Person, revision: int | None) -> Question:
    """Write a question anew over `revision`; its identifier stays, and its kind once somebody answered. Raised places
    are passed on.

    Raises EditedMeanwhile when somebody else saved since, KindFixed, ChoiceChosen, PlacesBelowTaken,
    ConditionImpossible, NeedsStayProtected.
    """
    event = seats.lock(question.event_id)
    question.refresh_from_db()
    if question.revision != revision and _content(question) != _wanted(planned):
        raise EditedMeanwhile
    if question.answers.exists():
        if planned.kind != question.kind:
            raise KindFixed
        if question.is_need and not planned.is_need:
            raise NeedsStayProtected(NeedsStayProtected.answered)
    question.revision += 1
    _write(question, planned)
    _refuse_broken_followers(question)
    seats.settle(event, source=Source.ORGANISER)
    _note("question.edit", question, actor)
    return question


@transaction.atomic
def move(question: Question, *, up: bool, actor: Person) -> None:
    """Let it change places with its neighbour among the questions still asked; at the end nothing changes.

    Raises ConditionImpossible when a condition would stand below the question that depends on it.
    """
    seats.lock(question.event_id)
    rows = list(question.event.questions.asked())
    place = rows.index(question)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    above, below = (question, rows[place]) if up else (rows[place], question)
    if above.shown_if_id == below.pk:
        raise ConditionImpossible(ConditionImpossible.below % {"question": below.label})
    for position, row in enumerate(rows):
        Question.objects.filter(pk=row.pk).update(position=position)
    _note("question.move", question, actor)


@transaction.atomic
def retire(question: Question, *, actor: Person) -> None:
    """Ask it no more and keep its answers. Twice changes nothing. Raises QuestionFollowed."""
    seats.lock(question.event_id)
    _refuse_followed(question)
    question.is_retired = True
    question.save(update_fields=["is_retired"])
    _note("question.retire", question, actor)


@transaction.atomic
def resume(question: Question, *, actor: Person) -> None:
    """Ask a retired question again, below the others. Raises ConditionImpossible when its condition is retired too."""
    event = seats.lock(question.event_id)
    if question.shown_if and question.shown_if.is_retired:
        raise ConditionImpossible(ConditionImpossible.retired % {"question": question.shown_if.label})
    question.is_retired = False
    question.position = (event.questions.asked().aggregate(last=Max("position"))["last"] or 0) + 1
    question.save(update_fields=["is_retired", "position"])
    _note("question.resume", question, actor)


@transaction.atomic
def remove(question: Question, *, actor: Person) -> None:
    """Delete a question that nobody answered. Raises QuestionAnswered (retire it instead) and QuestionFollowed."""
    seats.lock(question.event_id)
    if question.answers.exists():
        raise QuestionAnswered
    _refuse_followed(question)
    _note("question.remove", question, actor)
    question.delete()


def _write(question: Question, planned: Planned) -> None:
    _refuse_unprotected_need(planned)
    _refuse_impossible_condition(question, planned)
    for name in _COLUMNS:
        setattr(question, name, getattr(planned, name))
    question.shown_if, question.shown_if_values = planned.shown_if, " ".join(planned.showing)
    question.save()
    _write_options(question, planned.options if planned.kind in CHOOSING else [])


def _content(question: Question) -> list[Any]:
    """What of a stored question its form shows, to be compared with `_wanted`."""
    options = [(row.identifier, row.label_de, row.label_en, row.places) for row in question.options.all()]
    condition = [question.shown_if_id, question.shown_if_values]
    return [*(getattr(question, name) for name in _COLUMNS), *condition, options]


def _wanted(planned: Planned) -> list[Any]:
    chosen = planned.options if planned.kind in CHOOSING else []
    options = [(option.identifier, option.label_de, option.label_en, option.places) for option in chosen]
    condition = [planned.shown_if and planned.shown_if.pk, " ".join(planned.showing)]
    return [*(getattr(planned, name) for name in _COLUMNS), *condition, options]


def _write_options(question: Question, options: list[Option]) -> None:
    rows = {row.identifier: row for row in question.options.all()}
    taken = dict(
        Answer.objects.filter(question=question, choice__isnull=False, registration__state__in=TAKES_SEAT)
        .values_list("choice")
        .annotate(Count("pk"))
    )
    kept = {option.identifier for option in options}
    for gone in (row for identifier, row in rows.items() if identifier not in kept):
        if gone.answers.exists():
            raise ChoiceChosen(gone)
        gone.delete()
    for position, option in enumerate(options):
        row = rows.get(option.identifier) or Choice(question=question)
        number = taken.get(row.pk, 0)
        if option.places is not None and option.places < number:
            raise PlacesBelowTaken(row, number)
        row.label_de, row.label_en, row.places = option.label_de, option.label_en, option.places
        row.position = position
        row.identifier = row.identifier or option.identifier or _free(option.label_de, {*rows, *kept})
        row.save()
        rows[row.identifier] = row


def _refuse_unprotected_need(planned: Planned) -> None:
    """Nothing may tell a need to somebody who must not know it: no pool with its name, no question that follows it."""
    if planned.is_need and any(option.places is not None for option in planned.options):
        raise NeedsStayProtected(NeedsStayProtected.places)
    if planned.shown_if and planned.shown_if.is_need and not planned.is_need:
        raise NeedsStayProtected


def _refuse_impossible_condition(question: Question, planned: Planned) -> None:
    former = planned.shown_if
    if former is None:
        return
    if (
        former.event_id != question.event_id
        or former.is_retired
        or not set(planned.showing) <= answers_to(former)
    ):
        raise ConditionImpossible
    if (former.position, former.pk) >= (question.position, question.pk or former.pk + 1):
        raise ConditionImpossible(ConditionImpossible.below % {"question": former.label})
    if former.is_organiser_only and not planned.is_organiser_only:
        raise ConditionImpossible(ConditionImpossible.organisers % {"question": former.label})


def _refuse_broken_followers(question: Question) -> None:
    """Whatever depends on the question still can: raises what makes it impossible."""
    possible = answers_to(question)
    for follower in question.followers.all():
        if not set(follower.showing_values) <= possible:
            raise QuestionFollowed(follower)
        if question.is_organiser_only and not follower.is_organiser_only:
            raise QuestionFollowed(follower)
        if question.is_need and not follower.is_need:
            raise NeedsStayProtected


def _refuse_followed(question: Question) -> None:
    follower = question.followers.filter(is_retired=False).first()
    if follower:
        raise QuestionFollowed(follower)


def answers_to(question: Question) -> set[str]:
    """What can be answered to the question, as conditions name it; empty for kinds that nothing can depend on."""
    if question.kind == QuestionKind.YES_NO:
        return {"yes", "no"}
    return {option.identifier for option in question.options.all()} if question.has_options else set()


def _identifier(event: Event, planned: Planned) -> str:
    """The identifier typed, else a free one made of the text. Raises IdentifierTaken."""
    known = set(event.questions.values_list("identifier", flat=True))
    if planned.identifier in known:
        raise IdentifierTaken
    return planned.identifier or _free(planned.label_de, known)


def _free(text: str, known: set[str]) -> str:
    """A short identifier of the text's first words that is not `known`."""
    words = slugify(text.replace("ß", "ss"))[:30].strip("-") or "x"
    stem = words if words[0].isalpha() else f"x-{words}"
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, len(known) + 3))]
    return next(name for name in candidates if name not in known)


def _note(verb: str, question: Question, actor: Person) -> None:
    audit.record(verb, question.event, actor=actor, source=Source.ORGANISER, fields=[question.identifier])
