"""Projects and topics from JSON lines, rankings to JSON lines: for any set of projects, without the database."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from networking.errors import ImportRefused
from networking.matching.portrait import Portrait, Scheme, Topic


def read_portraits(path: Path, characters: int | None = None) -> list[Portrait]:
    """The projects of a file, texts cut to so many characters. Raises ImportRefused with every fault."""
    return [
        Portrait(
            id=row["id"],
            title=row.get("title") or "",
            text=(row.get("text") or "")[:characters],
            topics=tuple(row.get("topics") or ()),
            organisations=tuple(row.get("organisations") or ()),
        )
        for row in _rows(path, {"title": str, "text": str, "topics": list, "organisations": list})
    ]


def read_topics(path: Path) -> list[Topic]:
    """The topics of a file. Raises ImportRefused with every fault."""
    rows = _rows(path, {"label": str, "broader": str})
    return [Topic(row["id"], row.get("label") or "", row.get("broader") or None) for row in rows]


def write_rankings(path: Path, rankings: Iterable[tuple[str, list[str]]]) -> None:
    """One {"id", "ranking"} a line; the file appears when it is complete."""
    unfinished = path.with_name(path.name + ".unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        for project, others in rankings:
            file.write(json.dumps({"id": project, "ranking": others}, ensure_ascii=False) + "\n")
    unfinished.replace(path)


def _rows(path: Path, columns: Mapping[str, type]) -> list[dict[str, Any]]:
    faults: list[str] = []
    rows: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        found = _row(line, columns)
        if isinstance(found, dict) and found["id"] in rows:
            found = _("the id %(id)s is there twice.") % {"id": found["id"]}
        if isinstance(found, str):
            faults.append(_("%(file)s, line %(line)d: ") % {"file": path.name, "line": number} + found)
        else:
            rows[found["id"]] = found
    if faults:
        raise ImportRefused(faults)
    return list(rows.values())


def _lines(path: Path) -> list[str]:
    """Split at line feeds only: texts may hold other signs that end a line."""
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        fault = _("%(file)s cannot be read: %(error)s") % {"file": path, "error": error}
        raise ImportRefused([fault]) from error


def _row(line: str, columns: Mapping[str, type]) -> dict[str, Any] | str:
    """The object of a line, or what is wrong with it."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return _("this is not JSON.")
    if not isinstance(row, dict):
        return _("this is not an object.")
    if not isinstance(row.get("id"), str) or not row["id"]:
        return _("“id” must be a text that is not empty.")
    for name, kind in columns.items():
        if (value := row.get(name)) is None:
            continue
        if not isinstance(value, kind) or (isinstance(value, list) and not _all_texts(value)):
            expected = _("a list of texts") if kind is list else _("a text")
            return _("“%(name)s” must be %(expected)s.") % {"name": name, "expected": expected}
    return row


def _all_texts(values: list[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def doubts(portraits: Iterable[Portrait], topics: list[Topic]) -> list[str]:
    """What is odd about the files but does not stand in the way, a sentence each."""
    scheme, found = Scheme(topics), []
    labels: dict[str, list[str]] = defaultdict(list)
    for topic in topics:
        labels[" ".join(topic.label.split()).casefold()].append(topic.id)
    for ids in labels.values():
        if len(ids) > 1:
            found.append(
                _("These topics have the same label and count as different ones: %s.") % ", ".join(ids)
            )
    if circles := scheme.circles():
        found.append(
            _("These topics stand above themselves; the circle ends where it begins: %s.")
            % ", ".join(circles)
        )
    known = scheme.topics.keys()
    if strays := sorted({topic.broader for topic in topics if topic.broader} - known):
        found.append(_("These broader topics do not exist and are left out: %s.") % ", ".join(strays))
    if unknown := sorted({topic for portrait in portraits for topic in portrait.topics} - known):
        found.append(_("These topics of projects do not exist and are left out: %s.") % ", ".join(unknown))
    return found
