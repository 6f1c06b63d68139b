"""From a row of the outbox to the mail as it leaves. Knows nothing of sending."""

import re
from base64 import b64decode
from email.mime.image import MIMEImage

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from events.calendar import itip
from notifications.models import Message
from notifications.services import headers, marks

_CONTROL = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029]")


def mail(message: Message) -> EmailMultiAlternatives:
    """The mail as it leaves: marks filled, text and HTML alike, the calendar's entry with it."""
    letter = message.compiled or message
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=marks.filled(letter.text, message),
        to=[_recipient(message)],
        headers={
            "Message-ID": message_id(message),
            **(
                message.compiled.headers | headers.unsubscribing(message)
                if message.compiled
                else headers.of(message)
            ),
        },
    )
    mail.attach_alternative(marks.filled(letter.html, message, as_html=True), "text/html")
    if message.calendar:
        _attach_calendar(mail, message.calendar)
    if message.compiled and message.compiled.pictures:
        _send_along(mail, message.compiled.pictures)
    return mail


def _send_along(mail: EmailMultiAlternatives, pictures: list[dict[str, str]]) -> None:
    """Pictures the HTML shows by their Content-ID (RFC 2387): no server learns who opened the mail."""
    mail.mixed_subtype = "related"  # type: ignore[attr-defined]  # unknown to the stubs
    for picture in pictures:
        part = MIMEImage(b64decode(picture["content"]), "jpeg")
        part["Content-ID"] = f"<{picture['cid']}>"
        part["Content-Disposition"] = "inline"
        mail.attach(part)


def _attach_calendar(mail: EmailMultiAlternatives, text: str) -> None:
    """An invitation goes twice (RFC 6047): as the last alternative, which makes buttons in Outlook and Gmail, and as a
    file for everybody else.
    """
    if method := itip.method_of(text):
        mail.attach_alternative(text, f"text/calendar; method={method}")
        mail.attach("invite.ics", text.encode(), "application/ics")
    else:
        mail.attach("termin.ics", text, "text/calendar")


def message_id(message: Message) -> str:
    """The same at every attempt: a server that took the mail already can drop the second."""
    return f"<{message.uuid}@{settings.CALENDAR_HOST}>"


def one_line(name: str) -> str:
    """A name without anything that could end a header, whoever typed it."""
    return " ".join(_CONTROL.sub(" ", name).split())


def _recipient(message: Message) -> str:
    name = one_line(message.to_name).replace('"', "").replace("\\", "").strip()
    return f'"{name}" <{message.to_email}>' if name else message.to_email
