"""What pages of the floor below show of mails."""

from django import template

from networking.access import can
from notifications.models import Message
from notifications.services import event_mails, organiser_mails, outbox, registration_mails

register = template.Library()


@register.simple_tag(takes_context=True)
def mails_to(context, registration) -> list[Message] | None:
    """The mails about a registration, the latest first, with `shown_subject` and `bounces`; None for those who may not
    read them.
    """
    if not can(context["request"].user, "outbox.read", Message(event=registration.event)):
        return None
    mails = list(registration.messages.prefetch_related("bounces").order_by("-created_at", "-pk"))
    for mail in mails:
        mail.shown_subject = outbox.masked(mail).subject
    return mails


@register.simple_tag
def letter_preview(event, letter, language: str, to_name: str):
    """The organisers' letter as somebody called `to_name` gets it in `language`."""
    return organiser_mails.preview(event, letter, language=language, to_name=to_name)


@register.simple_tag
def cancellation_preview(event, language: str, to_name: str):
    """The mail that tells somebody called `to_name` of the cancelled event, with the reason as it stands on `event`."""
    return event_mails.preview_cancelled(event, language=language, to_name=to_name)


@register.simple_tag
def promotion_preview(registration, deadline_at):
    """The mail with which somebody who waits would learn of their seat, or until `deadline_at` of an offer."""
    return registration_mails.preview_promotion(registration, deadline_at)
