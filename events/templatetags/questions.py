"""Questions in words."""

from django import template

from events import questionnaire

register = template.Library()


@register.filter
def condition(question) -> str:
    """After which answers it is asked; empty when everybody is asked."""
    return questionnaire.condition_in_words(question)
