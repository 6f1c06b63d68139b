"""An event's questions as forms and lists need them: which are asked, which are shown, what was said."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.enums import TAKES_SEAT, QuestionKind
from events.models import Answer, Event, Question, Registration
from events.models.registration import RegistrationQuerySet

_YES_NO = {"yes": gettext_lazy("yes"), "no": gettext_lazy("no")}
Said = str | tuple  # a value as stored, or the choices made


def asked(event: Event, *, by_organisers: bool = False, with_needs: bool = True) -> list[Question]:
    """The questions still asked, in order, with their choices; those that have places know how many are `taken`.

    By organisers also those that only they fill in. One query for an event without questions, at most three; none
    where `event.asks` says that there are none (queries.to_register).
    """
    if not getattr(event, "asks", True) and not by_organisers:
        return []
    rows = event.questions.asked() if by_organisers else event.questions.for_participants()
    if not with_needs:
        rows = rows.filter(is_need=False)
    questions = list(rows.prefetch_related("options"))
    by_key = {question.pk: question for question in questions}
    for question in questions:
        if question.shown_if_id in by_key:
            question.shown_if = by_key[question.shown_if_id]
    limited = [option for q in questions for option in q.options.all() if option.places is not None]
    if limited:
        taken = _taken(event)
        for option in limited:
            option.taken = taken.get(option.pk, 0)
    return questions


def with_numbers(event: Event) -> Sequence[Question]:
    """All questions, retired ones too, each with how many people `answered` it, their choices with those `taken`."""
    rows = event.questions.annotate(answered=Count("answers__registration", distinct=True))
    questions = list(rows.select_related("shown_if").prefetch_related("options", "shown_if__options"))
    taken = _taken(event)
    for option in (option for question in questions for option in question.options.all()):
        option.taken = taken.get(option.pk, 0)
    return questions


def is_shown(question: Question, said: Mapping[Question, Said]) -> bool:
    """Whether what was `said` before shows the question; a question that was not shown itself was not answered."""
    if question.shown_if is None:
        return True
    answer = said.get(question.shown_if, "")
    values = [answer] if isinstance(answer, str) else [choice.identifier for choice in answer]
    return not set(values).isdisjoint(question.showing_values)


def in_words(question: Question, answers: Iterable[Answer]) -> str:
    """What somebody answered to the question, as a person reads it."""
    return ", ".join(
        choice.label if (choice := row.choice) else _value(question, row.value) for row in answers
    )


def answers_of(
    registration: Registration, *, with_needs: bool = True, by_organisers: bool = False
) -> list[tuple[Question, str]]:
    """Every question one person answered, in order, with the answer in words; for their own page as it is."""
    rows = registration.answers.select_related("question", "choice").order_by(
        "question__position", "question", "choice__position"
    )
    if not with_needs:
        rows = rows.filter(question__is_need=False)
    if not by_organisers:
        rows = rows.filter(question__is_organiser_only=False)
    found: dict[Question, list[Answer]] = defaultdict(list)
    for row in rows:
        found[row.question].append(row)
    return [(question, in_words(question, answers)) for question, answers in found.items()]


def said_by(people: Iterable[int], questions: Iterable[Question]) -> dict[int, dict[str, str]]:
    """For each registration's key the answers in words by the question's identifier: one query for a whole page."""
    by_key = {question.pk: question for question in questions}
    if not by_key:
        return {}
    rows = Answer.objects.filter(registration__in=list(people), question__in=by_key)
    rows = rows.select_related("choice").order_by("choice__position", "pk")
    found: dict[tuple[int, int], list[Answer]] = defaultdict(list)
    for row in rows:
        found[row.registration_id, row.question_id].append(row)
    said: dict[int, dict[str, str]] = defaultdict(dict)
    for (person, key), answers in found.items():
        said[person][by_key[key].identifier] = in_words(by_key[key], answers)
    return said


def readable(event: Event, *, with_needs: bool) -> QuerySet[Question]:
    """The questions whose answers lists and files may show, retired ones too; needs for those who must know."""
    rows = event.questions.prefetch_related("options")
    return rows if with_needs else rows.filter(is_need=False)


def by_choice(
    people: Iterable[Registration], question: Question | None
) -> list[tuple[str, list[Registration]]]:
    """The people as one list, or one list for each choice of the question and one of those without any."""
    rows = list(people)
    if question is None:
        return [("", rows)]
    chosen: dict[int, set[int]] = defaultdict(set)
    answers = Answer.objects.filter(question=question, registration__in=[row.pk for row in rows])
    for person, choice in answers.values_list("registration", "choice"):
        chosen[choice].add(person)
    lists = [(o.label, [row for row in rows if row.pk in chosen[o.pk]]) for o in question.options.all()]
    answered = set().union(*chosen.values())
    return [*lists, (_("no answer"), [row for row in rows if row.pk not in answered])]


def with_answer(
    people: RegistrationQuerySet, event: Event, wanted: str, *, with_needs: bool
) -> RegistrationQuerySet:
    """Those who answered `wanted`: "tour" (anything), "tour:harbour" or "eats:yes". An unknown one finds nobody."""
    identifier, _colon, value = wanted.partition(":")
    answers = Answer.objects.filter(
        question__in=readable(event, with_needs=with_needs).filter(identifier=identifier).values("pk")
    )
    if value:
        answers = answers.filter(choice__identifier=value) | answers.filter(choice=None, value=value)
    return people.filter(pk__in=answers.values("registration"))


def wanted_in_words(questions: Iterable[Question], wanted: str) -> str:
    """What a list was narrowed by, as `with_answer` takes it: the question and the answer."""
    identifier, _colon, value = wanted.partition(":")
    question = next((question for question in questions if question.identifier == identifier), None)
    if question is None:
        return ""
    labels = {option.identifier: option.label for option in question.options.all()}
    return f"{question.label} {labels.get(value) or _YES_NO.get(value, value)}".strip()


def _taken(event: Event) -> dict[int, int]:
    """How many places of each choice are taken: counted, never stored."""
    rows = Answer.objects.filter(question__event=event, choice__places__isnull=False)
    rows = rows.filter(registration__state__in=TAKES_SEAT)
    return dict(rows.values_list("choice").annotate(Count("pk")).order_by())


def condition_in_words(question: Question) -> str:
    """Only if you answered “Harbour” to “Which tour?”."""
    former = question.shown_if
    if former is None:
        return ""
    labels: Mapping = {option.identifier: option.label for option in former.options.all()}
    labels = labels or _YES_NO
    values = [_("“%(answer)s”") % {"answer": labels.get(value, value)} for value in question.showing_values]
    sentence = _("Only if you answered %(answers)s to “%(question)s”.")
    return sentence % {"answers": _(" or ").join(values), "question": former.label}


def _value(question: Question, value: str) -> str:
    if question.kind == QuestionKind.YES_NO:
        return str(_YES_NO.get(value, value))
    if question.kind == QuestionKind.DATE:
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    return value
