"""What people do about an issue that is on its way: pause, resume, cancel the rest, decide about what stopped."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networking.enums import Source
from networking.models import Person
from networking.services import audit
from notifications.enums import IssueState, MessageState
from notifications.errors import IssueRefused
from notifications.models import Issue, Message
from notifications.services import decisions, outbox
from notifications.services.newsletters.writing import lock, refuse_unless

_STOPPED = _("The rest of this issue was cancelled; nothing more of it is sent.")


@transaction.atomic
def pause(issue: Issue, *, actor: Person) -> None:
    """Hold the issue's mails, within seconds also those a worker is at. Other mail goes on."""
    issue = _on_its_way(issue)
    if issue.mails.filter(held_at=None).update(held_at=timezone.now()):
        audit.record("issue.pause", issue, actor=actor, source=Source.ORGANISER)


@transaction.atomic
def resume(issue: Issue, *, actor: Person) -> None:
    """Let the held mails go. Twice changes nothing the second time."""
    issue = _on_its_way(issue)
    if issue.mails.exclude(held_at=None).update(held_at=None):
        audit.record("issue.resume", issue, actor=actor, source=Source.ORGANISER)
    outbox.wake()


@transaction.atomic
def cancel_rest(issue: Issue, *, actor: Person) -> int:
    """Send nothing more of it, for good; returns how many mails were cancelled.

    Its mails stay held, so what a worker still writes or gives back never goes: the clock cancels it too
    (`cancel_late`).
    """
    issue = lock(issue)
    refuse_unless(issue, IssueState.SENDING, IssueState.SENT)
    now = timezone.now()
    issue.mails.filter(held_at=None).update(held_at=now)
    if issue.stopped_at is None:
        issue.stopped_at = now
        issue.save(update_fields=["stopped_at", "changed_at"])
        audit.record("issue.cancel", issue, actor=actor, source=Source.ORGANISER)
    return cancel_late()


def cancel_late() -> int:
    """Cancel what waits of issues whose rest was cancelled. Called by the clock."""
    late = Message.objects.filter(state=MessageState.PENDING, compiled__issue__stopped_at__isnull=False)
    return late.update(state=MessageState.CANCELLED)


def send_failed_again(issue: Issue, *, actor: Person) -> int:
    """Owe the failed mails anew; returns how many. Raises NothingToDecide and IssueRefused."""
    return _send_again(issue, MessageState.FAILED, actor)


def send_doubtful_again(issue: Issue, *, actor: Person) -> int:
    """Owe the mails in doubt anew, with the same Message-ID. Raises NothingToDecide and IssueRefused."""
    return _send_again(issue, MessageState.IN_DOUBT, actor)


def take_doubtful_as_sent(issue: Issue, *, actor: Person) -> int:
    """Leave the mails in doubt as they are: they probably arrived. Raises NothingToDecide."""
    return decisions.take_as_sent(_mails(issue, MessageState.IN_DOUBT), actor=actor)


@transaction.atomic
def _send_again(issue: Issue, state: MessageState, actor: Person) -> int:
    issue = _on_its_way(issue)
    return decisions.send_again(_mails(issue, state), actor=actor)


def _mails(issue: Issue, state: MessageState):
    return Message.objects.filter(compiled__issue=issue, state=state)


def _on_its_way(issue: Issue) -> Issue:
    """Locked. Raises IssueRefused for an issue that is not handed over, or whose rest was cancelled."""
    issue = lock(issue)
    refuse_unless(issue, IssueState.SENDING, IssueState.SENT)
    if issue.stopped_at:
        raise IssueRefused(_STOPPED)
    return issue
