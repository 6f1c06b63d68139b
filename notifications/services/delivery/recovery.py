"""Taking back what dead workers held.

Their journals tell: taken, refused, or the one mail in their hands, which is in doubt. What no line names was never
begun.
Where the journal is lost (the machine went down, another machine died), every mail the worker held is in doubt.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from notifications.enums import MessageState
from notifications.models import Message
from notifications.services.delivery import claims, journal, outcomes
from notifications.services.delivery.reply import Reply

PATIENCE = timedelta(minutes=10)  # with another machine, whose journals we cannot read
DIED = Reply(0, "The worker stopped while it handed this mail over.")


def recover() -> int:
    """Settle the mails of every dead worker and return how many. Any number may do so at once."""
    held = Message.objects.filter(state=MessageState.SENDING)
    return sum(map(_settle, held.order_by().values_list("lease_owner", flat=True).distinct()))


def _settle(owner: str) -> int:
    with journal.of_dead(owner) as record:
        if record is None and not _is_given_up(owner):
            return 0
        return _apply(owner, record or journal.Record(is_whole=False))


def _is_given_up(owner: str) -> bool:
    """No journal: the lease decides, on another machine with more patience."""
    if journal.exists(owner):
        return False
    is_ours = owner.partition(":")[0] == journal.host()
    ends = timezone.now() - (timedelta() if is_ours else PATIENCE)
    return not _held(owner).filter(lease_until__gte=ends).exists()


@transaction.atomic
def _apply(owner: str, record: journal.Record) -> int:
    messages = list(_held(owner).defer("text", "html", "calendar"))
    taken, untouched = [], []
    for message in messages:
        step, reply = record.last.get(message.pk, ("", DIED))
        if step == journal.DONE:
            taken.append(outcomes.Taken(message.pk, reply))
        elif step == journal.REFUSED:
            outcomes.write_refused(message, reply)
        elif step == journal.BEGUN or not record.is_whole:
            outcomes.write_in_doubt(message, DIED)
        else:
            untouched.append(message)
    outcomes.write_taken(owner, taken)
    claims.release(untouched, owner)
    return len(messages)


def _held(owner: str):
    return Message.objects.filter(state=MessageState.SENDING, lease_owner=owner)
