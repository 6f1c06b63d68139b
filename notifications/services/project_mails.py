"""The mails of a project's team: somebody joins it, a talk is offered, a talk is arranged."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from networking.enums import Source
from networking.models import Person, ProjectMember, Welcome
from notifications.services import outbox


def announce_member(member: ProjectMember, *, is_new: bool, is_first: bool) -> None:
    """Owe a new member the mail that says how to sign in and what to do first."""
    said = {"member": member, "is_new": is_new, "is_first": is_first}
    key = f"project-team:{member.project.public_id}:{member.pk}"
    _owe("project_member_added", key, member.person, member.project, "networking:project_edit", said)


def offer_moments(welcome: Welcome) -> None:
    """Owe everybody in the team the moments for the talk, once per offer."""
    slots = [slot.starts_at for slot in welcome.slots.all()]
    for member in welcome.project.memberships.select_related("person").order_by("pk"):
        key = f"welcome-offer:{welcome.pk}:{welcome.revision}:{member.pk}"
        said = {"welcome": welcome, "slots": slots}
        _owe("welcome_offered", key, member.person, welcome.project, "networking:project_welcome", said)


def confirm_talk(welcome: Welcome) -> None:
    """Owe the team and whoever offered the talk the appointment."""
    people = [m.person for m in welcome.project.memberships.select_related("person").order_by("pk")]
    if welcome.offered_by and welcome.offered_by not in people:
        people.append(welcome.offered_by)
    for person in people:
        key = f"welcome-talk:{welcome.pk}:{welcome.revision}:{person.pk}"
        name = "networking:welcome" if person == welcome.offered_by else "networking:project_welcome"
        _owe("welcome_arranged", key, person, welcome.project, name, {"welcome": welcome})


def _owe(kind: str, key: str, person: Person, project, page: str, said: dict[str, Any]) -> None:
    with translation.override(person.language):
        address = settings.SITE_URL + reverse(page, args=[project.slug])
    outbox.queue(
        kind,
        key=key,
        to_email=person.email,
        to_name=person.get_full_name(),
        language=person.language,
        person=person,
        context={"project": project, "page": address, **said},
        source=Source.WEB,
    )
