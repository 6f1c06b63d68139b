"""Reports about mails of ours: which mail is meant, and what its coming back means."""

from django.conf import settings
from django.db import transaction

from networking.enums import Source
from networking.models.address import address_key
from notifications import links
from notifications.enums import BounceKind, BounceSource
from notifications.models import Bounce, Message
from notifications.reports import Report
from notifications.services import bounces, subscriptions


@transaction.atomic
def note_report(report: Report) -> Bounce | None:
    """Note what a mail server or provider reported; None when it is about none of our mails, or was forged.

    A complaint about a newsletter ends the subscription, as its reader asked the provider to.
    """
    message = _meant(report)
    if message is None:
        return None
    if report.kind == BounceKind.COMPLAINT and message.subscription:
        subscriptions.unsubscribe(message.subscription, source=Source.MAIL)
    return bounces.note(message, report.source, report.kind, report.status, report.words)


def _meant(report: Report) -> Message | None:
    """The mail whose own bounce address was written to. Without such addresses, or in complaints, which come to
    others: the mail with that Message-ID, which only its recipient knows, if the report names the same recipient.
    """
    names = filter(None, map(links.bounced_message, report.addresses))
    if (row_uuid := next(names, None)) and (found := Message.objects.filter(uuid=row_uuid).first()):
        return found
    if settings.BOUNCE_ADDRESS and report.source != BounceSource.FEEDBACK:
        return None
    ours = [row_uuid for row_uuid, host in report.message_ids if host == settings.CALENDAR_HOST.lower()]
    named = {address_key(address) for address in (report.recipient, *report.addresses) if address}
    messages = Message.objects.filter(uuid__in=ours)
    return next((message for message in messages if address_key(message.to_email) in named), None)
