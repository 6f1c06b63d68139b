"""What templates of every floor need."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.template.defaultfilters import date as format_date
from django.utils import timezone, translation
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from networking.access import can

register = template.Library()


@register.filter
def long_date(value) -> str:
    """Thursday, 3 December 2026 (in Berlin)."""
    return _long(_day(value), _german()) if value else ""


@lru_cache(maxsize=4096)  # a few days stand on many pages
def _long(day: date, german: bool) -> str:
    return format_date(day, "l, j. F Y" if german else "l, j F Y")


@register.filter
def leaf(value) -> tuple[str, str, str]:
    """Thu, 3, Dec (in Berlin): what a tear-off calendar shows of a day."""
    return _leaf(_day(value), _german())


@lru_cache(maxsize=4096)
def _leaf(day: date, german: bool) -> tuple[str, str, str]:
    return format_date(day, "D"), str(day.day), format_date(day, "M")


@register.filter
def machine_time(value) -> str:
    """2026-12-03T16:00:00+01:00, for the datetime attribute: HTML knows no microseconds."""
    return _local(value).isoformat(timespec="seconds")


@register.filter
def clock_time(value) -> str:
    """9:30 or 16:00 (in Berlin), without a leading zero."""
    local = _local(value)
    return f"{local.hour}:{local.minute:02}" if local else ""


@register.filter
def event_time(event) -> str:
    """16:00 – 19:30 o'clock, several days with dates, empty for all-day events."""
    if event.all_day:
        return ""
    if _day(event.starts_at) == event.last_day:
        return _("%(start)s – %(end)s") % {
            "start": clock_time(event.starts_at),
            "end": clock_time(event.ends_at),
        }
    return _("from %(start)s") % {"start": clock_time(event.starts_at)}


@register.filter
def event_date(event) -> str:
    """The day written out, or the first and last day."""
    first = long_date(event.starts_at)
    if _day(event.starts_at) == event.last_day:
        return first
    return _("%(first)s to %(last)s") % {"first": first, "last": long_date(event.last_day)}


def _local(value):
    return timezone.localtime(value) if hasattr(value, "tzinfo") else value


def _day(value) -> date:
    local = _local(value)
    return local.date() if isinstance(local, datetime) else local


def _german() -> bool:
    return (translation.get_language() or "de").startswith("de")


@register.simple_tag(takes_context=True)
def query(context, **changes) -> str:
    """The current query string with some values changed; None or an empty value removes one."""
    values = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            values.pop(name, None)
        else:
            values[name] = value
    return f"?{values.urlencode()}" if values else "?"


@register.simple_tag(takes_context=True)
def without(context, name: str, value: str = "") -> str:
    """The current query string without one value of a parameter, or without the parameter; from the first page."""
    values = context["request"].GET.copy()
    rest = [other for other in values.getlist(name) if value and other != value]
    values.setlist(name, rest)
    values.pop("page", None)
    return f"?{values.urlencode()}"


@register.simple_tag(takes_context=True)
def here(context, *names) -> str:
    """Marks the link to the section this page belongs to; the first name is the page the link leads to."""
    match = getattr(context.get("request"), "resolver_match", None)
    if match is None or match.view_name not in names:
        return ""
    return mark_safe(' aria-current="page"' if match.view_name == names[0] else ' aria-current="true"')  # noqa: S308


@register.simple_tag
def option_list(options) -> str:
    """The options of a filter with their figures; in Python, because there are a hundred on a page."""
    rows = ((row.value, _SELECTED if row.is_chosen else "", row.label, row.number) for row in options)
    return format_html_join("", '<option value="{}"{}>{} ({})</option>', rows)


_SELECTED = mark_safe(" selected")


@register.filter
def elided_pages(page):
    """The numbers of a paginator's pages around this one, gaps as an ellipsis."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def may(context, verb: str, obj=None) -> bool:
    """Whether the signed-in person may do this: `{% may "event.edit" event as editable %}`."""
    return can(context["request"].user, verb, obj)
