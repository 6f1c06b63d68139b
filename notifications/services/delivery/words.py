"""What a mail server's answer means, in plain words: by its enhanced code (RFC 3463), else by its code (RFC 5321)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.services.delivery.reply import Reply

_MEANINGS = {
    "2": gettext_lazy("The mail server took the mail."),
    "5.1": gettext_lazy("There is no such address. Please correct or remove it."),
    "x.2.2": gettext_lazy("The mailbox is full."),
    "5.2": gettext_lazy("The mailbox takes no mail at the moment."),
    "5.3.4": gettext_lazy("The mail is too large for the recipient's server."),
    "x.4": gettext_lazy("The recipient's server could not be reached."),
    "5.7": gettext_lazy(
        "The server does not want our mail. Please have SPF, DKIM and the server's block lists looked at."
    ),
    "4.7": gettext_lazy(
        "The server wants us to send more slowly or to come again. It is tried again by itself."
    ),
    "4": gettext_lazy("The server cannot take the mail at the moment. It is tried again by itself."),
    "421": gettext_lazy("The server ended the connection for now. It is tried again by itself."),
    "530": gettext_lazy(
        "The server wants us to sign in first. Please look at its name and password in the settings."
    ),
    "535": gettext_lazy("The server refused our password. Please look at it in the settings."),
    "552": gettext_lazy("The mailbox is full."),
    "5": gettext_lazy("The server refused the mail for good."),
    "0": gettext_lazy("The mail server gave no answer: the connection could not be made or broke off."),
}


def in_plain_words(text: str) -> str:
    """One sentence about an answer as it is stored; empty where there is none yet."""
    if not text:
        return ""
    reply = Reply.parse(text)
    subject = reply.enhanced.partition(".")[2]
    topic = subject.partition(".")[0]
    digit = str(reply.code)[0]
    for key in (
        f"{digit}.{subject}",
        f"x.{subject}",
        f"{digit}.{topic}",
        f"x.{topic}",
        str(reply.code),
        digit,
    ):
        if key in _MEANINGS:
            return str(_MEANINGS[key])
    return _("The mail server answered:")
