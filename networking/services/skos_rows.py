"""Reading a SKOS vocabulary in Turtle as rows of the import of topics. Nothing is fetched: the file is all there is."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from rdflib import Graph, Literal, URIRef
from rdflib.exceptions import ParserError
from rdflib.namespace import RDF, SKOS

from networking.services.import_rows import Column, Row, fill, place, text_of

_UNREADABLE = (ParserError, SyntaxError, ValueError, AssertionError, IndexError, RecursionError)
"""What rdflib raises for files that are no Turtle."""
_END = re.compile(r"[/#:]")


def rows_of(name: str, content: bytes, columns: Sequence[Column], faults: list[str]) -> list[Row]:
    """A row for each concept of the file; what cannot be read is appended to `faults`."""
    text = text_of(name, content, faults)
    if text is None:
        return []
    graph = Graph()
    try:
        graph.parse(data=text, format="turtle", publicID="urn:file:")
    except _UNREADABLE as error:
        line = getattr(error, "lines", None)
        faults.append(place(name, None if line is None else line + 1) + _("This is not valid Turtle."))
        return []
    concepts = sorted(
        node for node in graph.subjects(RDF.type, SKOS.Concept, unique=True) if isinstance(node, URIRef)
    )
    if not concepts:
        faults.append(place(name) + _("There is no skos:Concept in this file."))
    slugs = {str(concept): _slug(graph, concept) for concept in concepts}
    rows = []
    for concept in concepts:
        row = Row(name, _line(text, concept), None)
        faults.extend(_doubts(graph, concept, row))
        faults.extend(fill(row, _cells(graph, concept, slugs), columns))
        rows.append(row)
    return rows


def _slug(graph: Graph, concept: URIRef) -> str:
    """The notation where it is a short name, else the end of the concept's address."""
    notations = sorted(str(value) for value in graph.objects(concept, SKOS.notation))
    last = _END.split(str(concept).rstrip("/#"))[-1]
    return next((text for text in notations if text == slugify(text)), slugify(last)[:50])


def _cells(graph: Graph, concept: URIRef, slugs: dict[str, str]) -> dict[str, Any]:
    labels = dict(_by_language(graph, concept, SKOS.prefLabel))
    german = labels.pop("de", None) or labels.pop("", None)
    english = labels.pop("en", None)
    others = [("", text) for text in labels.values()]
    others += _by_language(graph, concept, SKOS.altLabel) + _by_language(graph, concept, SKOS.hiddenLabel)
    notes = dict(_by_language(graph, concept, SKOS.definition))
    notes |= dict(_by_language(graph, concept, SKOS.scopeNote))
    above = _above(graph, concept)
    return {
        "slug": slugs[str(concept)],
        "label_de": german or english,
        "label_en": english if german else None,
        "broader": slugs.get(above[0], above[0]) if above else None,
        "synonyms": _named(others, lambda language: language not in ("de", "en")),
        "synonyms_de": _named(others, lambda language: language == "de"),
        "synonyms_en": _named(others, lambda language: language == "en"),
        "note_de": notes.get("de") or notes.get(""),
        "note_en": notes.get("en"),
    }


def _doubts(graph: Graph, concept: URIRef, row: Row) -> Iterator[str]:
    """What SKOS allows and one topic cannot hold."""
    above = _above(graph, concept)
    if len(above) > 1:
        yield row.fault(
            "broader", _("There are %(number)d broader topics, we keep one.") % {"number": len(above)}
        )
    languages = [language for language, _text in _by_language(graph, concept, SKOS.prefLabel)]
    for language in sorted({one for one in languages if languages.count(one) > 1}):
        words = {"language": language or "–"}
        yield row.fault(
            "label_de", _("There are two preferred labels in one language (%(language)s).") % words
        )
    if not languages:
        yield row.fault("label_de", _("There is no preferred label (skos:prefLabel)."))


def _above(graph: Graph, concept: URIRef) -> list[str]:
    """The addresses of the broader topics, said from either side."""
    found = {*graph.objects(concept, SKOS.broader), *graph.subjects(SKOS.narrower, concept)}
    return sorted(str(node) for node in found)


def _by_language(graph: Graph, concept: URIRef, predicate: URIRef) -> list[tuple[str, str]]:
    """(language, text) in a fixed order; "" without a language, "de" for de-AT."""
    found = [value for value in graph.objects(concept, predicate) if isinstance(value, Literal)]
    return sorted(((value.language or "").partition("-")[0].lower(), str(value)) for value in found)


def _named(names: list[tuple[str, str]], is_wanted) -> list[str]:
    return list(dict.fromkeys(text for language, text in names if is_wanted(language)))


def _line(text: str, concept: URIRef) -> int:
    """Where the concept's name stands first, for people who look for it in an editor."""
    name = _END.split(str(concept).rstrip("/#"))[-1]
    return text.count("\n", 0, max(0, text.find(name))) + 1
