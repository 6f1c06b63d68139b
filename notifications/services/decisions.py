"""What people decide about mails that stopped."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from networking.models import Person
from networking.services import audit
from notifications.enums import MessageState
from notifications.errors import NothingToDecide
from notifications.models import Message
from notifications.services import outbox


@transaction.atomic
def send_again(messages: QuerySet[Message], *, actor: Person) -> int:
    """Owe those of the mails anew that failed or are in doubt, with the same Message-ID, and return how many.

    Raises NothingToDecide when there is none any more.
    """
    fresh = {"state": MessageState.PENDING, "not_before": timezone.now(), "attempts": 0, "doubts": 0}
    stopped = (MessageState.FAILED, MessageState.IN_DOUBT)
    number = _decide(messages, stopped, "outbox.send-again", actor, **fresh)
    outbox.wake()
    return number


@transaction.atomic
def take_as_sent(messages: QuerySet[Message], *, actor: Person) -> int:
    """Leave those of the mails that are in doubt as they are: they probably arrived. Returns how many.

    Raises NothingToDecide when there is none any more.
    """
    doubted = (MessageState.IN_DOUBT,)
    return _decide(messages, doubted, "outbox.take-as-sent", actor, state=MessageState.SENT)


def _decide(messages: QuerySet[Message], states: tuple, verb: str, actor: Person, **columns) -> int:
    """Only what is still in one of these states: two people may decide at once."""
    stopped = Message.objects.filter(pk__in=messages.order_by().values("pk"), state__in=states)
    decided = list(stopped.select_for_update())
    if not decided:
        raise NothingToDecide()
    for message in decided:
        audit.record(verb, message, actor=actor)
    return Message.objects.filter(pk__in=[message.pk for message in decided]).update(**columns)
