"""What pages of the newsletter show."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from notifications.newsletter import markdown as texts

register = template.Library()


@register.filter
def markdown(text: str | None) -> SafeString:
    """A text in Markdown as readers will see it."""
    return mark_safe(texts.html(text or ""))  # noqa: S308 -- cleaned by nh3
