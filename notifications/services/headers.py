"""Which headers a mail carries besides its addresses, by its kind: what programs and servers read of it.

Automatic mails say so and want no absence notices back (RFC 3834); an invitation is a person's act. What a reader
can leave says how: for programs by one click (RFC 8058), and by a mail where the house reads its own (RFC 2369).
"""

from django.conf import settings

from notifications import links
from notifications.enums import Priority
from notifications.models import Message

OPT_IN = ("newsletter_confirm", "newsletter_confirmed", "newsletter_known", "newsletter_stay")
REPORTS = ("barrier_report",)  # to the office itself


def of(message: Message) -> dict[str, str]:
    """Of a mail to one person."""
    found = _by_act(message) | _reply_to(message) | unsubscribing(message)
    if message.kind == "invitation" or (message.event and message.event.is_confidential):
        found["Sensitivity"] = "Personal"
    return found


def of_newsletter(language: str, own: dict[str, str] | None = None) -> dict[str, str]:
    """What is the same for all readers; `own` are those of one issue. A newsletter is a person's writing."""
    bulk = {"Precedence": "bulk"} if settings.MAIL_PRECEDENCE_BULK else {}
    return {"X-Auto-Response-Suppress": "All", "Content-Language": language} | bulk | (own or {})


def unsubscribing(message: Message) -> dict[str, str]:
    """For newsletters, and for the mails about subscribing, where it says "this was not me" and ends the request."""
    if message.subscription is None or not (
        message.priority >= Priority.NEWSLETTER or message.kind in OPT_IN
    ):
        return {}
    ways = [links.subscription_url(message.subscription, links.UNSUBSCRIBE)]
    if address := links.leaving_address(message.subscription):
        ways.append(f"mailto:{address}?subject=unsubscribe")
    return {
        "List-Unsubscribe": ", ".join(f"<{way}>" for way in ways),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _by_act(message: Message) -> dict[str, str]:
    if message.kind == "invitation":  # whoever is away may say so
        return {"Content-Language": message.language}
    if message.priority >= Priority.NEWSLETTER:
        return of_newsletter(message.language)
    return {
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": message.language,
    }


def _reply_to(message: Message) -> dict[str, str]:
    """To whoever can answer: the event's own contact, else the office. About subscribing there is nothing to say."""
    if message.kind in OPT_IN or message.kind in REPORTS:
        return {}
    return {"Reply-To": (message.event and message.event.contact_email) or settings.CONTACT_EMAIL}
