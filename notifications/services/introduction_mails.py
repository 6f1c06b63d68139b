"""The mails between two projects: a request, a reminder, the introduction, the question what came of it.

A name or address of the other side stands in the introduction alone.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from networking.contacts import contacts_of
from networking.enums import Source
from networking.models import Introduction, Person, Project
from notifications.services import outbox


def bring(introduction: Introduction) -> None:
    """Owe the team that is asked the request."""
    for person in _team(introduction.asked):
        _owe("introduction_asked", introduction, person, introduction.asked)


def remind(introduction: Introduction) -> None:
    """Owe the team that is asked the one reminder."""
    for person in _team(introduction.asked):
        _owe("introduction_reminder", introduction, person, introduction.asked)


def introduce(introduction: Introduction) -> None:
    """Owe both teams the other side's contact."""
    for project in (introduction.asking, introduction.asked):
        contacts = contacts_of(introduction.other_side(project))
        for person in _team(project):
            _owe("introduction_made", introduction, person, project, contacts=contacts)


def ask_for_outcome(introduction: Introduction) -> None:
    """Owe both teams the question what came of it."""
    for project in (introduction.asking, introduction.asked):
        for person in _team(project):
            _owe("introduction_outcome", introduction, person, project)


def _team(project: Project) -> list[Person]:
    members = project.memberships.filter(person__is_active=True).select_related("person").order_by("pk")
    return [member.person for member in members]


def _owe(kind: str, introduction: Introduction, person: Person, project: Project, **said: Any) -> None:
    with translation.override(person.language):
        path = reverse("networking:introduction", args=[introduction.public_id])
    outbox.queue(
        kind,
        key=f"{kind}:{introduction.public_id}:{project.public_id}:{person.pk}",
        to_email=person.email,
        to_name=person.get_full_name(),
        language=person.language,
        person=person,
        context={
            "project": project,
            "other": introduction.other_side(project),
            "introduction": introduction,
            "page": settings.SITE_URL + path,
            **said,
        },
        source=Source.WEB,
    )
