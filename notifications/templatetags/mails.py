"""What pages of the floor below show of mails."""

from django import template

from networking.access import can
from notifications.models import Message
from notifications.services import organiser_mails, outbox

register = template.Library()


@register.simple_tag(takes_context=True)
def mails_to(context, registration) -> list[Message] | None:
    """The mails about a registration, the latest first, with `shown_subject`; None for whoever may not read them."""
    if not can(context["request"].user, "outbox.read", Message(event=registration.event)):
        return None
    mails = list(registration.messages.order_by("-created_at", "-pk"))
    for mail in mails:
        mail.shown_subject = outbox.masked(mail).subject
    return mails


@register.simple_tag
def letter_preview(event, letter, language: str, to_name: str):
    """The organisers' letter as somebody called `to_name` gets it in `language`."""
    return organiser_mails.preview(event, letter, language=language, to_name=to_name)
