"""What a visitor can do with an event, for templates; the event carries `.with_seats()`."""

from django import template

from events import queries, wording

register = template.Library()


@register.filter
def availability(event) -> str:
    return queries.availability(event)


@register.filter
def free_seats(event) -> int | None:
    return queries.free_seats(event)


@register.filter
def state_colour(value) -> str:
    """The colour class of an availability; its words and icon say the same."""
    return wording.LOOKS[value][0]


@register.filter
def state_icon(value) -> str:
    return wording.LOOKS[value][1]


@register.filter
def state_words(event) -> str:
    """The event's state now in words."""
    return wording.state_words(event)
