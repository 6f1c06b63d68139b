"""Who may read mails and write newsletters."""

from events.access import team_role
from events.enums import TeamRole
from networking.access import has_role, rule
from networking.enums import Role

READS_MAILS = (TeamRole.OWNER, TeamRole.EDITOR, TeamRole.DESK)


@rule("outbox.enter")
def _enters_outbox(actor, _obj) -> bool:
    """The list of mails; it holds only what the person may read."""
    return has_role(actor, Role.ORGANISER) or actor.event_teams.filter(role__in=READS_MAILS).exists()


@rule("outbox.read")
def _reads_mail(actor, message) -> bool:
    """Mails of events somebody manages; the office also those of signing in and of the newsletter.

    Private links and codes are masked for everybody, whoever reads (`outbox.masked`).
    """
    event = message.event
    if event is None:
        return has_role(actor, Role.ORGANISER)
    if team_role(actor, event) in READS_MAILS:
        return True
    return not event.is_confidential and has_role(actor, Role.ORGANISER)


@rule("outbox.pause")
def _pauses_sending(actor, _obj) -> bool:
    """It stops the mails of all events."""
    return has_role(actor, Role.ORGANISER)


@rule("suppressions.read")
def _reads_suppressions(actor, _obj) -> bool:
    return has_role(actor, Role.NEWSLETTER_EDITOR, Role.ORGANISER)


@rule("suppressions.release")
def _releases_suppressions(actor, _obj) -> bool:
    """Mails that come back again harm the mail of the whole house."""
    return has_role(actor, Role.ORGANISER)


@rule("newsletter.write")
def _writes_newsletters(actor, _obj) -> bool:
    return has_role(actor, Role.NEWSLETTER_EDITOR, Role.ORGANISER)


@rule("newsletter.approve")
def _approves_newsletters(actor, issue) -> bool:
    """A second person: somebody who may write newsletters and has not written on this one."""
    if not has_role(actor, Role.NEWSLETTER_EDITOR, Role.ORGANISER):
        return False
    return issue.created_by_id != actor.pk and not issue.authors.filter(pk=actor.pk).exists()
