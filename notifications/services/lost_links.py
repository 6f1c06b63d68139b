"""Sending people the private links to their registrations again.

`ask` does the same for every address, known here or not, in the same time; the worker finds out later.
"""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from events.models import Registration
from networking.models.address import address_key
from notifications.enums import LINKS_MAIL
from notifications.models import LinkRequest, Message
from notifications.services import marks, outbox

PAUSE = timedelta(minutes=10)


@transaction.atomic
def ask(email: str, language: str) -> None:
    """Note that somebody wants the links of this address. Returns nothing, so nobody learns who is registered."""
    LinkRequest.objects.update_or_create(email_key=address_key(email), defaults={"language": language})
    transaction.on_commit(partial(async_task, "notifications.tasks.answer_link_requests"), robust=True)


def answer_due() -> int:
    """Answer everybody who asked, and forget that they did. Returns how many mails are owed now."""
    return sum(_answer(key) for key in list(LinkRequest.objects.values_list("pk", flat=True)))


@transaction.atomic
def _answer(key: int) -> bool:
    """Owe one address the mail, unless it has no registration or got such a mail within ten minutes."""
    request = LinkRequest.objects.select_for_update().filter(pk=key).first()
    if request is None:
        return False
    request.delete()
    found = _registrations(request.email_key)
    if not found or _had_one_lately(found[0].email):
        return False
    now = timezone.now()
    entries = [(registration, marks.manage(registration)) for registration in found]
    outbox.queue(
        LINKS_MAIL,
        key=f"{LINKS_MAIL}:{found[0].uuid}:{now:%Y%m%d%H%M%S%f}",
        to_email=found[0].email,
        to_name=found[0].name,
        language=request.language,
        context={
            "entries": [entry for entry in entries if not entry[0].event.is_confidential],
            "confidential": [entry for entry in entries if entry[0].event.is_confidential],
        },
    )
    return True


def _registrations(email_key: str) -> list[Registration]:
    """All that is kept about the address, past events too: their data can be read and erased. The next one first."""
    rows = Registration.objects.filter(email_key=email_key, anonymised_at=None).select_related("event")
    return list(rows.order_by("-event__starts_at", "pk"))


def _had_one_lately(email: str) -> bool:
    since = timezone.now() - PAUSE
    return Message.objects.filter(kind=LINKS_MAIL, to_email__iexact=email, created_at__gt=since).exists()
