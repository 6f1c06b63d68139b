"""The first draft of an issue, made from the data; the editor only has to shorten it.

Events until about the next issue, what took place since the last one, new and completed projects, one that looks for
partners, and calls with a deadline. Only what anybody may know.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.models import Event
from networking.enums import Fit
from networking.models import FundingCall, Project
from networking.models.translated import Translated
from notifications.enums import BlockKind
from notifications.models import Issue
from notifications.newsletter.blocks import Block, new
from notifications.newsletter.merging import Content

LOOKS_BACK = timedelta(days=45)  # where no issue was sent before
LOOKS_AHEAD = timedelta(days=60)
MOST_EVENTS, MOST_PROJECTS, MOST_LINES = 8, 3, 6


@dataclass(frozen=True)
class Draft:
    content: Content
    since: datetime


def draft(now: datetime | None = None) -> Draft:
    """What there is to tell at that moment, in both languages."""
    now = now or timezone.now()
    last = Issue.objects.published().first()
    since = last.sent_at if last and last.sent_at else now - LOOKS_BACK
    blocks = [_text(_greeting)]
    for chapter in (_coming(now), _past(since, now), _projects(since, now), _calls(now)):
        blocks += chapter
    content: Content = {"blocks": blocks}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            month = date_format(timezone.localtime(now), "F Y")
            content[f"subject_{language}"] = _("Newsletter %(month)s: events and projects") % {"month": month}
            content[f"preheader_{language}"] = _("What is coming up, who is new, who is looking for partners")
    return Draft(content, since)


def _greeting() -> str:
    return _(
        "Hello,\n\nhere is what is new in the Masterplan Industriestadt Berlin. We look forward to seeing you."
    )


def _coming(now: datetime) -> list[Block]:
    events = Event.objects.public().filter(state="published").upcoming(now)
    events = events.filter(starts_at__lte=now + LOOKS_AHEAD)[:MOST_EVENTS]
    teasers = [new(BlockKind.EVENT, event=str(event.uuid)) for event in events]
    if not teasers:
        return []
    return [
        _text(lambda: "## " + _("Coming events")),
        *teasers,
        new(BlockKind.PERSONAL),
        new(BlockKind.DIVIDER),
    ]


def _past(since: datetime, now: datetime) -> list[Block]:
    events = Event.objects.public().filter(state="published", ends_at__gt=since).past(now)[:MOST_LINES]
    return _chapter(lambda: _("What has been"), list(events))


def _projects(since: datetime, now: datetime) -> list[Block]:
    seen = Project.objects.visible_to(AnonymousUser())
    fresh = list(seen.filter(created_at__gt=since).ongoing().order_by("-created_at", "pk")[:MOST_PROJECTS])
    ended = Q(grant__ends_on__gt=since.date(), grant__ends_on__lte=now.date()) & Q(is_completed=True)
    blocks = []
    if fresh:
        blocks = [_text(lambda: "## " + _("New projects"))]
        blocks += [new(BlockKind.PROJECT, project=str(project.public_id)) for project in fresh]
    blocks += _chapter(
        lambda: _("Completed projects"), list(seen.filter(ended).order_by("title_de")[:MOST_LINES])
    )
    wanted = _looking_for_partners(seen)
    if wanted:
        blocks += [
            _text(lambda: "## " + _("Looking for partners")),
            new(BlockKind.PARTNERS, project=str(wanted.public_id)),
        ]
    return blocks


def _looking_for_partners(seen) -> Project | None:
    """An ongoing project with many good suggestions, another one than in the last issue."""
    told = {b.get("project") for issue in Issue.objects.published()[:6] for b in issue.blocks}
    good = Count("suggestions", filter=Q(suggestions__fit__in=[Fit.VERY_GOOD, Fit.GOOD]))
    found = seen.ongoing().annotate(good=good).filter(good__gt=0).order_by("-good", "title_de")
    return next((project for project in found[:20] if str(project.public_id) not in told), None)


def _calls(now: datetime) -> list[Block]:
    today = timezone.localdate(now)
    calls = FundingCall.objects.filter(deadline_on__gte=today).order_by("deadline_on", "slug")

    def lines() -> str:
        rows = []
        for call in calls[:MOST_LINES]:
            until = _("until %(date)s") % {"date": date_format(call.deadline_on or today, "DATE_FORMAT")}
            name = _linked(_safe(call.title), call.report_url)
            rows.append(f"- {name} ({until})")
        return "## " + _("Calls with a deadline") + "\n\n" + "\n".join(rows)

    return [_text(lines)] if calls.exists() else []


def _chapter(title, rows: Iterable[Translated]) -> list[Block]:
    """A heading and a list of links."""

    def lines() -> str:
        return f"## {title()}\n\n" + "\n".join(
            f"- {_linked(_safe(row.title), settings.SITE_URL + row.get_absolute_url())}"  # type: ignore[attr-defined]
            for row in rows
        )

    return [_text(lines)] if rows else []


def _text(write) -> Block:
    """A text block that `write` says in each language."""
    texts = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            texts[f"text_{language}"] = write()
    return new(BlockKind.TEXT, **texts)


def _linked(label: str, address: str) -> str:
    return f"[{label}]({address})" if address else label


def _safe(text: str) -> str:
    """Titles are no Markdown."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#" else letter for letter in text)
