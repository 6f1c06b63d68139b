"""Welcoming a new project: opened with it, a talk offered and picked, done when the editor says so."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from networking import signals
from networking.enums import Source
from networking.errors import SlotGone
from networking.models import Person, Project, Welcome, WelcomeSlot
from networking.services import audit, portraits, projects

_RESERVED = {"new", "funding"}  # /organise/network/projects/new/, /projects/funding/
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


@transaction.atomic
def open_project(title_de: str, *, title_en: str = "", actor: Person) -> Project:
    """A new project nobody sees yet, and the task to welcome it. Its team writes the page and publishes it."""
    project = Project.objects.create(
        slug=_free_slug(title_de), title_de=title_de, title_en=title_en, is_published=False
    )
    Welcome.objects.create(project=project)
    projects.index([project])
    audit.record("project.create", project, actor=actor, source=Source.ORGANISER)
    return project


@transaction.atomic
def offer(welcome: Welcome, moments: Iterable[datetime], place: str, *, actor: Person) -> Welcome:
    """Offer these moments instead of those before, and owe the team the mail. What was picked is asked anew."""
    portraits.lock(welcome.project)
    welcome = Welcome.objects.select_related("project").get(pk=welcome.pk)
    wanted = sorted(set(moments))
    if wanted == list(welcome.slots.values_list("starts_at", flat=True)) and place == welcome.place:
        return welcome
    welcome.slots.all().delete()
    WelcomeSlot.objects.bulk_create(WelcomeSlot(welcome=welcome, starts_at=moment) for moment in wanted)
    welcome.place, welcome.offered_by = place, actor
    welcome.chosen_at = welcome.chosen_by = None
    _save(welcome, "welcome.offer", actor)
    signals.welcome_offered.send(Welcome, welcome=welcome)
    return welcome


@transaction.atomic
def choose(welcome: Welcome, moment: datetime, *, actor: Person) -> Welcome:
    """Pick one of the moments, and owe both sides the mail. Raises SlotGone."""
    portraits.lock(welcome.project)
    welcome = Welcome.objects.select_related("project").get(pk=welcome.pk)
    if welcome.chosen_at == moment:
        return welcome
    if moment <= timezone.now() or not welcome.slots.filter(starts_at=moment).exists():
        raise SlotGone
    welcome.chosen_at, welcome.chosen_by = moment, actor
    _save(welcome, "welcome.choose", actor)
    signals.welcome_chosen.send(Welcome, welcome=welcome)
    return welcome


@transaction.atomic
def finish(welcome: Welcome, *, actor: Person) -> None:
    """The project is welcomed: the task is done."""
    portraits.lock(welcome.project)
    welcome = Welcome.objects.select_related("project").get(pk=welcome.pk)
    if welcome.done_at is None:
        welcome.done_at, welcome.done_by = timezone.now(), actor
        _save(welcome, "welcome.finish", actor)


def _save(welcome: Welcome, verb: str, actor: Person) -> None:
    welcome.revision += 1
    welcome.save()
    audit.record(verb, welcome.project, actor=actor, source=Source.WEB)


def _free_slug(title: str) -> str:
    """A short name from the title that no project has."""
    base = slugify(title.translate(_UMLAUTS))[:70].strip("-") or "project"
    taken = _RESERVED | set(Project.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    names = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in names if slug not in taken)
