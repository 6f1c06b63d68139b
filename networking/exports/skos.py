"""The vocabulary as SKOS in Turtle, as libraries and other portals read it."""

from django.conf import settings
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, SKOS

from networking.enums import Language
from networking.models import Topic, TopicLabel

_TITLES = {
    "de": "Themen des Masterplans Industriestadt Berlin",
    "en": "Topics of the Masterplan Industriestadt Berlin",
}


def turtle() -> bytes:
    """All topics as one concept scheme; the same topics give the same bytes."""
    graph, scheme = Graph(), URIRef(f"{settings.SITE_URL}/topics/")
    graph.bind("skos", SKOS)
    graph.bind("dcterms", DCTERMS)
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    for language, title in _TITLES.items():
        graph.add((scheme, DCTERMS.title, Literal(title, lang=language)))
    for topic in Topic.objects.select_related("broader").prefetch_related("labels"):
        _add(graph, scheme, topic)
    return graph.serialize(format="turtle", encoding="utf-8")


def _add(graph: Graph, scheme: URIRef, topic: Topic) -> None:
    concept = _address(scheme, topic)
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, SKOS.inScheme, scheme))
    graph.add((concept, SKOS.notation, Literal(topic.slug)))
    for language in Language.values:
        for predicate, text in (
            (SKOS.prefLabel, getattr(topic, f"label_{language}")),
            (SKOS.scopeNote, getattr(topic, f"note_{language}")),
        ):
            if text:
                graph.add((concept, predicate, Literal(text, lang=language)))
    for label in topic.labels.all():
        if label.is_synonym:
            graph.add((concept, SKOS.altLabel, _literal(label)))
    if topic.broader:
        graph.add((concept, SKOS.broader, _address(scheme, topic.broader)))
    else:
        graph.add((concept, SKOS.topConceptOf, scheme))


def _literal(label: TopicLabel) -> Literal:
    return Literal(label.text, lang=label.language or None)


def _address(scheme: URIRef, topic: Topic) -> URIRef:
    return URIRef(f"{scheme}{topic.slug}/")
