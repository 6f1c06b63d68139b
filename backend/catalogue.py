"""The German catalogue: made from the sources, merged, checked and compiled without GNU gettext."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = settings.BASE_DIR
CATALOGUE = ROOT / "backend" / "locale" / "de" / "LC_MESSAGES" / "django.po"
PACKAGES = ("backend", "notifications", "events", "networking")
METADATA = {
    "Project-Id-Version": "Treffwerk",
    "Language": "de",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
KEYWORDS: dict = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_PLACEHOLDER = re.compile(r"(?<!%)%(?:\(\w+\))?[sd]")


class Sentence(NamedTuple):
    """One thing to translate; context and plural are empty for most."""

    context: str
    singular: str
    plural: str


def sources() -> list[Path]:
    """Every file that may hold a sentence for people: Python code without migrations, and templates."""
    python = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    templates = [path for ending in ("html", "txt") for path in (ROOT / "templates").rglob(f"*.{ending}")]
    return sorted(path for path in [*python, *templates] if "migrations" not in path.parts)


def extract() -> dict[Sentence, set[str]]:
    """Every sentence of the sources with the files it stands in."""
    found: dict[Sentence, set[str]] = {}
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        for sentence in sentences_in(path.read_text(encoding="utf-8"), name):
            found.setdefault(sentence, set()).add(name)
    return found


def sentences_in(text: str, name: str) -> list[Sentence]:
    """The sentences of one file; `name` tells Python from a template."""
    from babel.messages.extract import extract_python  # noqa: PLC0415 -- a developer's tool; compiling needs none

    if not name.endswith(".py"):
        # Django turns a template into gettext calls; its indentation would confuse the reader of Python.
        text = "\n".join(line.strip() for line in templatize(text, origin=name).splitlines())
    calls = extract_python(BytesIO(text.encode()), KEYWORDS, [], {"encoding": "utf-8"})
    return [
        _sentence(KEYWORDS[function], messages) for _line, function, messages, _comments in calls if messages
    ]


def _sentence(positions: tuple | None, messages) -> Sentence:
    arguments = list(messages) if isinstance(messages, tuple) else [messages]
    has_context = bool(positions) and (1, "c") in positions
    context = arguments.pop(0) if has_context else ""
    takes_plural = positions is not None and len(positions) == 2 + has_context
    return Sentence(context, arguments[0], arguments[1] if takes_plural else "")


def read() -> polib.POFile:
    """The catalogue as it stands, or an empty one."""
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE))
    return polib.POFile()


def key(entry: polib.POEntry) -> Sentence:
    return Sentence(entry.msgctxt or "", entry.msgid, entry.msgid_plural)


def renewed(old: polib.POFile, found: dict[Sentence, set[str]]) -> polib.POFile:
    """A catalogue with exactly the sentences found, sorted, and the translations that `old` has of them."""
    known = {key(entry): entry for entry in old}
    new = polib.POFile(wrapwidth=110)
    new.metadata = dict(METADATA)
    for sentence in sorted(found, key=lambda sentence: (sentence.singular, sentence)):
        new.append(_entry(sentence, found[sentence], known.get(sentence)))
    return new


def _entry(sentence: Sentence, files: set[str], old: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=sentence.singular,
        msgid_plural=sentence.plural,
        msgctxt=sentence.context or None,
        occurrences=[(name, "") for name in sorted(files)],
        flags=["python-format"] if _PLACEHOLDER.search(sentence.singular + sentence.plural) else [],
    )
    if sentence.plural:
        entry.msgstr_plural = dict(old.msgstr_plural) if old else {0: "", 1: ""}
    else:
        entry.msgstr = old.msgstr if old else ""
    if old and old.fuzzy:
        entry.flags.append("fuzzy")
    return entry


def merge(catalogue: polib.POFile, path: Path) -> list[str]:
    """Write the translations of a JSON file into `catalogue`; returns what found no place in it.

    {"English": "German", "one|many": ["einer", "viele"], "context\\u0004English": "German"}
    """
    entries = {}
    for entry in catalogue:
        sentence = key(entry)
        name = "|".join(filter(None, [sentence.singular, sentence.plural]))
        entries[f"{sentence.context}\x04{name}" if sentence.context else name] = entry
    strangers = []
    for name, german in json.loads(path.read_text(encoding="utf-8")).items():
        entry = entries.get(name)
        if entry is None or bool(entry.msgid_plural) != isinstance(german, list):
            strangers.append(name)
        elif entry.msgid_plural:
            entry.msgstr_plural = dict(enumerate(german))
        else:
            entry.msgstr = german
    return strangers


def faults(catalogue: polib.POFile, found: dict[Sentence, set[str]]) -> list[str]:
    """What keeps the catalogue from being complete and safe, one line each; empty when all is well."""
    entries = {key(entry): entry for entry in catalogue if not entry.obsolete}
    lines = [
        f"missing: {sentence.singular!r} ({min(found[sentence])})"
        for sentence in found
        if sentence not in entries
    ]
    lines += [f"obsolete: {sentence.singular!r}" for sentence in entries if sentence not in found]
    lines += [f"obsolete: {entry.msgid!r}" for entry in catalogue.obsolete_entries()]
    for sentence, entry in entries.items():
        if entry.fuzzy:
            lines.append(f"fuzzy: {sentence.singular!r}")
        lines += _faults_of(entry)
    return sorted(lines)


def _faults_of(entry: polib.POEntry) -> list[str]:
    """A plural form may leave the number out ("eine Anmeldung"); none may name what the source does not."""
    pairs = [(entry.msgid, entry.msgstr)]
    if entry.msgid_plural:
        pairs = [(entry.msgid_plural, entry.msgstr_plural.get(form, "")) for form in (0, 1)]
    if not all(german.strip() for _english, german in pairs):
        return [f"untranslated: {entry.msgid!r}"]
    lines = []
    for english, german in pairs:
        wanted, given = set(_PLACEHOLDER.findall(english)), set(_PLACEHOLDER.findall(german))
        if given - wanted or (wanted - given and not entry.msgid_plural):
            lines.append(f"placeholders: {entry.msgid!r} wants {sorted(wanted)}, has {sorted(given)}")
    return lines


def save(catalogue: polib.POFile) -> None:
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))


def compile_catalogue() -> Path:
    """Write the .mo file that Django reads beside the catalogue; returns its path."""
    target = CATALOGUE.with_suffix(".mo")
    read().save_as_mofile(str(target))
    return target
