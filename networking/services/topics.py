"""The vocabulary: topics with all their names, of which each leads to exactly one topic.

What every function promises: its transaction's first statement raises the network's edition, so that changes of the
vocabulary wait for each other; projects are found under the new names at once; suggestions follow.
"""

from collections.abc import Iterator
from typing import Any, cast

from django.db import transaction
from django.db.models import F, ManyToManyRel, Model, QuerySet
from django.utils.text import slugify

from networking import signals
from networking.enums import Language, Source
from networking.errors import EditedMeanwhile, LabelTaken, TopicCircle, TopicInUse
from networking.models import FormerSlug, Person, Topic, TopicLabel
from networking.models.taxonomy import label_key
from networking.queries import countable_rows
from networking.services import audit, edition, projects

COLUMNS = ("label_de", "label_en", "note_de", "note_en")
_LABELS = {"label_de", "label_en"}
_RESERVED = {"new"}  # /organise/network/topics/new/
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


@transaction.atomic
def add(data: dict[str, Any], *, actor: Person, source: str = Source.ORGANISER) -> Topic:
    """A new topic. `data` holds its columns, `broader` and `synonyms`, a list of (text, language or "").

    Raises LabelTaken and TopicCircle.
    """
    edition.rise()
    topic = Topic(slug=_free_slug(data["label_de"]))
    _write(topic, data)
    _tell("topic.create", topic, actor=actor, source=source)
    return topic


@transaction.atomic
def edit(
    topic: Topic, data: dict[str, Any], *, actor: Person, revision: int, source: str = Source.ORGANISER
) -> Topic:
    """Change a topic over `revision`; `data` as for `add`. Raises EditedMeanwhile, LabelTaken and TopicCircle."""
    edition.rise()
    topic = Topic.objects.get(pk=topic.pk)
    changed = _write(topic, data)
    if changed:
        if topic.revision != revision:
            raise EditedMeanwhile  # and what was just written is rolled back
        Topic.objects.filter(pk=topic.pk).update(revision=F("revision") + 1)
        topic.refresh_from_db(fields=["revision"])
        _tell("topic.change", topic, actor=actor, source=source, fields=changed)
    return topic


@transaction.atomic
def merge(topic: Topic, into: Topic, *, actor: Person, source: str = Source.ORGANISER) -> Topic:
    """Let `topic` go into another one: whatever used it uses that one, its names and addresses lead there.

    This cannot be taken back: nobody knows afterwards which project had which of the two.
    """
    edition.rise()
    topic, kept = Topic.objects.get(pk=topic.pk), Topic.objects.get(pk=into.pk)
    if topic == kept:
        raise TopicCircle.of_itself(topic)
    _hand_over_place(topic, kept)
    for relation in _many(Topic):
        _hand_over(relation, topic, kept)
    _hand_over_names(topic, kept)
    former = topic.slug
    topic.delete()
    FormerSlug.objects.create(slug=former, topic=kept)
    Topic.objects.filter(pk=kept.pk).update(revision=F("revision") + 1)
    _tell("topic.merge", kept, actor=actor, source=source, fields=[former])
    return kept


@transaction.atomic
def remove(topic: Topic, *, actor: Person, source: str = Source.ORGANISER) -> None:
    """Delete a topic that nothing uses. Raises TopicInUse: merge it then.

    A confidential event keeps no topic: a refusal would tell that there is one.
    """
    edition.rise()
    if topic.narrower.exists() or any(_of(topic, countable_rows(row), row).exists() for row in _many(Topic)):
        raise TopicInUse
    audit.record("topic.remove", topic, actor=actor, source=source, fields=[topic.slug])
    topic.delete()
    signals.vocabulary_changed.send(Topic, renamed=[])


# --- Writing one topic ----------------------------------------------------------------------------------


def _write(topic: Topic, data: dict[str, Any]) -> list[str]:
    """Write what differs and return the names of the fields."""
    _refuse_taken(topic, data)
    _refuse_circle(topic, data["broader"])
    wanted = {name: data[name] for name in COLUMNS} | {"broader": data["broader"]}
    changed = [name for name, value in wanted.items() if getattr(topic, name) != value]
    for name in changed:
        setattr(topic, name, wanted[name])
    if changed or topic.pk is None:
        topic.save()
    return changed + (["synonyms"] if _write_names(topic, data) else [])


def _names(data: dict[str, Any]) -> dict[str, tuple[str, bool, str]]:
    """Text, whether it is a synonym, and its language, by key; the labels come first, so that a synonym never wins."""
    names = [(data[name], False, "") for name in ("label_de", "label_en")]
    names += [(text, True, language) for text, language in data["synonyms"]]
    found: dict[str, tuple[str, bool, str]] = {}
    for text, is_synonym, language in names:
        if text:
            found.setdefault(label_key(text), (text, is_synonym, language))
    return found


def _write_names(topic: Topic, data: dict[str, Any]) -> bool:
    wanted = _names(data)
    known = {label.key: label for label in topic.labels.all()}
    stale = [
        label.pk
        for key, label in known.items()
        if wanted.get(key) != (label.text, label.is_synonym, label.language)
    ]
    TopicLabel.objects.filter(pk__in=stale).delete()
    kept = {key for key, label in known.items() if label.pk not in stale}
    fresh = [
        TopicLabel(topic=topic, key=key, text=text, is_synonym=is_synonym, language=language)
        for key, (text, is_synonym, language) in wanted.items()
        if key not in kept
    ]
    TopicLabel.objects.bulk_create(fresh)
    return bool(stale or fresh)


def _refuse_taken(topic: Topic, data: dict[str, Any]) -> None:
    names = _names(data)
    taken = TopicLabel.objects.select_related("topic").filter(key__in=names).exclude(topic=topic.pk).first()
    if taken:
        raise LabelTaken.by(taken.topic, names[taken.key][0], data["label_de"])


def _refuse_circle(topic: Topic, broader: Topic | None) -> None:
    way = [topic]
    for above in _upwards(broader):
        way.append(above)
        if above.pk == topic.pk:
            raise TopicCircle.along(way)


def _upwards(topic: Topic | None) -> Iterator[Topic]:
    """The topic and all above it; a circle, which there should not be, ends where it closes."""
    topics = {row.pk: row for row in Topic.objects.all()}
    seen: set[int] = set()
    while topic is not None and topic.pk not in seen:
        seen.add(topic.pk)
        yield topic
        topic = topics.get(topic.broader_id) if topic.broader_id else None


def _free_slug(label: str) -> str:
    """A short name from the label that no topic has or had."""
    base = slugify(label.translate(_UMLAUTS))[:46].strip("-") or "topic"
    taken = _RESERVED | set(Topic.objects.values_list("slug", flat=True))
    taken |= set(FormerSlug.objects.values_list("slug", flat=True))
    return next(slug for slug in _numbered(base) if slug not in taken)


def _numbered(base: str) -> Iterator[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def _tell(verb: str, topic: Topic, *, actor: Person, source: str, fields: list[str] | None = None) -> None:
    projects.index()
    audit.record(verb, topic, actor=actor, source=source, fields=fields)
    renamed = [topic] if _LABELS & set(fields or ()) else []
    signals.vocabulary_changed.send(Topic, renamed=renamed)


# --- Merging --------------------------------------------------------------------------------------------


def _many(model: type[Topic]) -> list[ManyToManyRel]:
    """Every table of whatever floor that names several topics."""
    return [relation for relation in model._meta.related_objects if isinstance(relation, ManyToManyRel)]


def _rows(relation: ManyToManyRel, topic: Topic) -> QuerySet:
    table = cast("type[Model]", relation.through)
    return _of(topic, table._default_manager.all(), relation)


def _of(topic: Topic, rows: QuerySet, relation: ManyToManyRel) -> QuerySet:
    return rows.filter(**{relation.field.m2m_reverse_field_name(): topic})


def _hand_over(relation: ManyToManyRel, topic: Topic, kept: Topic) -> None:
    """Whatever names the topic names the kept one, once."""
    owner, target = relation.field.m2m_field_name(), relation.field.m2m_reverse_field_name()
    has_both = _rows(relation, kept).values(owner)
    _rows(relation, topic).exclude(**{f"{owner}__in": list(has_both.values_list(owner, flat=True))}).update(
        **{target: kept}
    )
    _rows(relation, topic).delete()


def _hand_over_place(topic: Topic, kept: Topic) -> None:
    """Narrower topics hang below the kept one; if that hung below the topic itself, it takes its place."""
    if any(above.pk == topic.pk for above in _upwards(kept)):
        kept.broader = topic.broader
    for name in ("note_de", "note_en"):
        setattr(kept, name, getattr(kept, name) or getattr(topic, name))
    kept.save()
    topic.narrower.exclude(pk=kept.pk).update(broader=kept)


def _hand_over_names(topic: Topic, kept: Topic) -> None:
    """All names become synonyms; the labels keep the language they were a label in."""
    for language in Language.values:
        key = label_key(getattr(topic, f"label_{language}"))
        topic.labels.filter(is_synonym=False, key=key).update(is_synonym=True, language=language)
    topic.labels.update(topic=kept)
    topic.former_slugs.update(topic=kept)
