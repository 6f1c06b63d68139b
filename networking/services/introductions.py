"""Contact requests between projects: asked, answered or not, and what came of them.

Both teams learn each other's contact only when both want it. A no is silent: whoever asked sees nothing but a request
that runs out. What touches a pair takes the lock of the project that was written first.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from networking import signals
from networking.enums import IntroductionState, OpinionKind, Source
from networking.errors import IntroductionGone
from networking.models import Introduction, Opinion, Person, Project
from networking.services import audit, portraits, showings

RUNS = timedelta(days=28)
REMINDER_AFTER = timedelta(days=14)
OUTCOME_AFTER = timedelta(weeks=6)
LATER = timedelta(days=60)


@transaction.atomic
def ask(project: Project, other: Project, *, actor: Person, message: str = "") -> Introduction:
    """Ask to be introduced. If the other side has asked already, both want it: they are introduced at once.

    A second request while one is open, or between projects that are introduced, changes nothing.
    """
    _lock(project, other)
    known = Introduction.objects.between(project, other)
    made = known.filter(state=IntroductionState.ACCEPTED).first()
    found = made or known.open().filter(asking=project).first()
    if found:
        return found
    if theirs := known.open().filter(asking=other).first():
        return _accept(theirs, actor)
    Opinion.objects.filter(project=project, other=other).delete()
    showings.forget(project, other)
    now = timezone.now()
    introduction = Introduction.objects.create(
        asking=project, asked=other, message=message, asked_by=actor, asked_at=now, expires_at=now + RUNS
    )
    audit.record("introduction.ask", project, actor=actor, source=Source.WEB)
    if not is_unwanted(other, project):
        signals.introduction_asked.send(Introduction, introduction=introduction)
    return introduction


@transaction.atomic
def accept(introduction: Introduction, *, actor: Person) -> Introduction:
    """Say yes: both teams get each other's contact. Twice changes nothing. Raises IntroductionGone."""
    introduction = _locked(introduction)
    if introduction.state == IntroductionState.ACCEPTED:
        return introduction
    if not introduction.is_open:
        raise IntroductionGone
    return _accept(introduction, actor)


@transaction.atomic
def decline(introduction: Introduction, *, actor: Person, misfit: str = "") -> Introduction:
    """Say no in silence, and suggest neither to the other any more. Twice changes nothing. Raises IntroductionGone."""
    introduction = _locked(introduction)
    if introduction.state == IntroductionState.DECLINED:
        return introduction
    if not introduction.is_open:
        raise IntroductionGone
    _answer(introduction, IntroductionState.DECLINED, actor)
    _say(introduction.asked, introduction.asking, OpinionKind.UNFIT, actor, misfit)
    return introduction


@transaction.atomic
def withdraw(introduction: Introduction, *, actor: Person) -> Introduction:
    """Take back a request that nobody answered. Raises IntroductionGone once it was answered with yes."""
    introduction = _locked(introduction)
    if introduction.state == IntroductionState.WITHDRAWN:
        return introduction
    if introduction.state not in (IntroductionState.ASKED, IntroductionState.DECLINED):
        raise IntroductionGone
    _answer(introduction, IntroductionState.WITHDRAWN, actor)
    return introduction


@transaction.atomic
def set_aside(project: Project, other: Project, kind: str, *, actor: Person, misfit: str = "") -> Opinion:
    """Show this suggestion later, or never again in either direction (`OpinionKind`)."""
    _lock(project, other)
    return _say(project, other, kind, actor, misfit)


@transaction.atomic
def take_up_again(project: Project, other: Project, *, actor: Person) -> None:
    """Undo what was set aside. Twice changes nothing the second time."""
    _lock(project, other)
    if Opinion.objects.filter(project=project, other=other).delete()[0]:
        audit.record("suggestion.take-up", project, actor=actor, source=Source.WEB)


@transaction.atomic
def note_outcome(
    introduction: Introduction, project: Project, outcome: str, *, actor: Person
) -> Introduction:
    """Keep what one of the two teams says came of it; the last word counts. Raises IntroductionGone."""
    introduction = _locked(introduction)
    if introduction.state != IntroductionState.ACCEPTED:
        raise IntroductionGone
    side = "asking_outcome" if project.pk == introduction.asking_id else "asked_outcome"
    setattr(introduction, side, outcome)
    introduction.save(update_fields=[side])
    audit.record("introduction.outcome", project, actor=actor, source=Source.WEB)
    return introduction


def is_unwanted(project: Project, other: Project) -> bool:
    """Whether the project's team has said that the other does not fit."""
    return Opinion.objects.filter(project=project, other=other, kind=OpinionKind.UNFIT).exists()


def keep_in_order() -> int:
    """End requests that ran out, remind once of those that wait, ask what came of introductions. The clock calls it.

    Returns how many it touched.
    """
    now = timezone.now()
    asked = Introduction.objects.filter(state=IntroductionState.ASKED)
    over = asked.filter(expires_at__lte=now)
    waiting = asked.filter(reminded_at=None, asked_at__lte=now - REMINDER_AFTER, expires_at__gt=now)
    made = Introduction.objects.filter(state=IntroductionState.ACCEPTED)
    unasked = made.filter(outcome_wanted_at=None, answered_at__lte=now - OUTCOME_AFTER)
    return _each(over, _expire) + _each(waiting, _remind) + _each(unasked, _want_outcome)


def _each(rows: QuerySet[Introduction], act: Callable[[Introduction], bool]) -> int:
    done = 0
    for row in rows.select_related("asking", "asked"):
        with transaction.atomic():
            done += act(_locked(row))
    return done


def _expire(introduction: Introduction) -> bool:
    if introduction.state != IntroductionState.ASKED:
        return False
    introduction.state = IntroductionState.EXPIRED
    introduction.save(update_fields=["state"])
    return True


def _remind(introduction: Introduction) -> bool:
    if introduction.reminded_at or not introduction.is_open:
        return False
    introduction.reminded_at = timezone.now()
    introduction.save(update_fields=["reminded_at"])
    if not is_unwanted(introduction.asked, introduction.asking):
        signals.introduction_reminded.send(Introduction, introduction=introduction)
    return True


def _want_outcome(introduction: Introduction) -> bool:
    if introduction.outcome_wanted_at or introduction.state != IntroductionState.ACCEPTED:
        return False
    introduction.outcome_wanted_at = timezone.now()
    introduction.save(update_fields=["outcome_wanted_at"])
    signals.outcome_wanted.send(Introduction, introduction=introduction)
    return True


def _accept(introduction: Introduction, actor: Person) -> Introduction:
    _answer(introduction, IntroductionState.ACCEPTED, actor)
    Opinion.objects.filter(project=introduction.asked, other=introduction.asking).delete()
    signals.introduction_made.send(Introduction, introduction=introduction)
    return introduction


def _answer(introduction: Introduction, state: str, actor: Person) -> None:
    introduction.state, introduction.answered_by, introduction.answered_at = state, actor, timezone.now()
    introduction.save(update_fields=["state", "answered_by", "answered_at"])
    audit.record(f"introduction.{state}", introduction.asked, actor=actor, source=Source.WEB)


def _say(project: Project, other: Project, kind: str, actor: Person, misfit: str) -> Opinion:
    until = timezone.now() + LATER if kind == OpinionKind.LATER else None
    values = {"kind": kind, "misfit": misfit, "until": until, "by": actor, "at": timezone.now()}
    showings.forget(project, other)
    opinion, _created = Opinion.objects.update_or_create(project=project, other=other, defaults=values)
    audit.record(f"suggestion.{kind}", project, actor=actor, source=Source.WEB)
    return opinion


def _lock(first: Project, second: Project) -> None:
    portraits.lock(min(first, second, key=lambda project: project.pk))


def _locked(introduction: Introduction) -> Introduction:
    _lock(introduction.asking, introduction.asked)
    return Introduction.objects.select_related("asking", "asked").get(pk=introduction.pk)
