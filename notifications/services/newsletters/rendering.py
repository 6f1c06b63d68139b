"""From an issue's pieces to the letter that goes out: HTML with inlined styles and a text that says the same.

Links of the reader's own and the personal part are marks (services/marks.py), filled at sending.
"""

import base64
import re
from functools import cache

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from networking.models import Picture
from networking.services.pictures import as_jpeg
from notifications.models import Issue
from notifications.newsletter import palette
from notifications.newsletter.pieces import Piece
from notifications.services import marks
from notifications.services.letter import Letter

PERSONAL = "personal"
WIDTH = 552  # of pictures, in the mail's own measure; they are sent with twice as many dots
_CID = re.compile(r"cid:([0-9a-f-]{36})@[^\"]+")
_DARK = "@media (prefers-color-scheme: dark)"


def letter(issue: Issue, pieces: list[Piece], language: str) -> Letter:
    """The mail in that language, its marks unfilled."""
    with translation.override(language):
        context = _context(issue, pieces, language)
        html = _inliner().inline(render_to_string("notifications/issue/mail.html", context))
        text = render_to_string("notifications/issue/mail.txt", context)
    return Letter(issue.in_language("subject", language), _tidy(text), html)


def personal_part(events: list[Piece], *, has_chosen: bool) -> dict[str, str]:
    """What stands in the place of the personal part, in the active language; both empty without events."""
    if not events:
        return {"text": "", "html": ""}
    context = {"events": events, "has_chosen": has_chosen}
    html = render_to_string("notifications/issue/personal.html", context)
    return {
        "text": _tidy(render_to_string("notifications/issue/personal.txt", context)),
        "html": _inliner().inline_fragment(f"<div>{html}</div>", _css()),
    }


def sent_along(issue: Issue, pieces: list[Piece]) -> list[dict[str, str]]:
    """The pictures that travel with the mail, as `CompiledMail.pictures`; none where they are linked."""
    if issue.links_pictures:
        return []
    ids = {piece["id"] for piece in pieces if piece["kind"] == "image"}
    return [
        {"cid": cid(str(p.public_id)), "content": base64.b64encode(as_jpeg(p, 2 * WIDTH)).decode()}
        for p in Picture.objects.filter(public_id__in=ids).order_by("pk")
    ]


def cid(public_id: str) -> str:
    return f"{public_id}@{settings.CALENDAR_HOST}"


def for_screen(html: str, pictures: list[dict[str, str]], *, dark: bool = False) -> str:
    """The HTML as a browser shows it beside the page: pictures within, links of the reader's own without an aim."""
    contents = {picture["cid"]: picture["content"] for picture in pictures}
    html = _CID.sub(lambda found: f"data:image/jpeg;base64,{contents.get(found[0][4:], '')}", html)
    return html.replace(_DARK, "@media all") if dark else html


def _context(issue: Issue, pieces: list[Piece], language: str) -> dict:
    return {
        "subject": issue.in_language("subject", language),
        "preheader": issue.in_language("preheader", language),
        "language": language,
        "pieces": [_with_source(issue, piece) if piece["kind"] == "image" else piece for piece in pieces],
        "picture_width": WIDTH,
        "links": marks.Marks(),
        "personal": marks.slot(PERSONAL),
        "css": _css(),
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "online": settings.SITE_URL + issue.get_absolute_url(),
        "office": settings.OFFICE,
    }


def _with_source(issue: Issue, piece: Piece) -> Piece:
    """Where the mail finds the picture, and how high it is there: the text must not jump."""
    address = settings.SITE_URL + reverse("notifications:newsletter_picture", args=[piece["id"]])
    source = address if issue.links_pictures else f"cid:{cid(piece['id'])}"
    return piece | {"src": source, "shown_height": round(WIDTH * piece["height"] / piece["width"])}


@cache
def _inliner() -> css_inline.CSSInliner:
    """Knows no network; what is about dark screens and phones stays in the head."""
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)


@cache
def _css() -> str:
    return render_to_string("notifications/issue/mail.css", {"light": palette.LIGHT, "dark": palette.DARK})


def _tidy(text: str) -> str:
    """At most one empty line in a row: template tags leave gaps."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.splitlines())).strip() + "\n"
