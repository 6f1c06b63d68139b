"""What is looked at before an issue may go out; each finding says what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from notifications.enums import BlockKind
from notifications.models import Issue
from notifications.newsletter import markdown, palette
from notifications.newsletter.pieces import frozen
from notifications.services import marks
from notifications.services.newsletters import rendering

LARGEST = 100_000  # bytes: Gmail cuts a mail off at about 102 kB, and the unsubscribe link with it


@dataclass(frozen=True)
class Fault:
    """`key` names the block to look at; empty where it is about the whole issue."""

    sentence: str
    key: str = ""


@dataclass(frozen=True)
class Check:
    name: str
    title: str
    faults: list[Fault]

    @property
    def is_met(self) -> bool:
        return not self.faults


class Examination:
    """An issue as it stands, rendered once in both languages."""

    def __init__(self, issue: Issue):
        self.issue = issue
        self.pieces = frozen(issue)
        self.numbers = {block["key"]: number for number, block in enumerate(issue.blocks, start=1)}

    @cached_property
    def letters(self) -> dict:
        return {
            language: rendering.letter(self.issue, pieces, language)
            for language, pieces in self.pieces.items()
        }

    @cached_property
    def checks(self) -> list[Check]:
        found = (
            ("languages", _("Both languages are complete"), self._languages()),
            ("references", _("Events, projects and pictures are there"), self._references()),
            ("alt", _("Pictures are described"), self._descriptions()),
            ("links", _("Links are whole and safe"), self._links()),
            ("size", self._size_title(), self._size()),
            ("unsubscribe", _("One can unsubscribe"), self._unsubscribe()),
            ("contrast", self._contrast_title(), self._contrast()),
        )
        return [Check(name, title, list(faults)) for name, title, faults in found]

    @property
    def faults(self) -> list[Fault]:
        return [fault for check in self.checks for fault in check.faults]

    def _languages(self) -> Iterator[Fault]:
        if not self.issue.blocks:
            yield Fault(_("The issue is empty: add a block."))
        for language, name in settings.LANGUAGES:
            if not getattr(self.issue, f"subject_{language}"):
                yield Fault(_("Enter the subject: %(language)s.") % {"language": _(str(name))})
        for block in self.issue.blocks:
            for entry in {BlockKind.TEXT: ("text",), BlockKind.BUTTON: ("label",)}.get(block["kind"], ()):
                for language, name in settings.LANGUAGES:
                    if not block[f"{entry}_{language}"].strip():
                        yield self._fault(
                            _("enter the text in %(language)s.") % {"language": _(str(name))}, block
                        )

    def _references(self) -> Iterator[Fault]:
        rows = {block["key"]: block for block in self.issue.blocks}
        for piece in self.pieces["de"]:
            block = rows[piece["key"]]
            if piece["kind"] == "missing":
                yield self._fault(_("choose something that is public, or remove the block."), block)
            elif piece["kind"] == "event" and piece["is_cancelled"]:
                yield self._fault(
                    _("the event is cancelled. Remove the block or choose another event."), block
                )
            elif piece["kind"] == "partners" and not piece["others"]:
                yield self._fault(_("nobody is suggested to this project. Choose another project."), block)

    def _descriptions(self) -> Iterator[Fault]:
        for block in self.issue.blocks:
            if block["kind"] == BlockKind.IMAGE and not (block["alt_de"].strip() and block["alt_en"].strip()):
                yield self._fault(
                    _("describe the picture in both languages for those who do not see it."), block
                )

    def _links(self) -> Iterator[Fault]:
        for block in self.issue.blocks:
            for address in _addresses(block):
                if not _is_safe(address):
                    sentence = _(
                        "write the whole address, beginning with https://, instead of “%(address)s”."
                    )
                    yield self._fault(sentence % {"address": address or "…"}, block)

    def _size(self) -> Iterator[Fault]:
        if self._largest > LARGEST:
            yield Fault(_("Shorten the issue: some mail programs cut it off above 100 kB."))

    def _unsubscribe(self) -> Iterator[Fault]:
        mark = marks.slot("newsletter_unsubscribe")
        if not all(mark in letter.html and mark in letter.text for letter in self.letters.values()):
            yield Fault(_("The link to unsubscribe is missing. Tell whoever runs the platform."))

    def _contrast(self) -> Iterator[Fault]:
        if palette.lowest_contrast() < palette.ENOUGH:
            yield Fault(
                _("The design's colours are too close to each other. Tell whoever runs the platform.")
            )

    def _size_title(self) -> str:
        return _("Size: %(size)s kB of at most 100") % {"size": round(self._largest / 1000)}

    def _contrast_title(self) -> str:
        return _("Colours can be told apart, light and dark: at least %(ratio)s : 1") % {
            "ratio": f"{palette.lowest_contrast():.1f}"
        }

    @cached_property
    def _largest(self) -> int:
        return max(len(letter.html.encode()) for letter in self.letters.values())

    def _fault(self, sentence: str, block: dict) -> Fault:
        where = _("Block %(number)d (%(kind)s): %(sentence)s") % {
            "number": self.numbers[block["key"]],
            "kind": BlockKind(block["kind"]).label,
            "sentence": sentence,
        }
        return Fault(where, block["key"])


def _addresses(block: dict) -> Iterator[str]:
    if block["kind"] == BlockKind.TEXT:
        yield from {*markdown.links(block["text_de"]), *markdown.links(block["text_en"])}
    if block["kind"] == BlockKind.BUTTON or block.get("url"):
        yield block["url"]


def _is_safe(address: str) -> bool:
    """An absolute https address, one of this house, or a mail address."""
    if address.startswith(("mailto:", settings.SITE_URL + "/")):
        return True
    parts = urlsplit(address)
    return parts.scheme == "https" and "." in parts.netloc
