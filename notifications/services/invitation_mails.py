"""The mails of personal invitations: their subjects name no confidential event, their links are marks."""

from datetime import timedelta

from django.utils import timezone

from events.enums import InvitationState
from events.models import Invitation
from networking.enums import Source
from notifications.models import Message
from notifications.services import outbox

REPEAT_PAUSE = timedelta(minutes=10)


def invite(invitation: Invitation) -> Message:
    """Owe the invited person the mail with their private link, once for each version of the link."""
    key = f"invitation:{invitation.uuid}:{invitation.key_version}"
    return _queue("invitation", invitation, key=key)


def invite_again(invitation: Invitation) -> Message | None:
    """The same mail once more; None when the last mail about it is less than ten minutes old."""
    now = timezone.now()
    if invitation.messages.filter(created_at__gt=now - REPEAT_PAUSE).exists():
        return None
    return _queue("invitation", invitation, key=f"invitation:{invitation.uuid}:again:{now.isoformat()}")


def remind(invitation: Invitation) -> Message:
    """Owe the reminder of that number."""
    key = f"invitation:{invitation.uuid}:{invitation.key_version}:reminder:{invitation.reminders}"
    return _queue("invitation_reminder", invitation, key=key)


def acknowledge_deputy(invitation: Invitation) -> Message | None:
    """Tell whoever handed an invitation on; whose registration ended with it gets that mail instead."""
    if invitation.registration:
        return None
    key = f"invitation:{invitation.uuid}:{invitation.key_version}:{InvitationState.DEPUTISED}"
    return _queue("invitation_handed_on", invitation, key=key, source=Source.MAIL)


def _queue(kind: str, invitation: Invitation, *, key: str, source: str = Source.ORGANISER) -> Message:
    return outbox.queue(
        kind,
        key=key,
        to_email=invitation.email,
        to_name=invitation.name,
        language=invitation.language,
        invitation=invitation,
        event=invitation.event,
        context={"invitation": invitation},
        source=source,
    )
