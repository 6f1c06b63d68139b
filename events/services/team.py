"""The team of an event: who works on it, and as what."""

from django.db import transaction

from events import signals
from events.enums import TeamRole
from events.errors import AccountClosed, LastOwner
from events.models import Event, TeamMember
from events.services import seats
from networking.enums import Language, Source
from networking.models import Person
from networking.services import audit
from networking.services.people import account_for


@transaction.atomic
def add(
    event: Event,
    email: str,
    role: str,
    *,
    actor: Person,
    given_name: str = "",
    family_name: str = "",
    language: str = Language.GERMAN,
    source: str = Source.ORGANISER,
) -> TeamMember:
    """Put the person with that address into the team, with an account if they have none, and owe them the mail.

    For somebody who is in it already this changes the role, without a mail. Raises LastOwner when the only owner
    would stop being one, and AccountClosed.
    """
    event = seats.lock(event.pk)
    person, is_new = account_for(
        email, given_name=given_name, family_name=family_name, language=language, actor=actor, source=source
    )
    if not person.is_active:
        raise AccountClosed
    member = event.team.select_related("person").filter(person=person).first()
    if member:
        return _change_role(event, member, role, actor=actor, source=source)
    member = TeamMember.objects.create(event=event, person=person, role=role, added_by=actor)
    audit.record("team.add", event, actor=actor, source=source, fields=[role])
    signals.team_member_added.send(TeamMember, member=member, is_new=is_new)
    return member


@transaction.atomic
def remove(member: TeamMember, *, actor: Person, source: str = Source.ORGANISER) -> None:
    """Take somebody out of the team; out of it already is no fault. Raises LastOwner."""
    event = seats.lock(member.event_id)
    found = event.team.filter(pk=member.pk).first()
    if found is None:
        return
    _keep_an_owner(event, found)
    found.delete()
    verb = "team.leave" if member.person_id == actor.pk else "team.remove"
    audit.record(verb, event, actor=actor, source=source, fields=[found.role])


def _change_role(event: Event, member: TeamMember, role: str, *, actor: Person, source: str) -> TeamMember:
    if member.role == role:
        return member
    _keep_an_owner(event, member)
    member.role = role
    member.save(update_fields=["role"])
    audit.record("team.change", event, actor=actor, source=source, fields=[role])
    return member


def _keep_an_owner(event: Event, member: TeamMember) -> None:
    """Refuse before the only owner goes."""
    others = event.team.filter(role=TeamRole.OWNER).exclude(pk=member.pk)
    if member.role == TeamRole.OWNER and not others.exists():
        raise LastOwner
