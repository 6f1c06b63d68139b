"""The team of a project: who speaks for it."""

from django.db import transaction

from networking import signals
from networking.access import has_role
from networking.enums import Language, Role, Source
from networking.errors import AccountClosed, LastMember
from networking.models import Person, Project, ProjectMember
from networking.services import audit, portraits
from networking.services.people import account_for


@transaction.atomic
def invite(
    project: Project,
    email: str,
    *,
    actor: Person,
    given_name: str = "",
    family_name: str = "",
    language: str = Language.GERMAN,
    source: str = Source.WEB,
) -> ProjectMember:
    """Put the person with that address into the team, with an account if they have none, and owe them the mail.

    The first member is whom other projects are put in touch with. Somebody in it already gets no second mail.
    Raises AccountClosed.
    """
    project = portraits.lock(project)
    person, is_new = account_for(
        email, given_name=given_name, family_name=family_name, language=language, actor=actor, source=source
    )
    if not person.is_active:
        raise AccountClosed
    if known := project.memberships.filter(person=person).first():
        return known
    is_first = not project.memberships.exists()
    member = ProjectMember.objects.create(project=project, person=person, is_contact=is_first, added_by=actor)
    audit.record("project-team.add", project, actor=actor, source=source)
    signals.project_member_added.send(ProjectMember, member=member, is_new=is_new, is_first=is_first)
    return member


@transaction.atomic
def remove(member: ProjectMember, *, actor: Person, source: str = Source.WEB) -> None:
    """Take somebody out of the team; out of it already is no fault.

    Only the network's editor may leave a project without anybody: raises LastMember for all others.
    """
    project = portraits.lock(member.project)
    found = project.memberships.filter(pk=member.pk).first()
    if found is None:
        return
    others = project.memberships.exclude(pk=found.pk)
    if not others.exists() and not has_role(actor, Role.NETWORK_EDITOR):
        raise LastMember
    found.delete()
    if found.is_contact and not others.filter(is_contact=True).exists():
        _name_contact(others.order_by("pk").first())
    verb = "project-team.leave" if found.person_id == actor.pk else "project-team.remove"
    audit.record(verb, project, actor=actor, source=source)


@transaction.atomic
def name_contact(member: ProjectMember, *, actor: Person, source: str = Source.WEB) -> None:
    """From now on this person is whom other projects are put in touch with."""
    project = portraits.lock(member.project)
    if not project.memberships.filter(pk=member.pk, is_contact=True).exists():
        project.memberships.update(is_contact=False)
        project.memberships.filter(pk=member.pk).update(is_contact=True)
        audit.record("project-team.contact", project, actor=actor, source=source)


def _name_contact(member: ProjectMember | None) -> None:
    """A team is never without one."""
    if member:
        member.is_contact = True
        member.save(update_fields=["is_contact"])
