"""Writing imported topics with their names."""

from collections.abc import Iterable

from networking.enums import Language
from networking.models import Topic, TopicLabel
from networking.models.taxonomy import label_key
from networking.services.import_act import Act, by_slug
from networking.services.import_rows import Row

COLUMNS = ("label_de", "label_en", "note_de", "note_en")
SYNONYMS = {"synonyms": "", "synonyms_de": Language.GERMAN, "synonyms_en": Language.ENGLISH}


def write_topics(rows: list[Row]) -> Iterable[Act]:
    """First all topics, then what points from one to another: a file may name them in any order."""
    known = by_slug(Topic.objects.prefetch_related("labels"))
    acts = {}
    for row in rows:
        topic = known.setdefault(row.values["slug"], Topic(slug=row.values["slug"]))
        acts[topic.slug] = Act(topic, {name: row.values[name] for name in COLUMNS if name in row.values})
    names = {row.values["slug"]: _names(known[row.values["slug"]], row) for row in rows}
    for slug, wanted in names.items():  # freed names first: one topic may hand a synonym to another
        stale = [
            label
            for label in known[slug].labels.all()
            if (label.key, label.text, label.is_synonym, label.language) not in wanted
        ]
        TopicLabel.objects.filter(pk__in=[label.pk for label in stale]).delete()
        acts[slug].touch("labels", bool(stale))
    for row in rows:
        slug = row.values["slug"]
        acts[slug].touch("labels", _add_names(known[slug], names[slug]))
        if "broader" in row.values:
            acts[slug].set("broader", known.get(row.values["broader"]))
    return acts.values()


Name = tuple[str, str, bool, str]  # key, text, whether it is a synonym, its language


def _names(topic: Topic, row: Row) -> set[Name]:
    """Every name the topic shall have; the labels come first, so that a synonym never wins."""
    names = [(label, False, "") for label in (topic.label_de, topic.label_en)]
    for field, language in SYNONYMS.items():
        given = row.values.get(field)
        names += [
            (text, True, str(language)) for text in (_kept(topic, language) if given is None else given)
        ]
    wanted: dict[str, Name] = {}
    for text, is_synonym, language in names:
        if text:
            wanted.setdefault(label_key(text), (label_key(text), text, is_synonym, language))
    return set(wanted.values())


def _kept(topic: Topic, language: str) -> list[str]:
    labels = topic.labels.all() if topic.pk else ()
    return [label.text for label in labels if label.is_synonym and label.language == language]


def _add_names(topic: Topic, wanted: set[Name]) -> bool:
    present = set(TopicLabel.objects.filter(topic=topic).values_list("key", flat=True))
    added = [
        TopicLabel(topic=topic, key=key, text=text, is_synonym=is_synonym, language=language)
        for key, text, is_synonym, language in sorted(wanted)
        if key not in present
    ]
    TopicLabel.objects.bulk_create(added)
    return bool(added)
