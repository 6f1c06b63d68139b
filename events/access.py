"""Who may do what with events. What somebody may do for one event stands in its team; the office's roles reach
every event except other teams' confidential ones."""

from events.enums import Entry, TeamRole
from networking.access import has_role, rule
from networking.enums import Role

_PLANS = (TeamRole.OWNER, TeamRole.EDITOR)
_KNOWS_NAMES = (TeamRole.OWNER, TeamRole.EDITOR, TeamRole.DESK)
_MEETS_NEEDS = (TeamRole.OWNER, TeamRole.DESK)


def _teams(actor) -> dict[int, str]:
    """The actor's role by event. All teams are read once per actor object."""
    if not hasattr(actor, "_team_roles"):
        actor._team_roles = dict(actor.event_teams.values_list("event_id", "role"))
    return actor._team_roles


def team_role(actor, event) -> str | None:
    """The actor's role in the event's team."""
    return _teams(actor).get(event.pk)


def _in_team(actor, event, *roles: TeamRole) -> bool:
    return team_role(actor, event) in roles


def _for_the_office(actor, event, *roles: Role) -> bool:
    """Whether a role of the house opens this event: never another team's confidential one."""
    return not event.is_confidential and has_role(actor, *roles)


@rule("event.create")
def _creates(actor, _obj) -> bool:
    return has_role(actor, Role.ORGANISER)


@rule("event.propose")
def _proposes(actor, _obj) -> bool:
    """Whoever keeps the network and plans events: all of the office's, or those of a team."""
    if not has_role(actor, Role.NETWORK_EDITOR):
        return False
    return has_role(actor, Role.ORGANISER) or any(role in _PLANS for role in _teams(actor).values())


@rule("embeds.edit")
def _edits_embeds(actor, _obj) -> bool:
    """Which websites show the list of public events."""
    return has_role(actor, Role.ORGANISER)


@rule("event.oversee")
def _oversees(actor, event) -> bool:
    """The organisers' page of an event: its state and figures, no names. Without an event: the list of events."""
    if event is None:
        return has_role(actor, Role.ORGANISER, Role.AUDITOR) or bool(_teams(actor))
    return team_role(actor, event) is not None or _for_the_office(actor, event, Role.ORGANISER, Role.AUDITOR)


@rule("event.edit")
def _edits(actor, event) -> bool:
    return _in_team(actor, event, *_PLANS) or _for_the_office(actor, event, Role.ORGANISER)


@rule("event.publish")
def _publishes(actor, event) -> bool:
    return _edits(actor, event)


@rule("event.cancel")
def _cancels(actor, event) -> bool:
    """Owners and the office: a cancelled event does not come back."""
    return _in_team(actor, event, TeamRole.OWNER) or _for_the_office(actor, event, Role.ORGANISER)


@rule("event.copy")
def _copies(actor, event) -> bool:
    """Whoever plans this event and may plan new ones."""
    return _edits(actor, event) and has_role(actor, Role.ORGANISER)


@rule("event.delete")
def _deletes(actor, event) -> bool:
    return _cancels(actor, event)


@rule("team.edit")
def _edits_team(actor, event) -> bool:
    """Who belongs to a confidential event's team is its owners' business alone."""
    return _in_team(actor, event, TeamRole.OWNER) or _for_the_office(actor, event, Role.ORGANISER)


@rule("team.leave")
def _leaves_team(actor, event) -> bool:
    return _in_team(actor, event, *TeamRole)


@rule("attendees.read")
def _reads_attendees(actor, event) -> bool:
    return _in_team(actor, event, *_KNOWS_NAMES) or _for_the_office(
        actor, event, Role.ORGANISER, Role.AUDITOR
    )


@rule("looks.read")
def _reads_looks(actor, event) -> bool:
    """Who looked at the attendees' data: for whoever answers for the event, and for whoever audits the house."""
    return _in_team(actor, event, TeamRole.OWNER) or _for_the_office(actor, event, Role.AUDITOR)


@rule("attendees.decide")
def _decides_on_attendees(actor, event) -> bool:
    """Approve, decline and cancel registrations."""
    return _in_team(actor, event, *_KNOWS_NAMES) or _for_the_office(actor, event, Role.ORGANISER)


@rule("invitations.read")
def _reads_invitations(actor, event) -> bool:
    return _reads_attendees(actor, event)


@rule("invitations.write")
def _writes_invitations(actor, event) -> bool:
    """Whoever plans the event decides who is invited to it."""
    return _edits(actor, event)


@rule("attendees.export")
def _exports_attendees(actor, event) -> bool:
    """A file leaves the house: not for the desk, and of a confidential event for its owners only."""
    if event.is_confidential:
        return _in_team(actor, event, TeamRole.OWNER)
    return _in_team(actor, event, *_PLANS) or _for_the_office(actor, event, Role.ORGANISER)


@rule("needs.read")
def _reads_needs(actor, event) -> bool:
    """What people need on site (access, diet): only for those who prepare it, whatever else the house lets one see."""
    return _in_team(actor, event, *_MEETS_NEEDS)


@rule("check_in.record")
def _records_check_ins(actor, event) -> bool:
    return _in_team(actor, event, *TeamRole) or _for_the_office(actor, event, Role.ORGANISER)


@rule("check_in.admit")
def _admits_at_the_door(actor, event) -> bool:
    """Let in who is not on the list. To a personal invitation only those who decide on attendees may add anybody."""
    if event.policy("entry") == Entry.INVITATION:
        return _decides_on_attendees(actor, event)
    return _records_check_ins(actor, event)
