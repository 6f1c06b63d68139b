"""What an issue's blocks say in one language: references resolved, Markdown turned into HTML and plain text.

Only what anybody may be told of: a confidential event, an unpublished project become {"kind": "missing"}, and their
names stand nowhere. The result is plain JSON, so that it can be frozen.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from events.models import Event
from networking.models import Picture, Project
from networking.queries import Related, related, with_portrait
from notifications.enums import BlockKind
from notifications.models import Issue
from notifications.newsletter import markdown
from notifications.newsletter.blocks import Block

Piece = dict[str, Any]
MOST_PARTNERS = 3


def pieces(issue: Issue, language: str) -> list[Piece]:
    """All blocks in their order; each piece carries the `key` of its block."""
    with translation.override(language):
        known = _Known(issue.blocks)
        return [
            _MAKERS[block["kind"]](block, known, language) | {"key": block["key"]} for block in issue.blocks
        ]


def frozen(issue: Issue) -> dict[str, list[Piece]]:
    """The issue in both languages, as it is agreed to."""
    return {language: pieces(issue, language) for language, _name in settings.LANGUAGES}


def is_outdated(issue: Issue) -> bool:
    """Whether what was agreed to is no longer true: an event moved, was cancelled, became confidential, …"""
    return any(
        _told(old) != _told(new)
        for language, agreed in issue.frozen.items()
        for old, new in zip(agreed, pieces(issue, language), strict=True)
    )


def still_public(agreed: list[Piece]) -> list[Piece]:
    """What of it anybody may still read: an event or project that was withdrawn since is left out."""
    events = {piece["id"] for piece in agreed if piece["kind"] == BlockKind.EVENT}
    projects = {p["id"] for piece in agreed for p in (piece, *piece.get("others", ())) if "id" in p}
    shown = Event.objects.public().filter(uuid__in=events)
    seen = Project.objects.visible_to(AnonymousUser()).filter(public_id__in=projects)
    public = {
        str(key)
        for rows, column in ((shown, "uuid"), (seen, "public_id"))
        for key in rows.values_list(column, flat=True)
    }
    kept = []
    for piece in agreed:
        if (
            piece["kind"] in (BlockKind.EVENT, BlockKind.PROJECT, BlockKind.PARTNERS)
            and piece["id"] not in public
        ):
            continue
        others = [other for other in piece.get("others", ()) if other["id"] in public]
        kept.append(piece | {"others": others} if "others" in piece else piece)
    return kept


def teaser(event: Event) -> Piece:
    """What a newsletter says of an event, in the active language."""
    return {
        "kind": "event",
        "id": str(event.uuid),
        "format": event.format,
        "format_label": event.get_format_display(),
        "title": event.title,
        "when": render_to_string("events/_when.txt", {"event": event}).strip(),
        "place": event.place,
        "summary": event.summary,
        "is_cancelled": event.is_cancelled,
        "url": settings.SITE_URL + event.get_absolute_url(),
    }


class _Known:
    """What the blocks refer to and anybody may see, read in one query per kind."""

    def __init__(self, blocks: list[Block]):
        def named(entry: str) -> set[str]:
            return {block[entry] for block in blocks if block.get(entry)}

        self.events = {str(e.uuid): e for e in Event.objects.public().filter(uuid__in=named("event"))}
        published = Project.objects.visible_to(AnonymousUser()).filter(public_id__in=named("project"))
        self.projects = {str(p.public_id): p for p in with_portrait(published)}
        shown = Picture.objects.filter(public_id__in=named("picture")).defer("content")
        self.pictures = {str(picture.public_id): picture for picture in shown}


def _text(block: Block, _known: _Known, language: str) -> Piece:
    text = block[f"text_{language}"]
    return {"kind": "text", "html": markdown.html(text), "plain": markdown.plain(text)}


def _event(block: Block, known: _Known, _language: str) -> Piece:
    event = known.events.get(block["event"])
    return teaser(event) if event else _missing(block)


def _project(block: Block, known: _Known, _language: str) -> Piece:
    project = known.projects.get(block["project"])
    return {"kind": "project"} | _portrait(project) if project else _missing(block)


def _partners(block: Block, known: _Known, _language: str) -> Piece:
    project = known.projects.get(block["project"])
    if project is None:
        return _missing(block)
    others = [_partner(row) for row in related(project, AnonymousUser(), most=MOST_PARTNERS)]
    return {"kind": "partners"} | _portrait(project) | {"others": others}


def _image(block: Block, known: _Known, language: str) -> Piece:
    picture = known.pictures.get(block["picture"])
    if picture is None:
        return _missing(block)
    return {
        "kind": "image",
        "id": str(picture.public_id),
        "width": picture.width,
        "height": picture.height,
        "alt": block[f"alt_{language}"],
        "credit": block["credit"],
        "url": block["url"],
    }


def _button(block: Block, _known: _Known, language: str) -> Piece:
    return {"kind": "button", "label": block[f"label_{language}"], "url": block["url"]}


def _bare(block: Block, _known: _Known, _language: str) -> Piece:
    return {"kind": block["kind"]}


def _missing(block: Block) -> Piece:
    return {"kind": "missing", "of": block["kind"]}


def _portrait(project: Project) -> Piece:
    return {
        "id": str(project.public_id),
        "title": project.title,
        "summary": project.summary,
        "url": settings.SITE_URL + reverse("networking:project", args=[project.slug]),
    }


def _partner(row: Related) -> Piece:
    shared = [topic.label for topic in (*row.topics, *row.areas)] + row.words
    return _portrait(row.project) | {"shared": shared[:3]}


def _told(piece: Piece) -> Any:
    """What of a piece must still be true when it goes out; suggestions are renewed every hour."""
    if piece["kind"] == BlockKind.PARTNERS:
        return piece["kind"], piece["id"]
    return piece


_MAKERS = {
    BlockKind.TEXT: _text,
    BlockKind.EVENT: _event,
    BlockKind.PROJECT: _project,
    BlockKind.PARTNERS: _partners,
    BlockKind.IMAGE: _image,
    BlockKind.BUTTON: _button,
    BlockKind.DIVIDER: _bare,
    BlockKind.PERSONAL: _bare,
}
