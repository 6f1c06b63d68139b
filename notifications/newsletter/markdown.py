"""The newsletter's texts: written in Markdown, shown as a few kinds of HTML and as plain text.

HTML typed into a text is text. What Markdown made of it is held against a list of allowed elements once more.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "h2", "h3", "blockquote"}
SCHEMES = {"https", "http", "mailto", "tel"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(
    ["image", "code", "fence", "html_block", "html_inline"]
)
_FORBIDDEN = re.compile("[\ue000-\uf8ff]")  # the marks of stored mails


def html(text: str) -> str:
    """The text as HTML for mail and page. Headings begin at the second level: the first is the issue's own."""
    tokens = _tokens(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h2" if token.tag in ("h1", "h2") else "h3"
    made = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return nh3.clean(
        made, tags=TAGS, attributes={"a": {"href"}, "ol": {"start"}}, url_schemes=SCHEMES, link_rel=None
    ).strip()


def plain(text: str) -> str:
    """The text as one reads it without design: headings, bullets, and each link's address behind its words."""
    return re.sub(r"\n{3,}", "\n\n", "".join(_lines(_tokens(text)))).strip()


def links(text: str) -> list[str]:
    """Every address the text links to."""
    inline = [child for token in _tokens(text) for child in token.children or ()]
    return [str(child.attrs.get("href", "")) for child in inline if child.type == "link_open"]


def _tokens(text: str) -> list[Token]:
    return _MARKDOWN.parse(_FORBIDDEN.sub("", text))


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    counts: list[int | None] = []
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            counts.append(int(token.attrs.get("start", 1)) if token.tag == "ol" else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            counts.pop()
            yield "\n"
        elif token.type == "list_item_open":
            number = counts[-1]
            yield "  " * (len(counts) - 1) + ("- " if number is None else f"{number}. ")
            counts[-1] = None if number is None else number + 1
        elif token.type == "inline":
            yield "".join(_words(token.children or ()))
            yield "\n" if counts else "\n\n"


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    address, said = "", ""
    for token in tokens:
        if token.type == "link_open":
            address, said = str(token.attrs.get("href", "")), ""
        elif token.type == "link_close":
            yield "" if said == address else f" ({address.removeprefix('mailto:')})"
        elif token.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif token.content:
            said += unescape(token.content)
            yield token.content
