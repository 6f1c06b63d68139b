"""Writing imported topics with their names."""

from networking.models import Topic, TopicLabel
from networking.models.taxonomy import label_key
from networking.services.import_act import Act, Tally, by_slug, tally_of
from networking.services.import_rows import Row


def write_topics(rows: list[Row]) -> Tally:
    """First all topics, then what points from one to another: a file may name them in any order."""
    known = by_slug(Topic.objects.prefetch_related("labels"))
    acts = {}
    for row in rows:
        topic = known.setdefault(row.values["slug"], Topic(slug=row.values["slug"]))
        acts[topic.slug] = Act(
            topic, {name: row.values[name] for name in ("label_de", "label_en") if name in row.values}
        )
    names = {row.values["slug"]: _names(known[row.values["slug"]], row) for row in rows}
    for slug, wanted in names.items():  # freed names first: one topic may hand a synonym to another
        stale = [
            label
            for label in known[slug].labels.all()
            if (label.key, label.text, label.is_synonym) not in wanted
        ]
        TopicLabel.objects.filter(pk__in=[label.pk for label in stale]).delete()
        acts[slug].touch("labels", bool(stale))
    for row in rows:
        slug = row.values["slug"]
        acts[slug].touch("labels", _add_names(known[slug], names[slug]))
        if "broader" in row.values:
            acts[slug].set("broader", known.get(row.values["broader"]))
    return tally_of(acts.values())


def _names(topic: Topic, row: Row) -> set[tuple[str, str, bool]]:
    """Key, text and kind of every name the topic shall have; the labels come first, so that a synonym never wins."""
    labels = [topic.label_de, topic.label_en]
    synonyms = row.values.get("synonyms")
    if synonyms is None:
        synonyms = [label.text for label in topic.labels.all() if label.is_synonym]
    wanted: dict[str, tuple[str, str, bool]] = {}
    for name, is_synonym in [
        *((label, False) for label in labels),
        *((synonym, True) for synonym in synonyms),
    ]:
        if name:
            wanted.setdefault(label_key(name), (label_key(name), name, is_synonym))
    return set(wanted.values())


def _add_names(topic: Topic, wanted: set[tuple[str, str, bool]]) -> bool:
    present = set(TopicLabel.objects.filter(topic=topic).values_list("key", flat=True))
    added = [
        TopicLabel(topic=topic, key=key, text=text, is_synonym=is_synonym)
        for key, text, is_synonym in sorted(wanted)
        if key not in present
    ]
    TopicLabel.objects.bulk_create(added)
    return bool(added)
