"""Answers to an event's questions, one row per thing chosen, else one row with the value."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Count, Q

from events.errors import AnswersOutdated
from events.models import Answer, Question, Registration
from events.pools import needs_of
from events.services import seats
from events.services.contact import Answers
from networking.enums import Source
from networking.models import Person
from networking.services import audit


def renew(registration: Registration, answers: Answers) -> None:
    """The answers of somebody who registers (again): those of a former registration ended with it.

    Raises AnswersOutdated.
    """
    refuse_outdated(answers)
    if registration.key_version > 1:
        registration.answers.all().delete()
    Answer.objects.bulk_create(_rows(registration, answers))


def replace(registration: Registration, answers: Answers) -> list[Question]:
    """Write what is said now to the questions in `answers`; an empty answer deletes, other questions stay.

    Returns the questions whose answer changed. The caller holds the event's lock. Raises AnswersOutdated.
    """
    refuse_outdated(answers)
    former: dict[int, set] = {question.pk: set() for question in answers}
    for row in registration.answers.filter(question__in=former):
        former[row.question_id].add(row.choice_id or row.value)
    changed = [question for question, said in answers.items() if _plain(said) != former[question.pk]]
    if changed:
        registration.answers.filter(question__in=changed).delete()
        Answer.objects.bulk_create(_rows(registration, {question: answers[question] for question in changed}))
    return changed


def refuse_outdated(answers: Answers) -> None:
    """Raise AnswersOutdated when a question or a choice was removed since the form was read; one query.

    The caller holds the event's lock, under which organisers change questions.
    """
    chosen = [choice.pk for said in answers.values() if not isinstance(said, str) for choice in said]
    if not answers:
        return
    standing = Question.objects.filter(pk__in=[question.pk for question in answers]).aggregate(
        questions=Count("pk", distinct=True),
        choices=Count("options", filter=Q(options__in=chosen), distinct=True),
    )
    if standing != {"questions": len(answers), "choices": len(set(chosen))}:
        raise AnswersOutdated


@transaction.atomic
def amend(registration: Registration, answers: Answers, *, actor: Person) -> None:
    """An organiser writes somebody's answers. Which ones stands in the history, never what was said or needed.

    Raises PoolFull where somebody with a seat would get a choice that has no place left, and AnswersOutdated.
    """
    event = seats.lock(registration.event_id)
    registration.refresh_from_db()
    registration.event = event
    former = needs_of(registration)
    changed = replace(registration, answers)
    seats.reseat(registration, former, source=Source.ORGANISER)
    if changed:
        fields = ["needs" if question.is_need else question.identifier for question in changed]
        audit.record(
            "answers.change",
            registration,
            actor=actor,
            source=Source.ORGANISER,
            fields=list(dict.fromkeys(fields)),
        )


def _plain(said: str | tuple) -> set:
    """The answer as its rows hold it."""
    return {said} - {""} if isinstance(said, str) else {choice.pk for choice in said}


def _rows(registration: Registration, answers: Answers) -> Iterator[Answer]:
    for question, said in answers.items():
        if isinstance(said, str):
            values: Iterable[dict] = [{"value": said}] if said else []
        else:
            values = [{"choice": choice} for choice in said]
        yield from (Answer(registration=registration, question=question, **value) for value in values)
