"""What a project's page says, as plain values: the published page, a draft and what somebody typed compare as such."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from networking.enums import ExchangeKind
from networking.models import Exchange, FieldOfAction, Project, Topic, TransformationLine
from networking.queries import present_slugs

Values = dict[str, Any]

TEXTS = ("title_de", "title_en", "summary_de", "summary_en", "portrait_de", "portrait_en", "website")
SETS = ("topics", "fields_of_action", "transformation_lines")
ROWS = ("offers", "seeks", "contacts", "links")
EDITORS_ONLY = ("fields_of_action", "transformation_lines", "is_completed")
"""How the Masterplan sorts its projects is not for their teams to say."""

LABELS: dict[str, Promise] = {
    "title_de": _("German title"),
    "title_en": _("English title"),
    "summary_de": _("German summary"),
    "summary_en": _("English summary"),
    "portrait_de": _("German portrait"),
    "portrait_en": _("English portrait"),
    "website": _("Website"),
    "topics": _("Topics"),
    "fields_of_action": _("Fields of action"),
    "transformation_lines": _("Transformation lines"),
    "offers": _("What we offer"),
    "seeks": _("What we seek"),
    "contacts": _("Contacts"),
    "links": _("Links"),
    "is_completed": _("Completed"),
}


class Difference(NamedTuple):
    """One thing of which there are two versions, in words; `name` is its place in the form."""

    name: str
    label: str
    typed: str
    stored: str


def values_of(project: Project) -> Values:
    """What is published, in the shape of a draft."""
    exchanges = list(project.exchanges.prefetch_related("topics"))
    columns = ("name", "role", "email", "phone", "is_public")
    return {
        **{name: getattr(project, name) for name in (*TEXTS, "is_completed")},
        **{name: sorted(row.slug for row in getattr(project, name).all()) for name in SETS},
        "offers": [_exchange(row) for row in exchanges if row.kind == ExchangeKind.OFFER],
        "seeks": [_exchange(row) for row in exchanges if row.kind == ExchangeKind.SEEK],
        "contacts": list(project.contacts.values(*columns)),
        "links": list(project.links.values("label", "url")),
    }


def written(project: Project) -> Values:
    """What the team last wrote: its draft, else what is published. A topic merged since is the one it went into."""
    draft = getattr(project, "draft", None)
    if draft is None:
        return values_of(project)
    return _with_topics_of_today(values_of(project) | draft.values)


def differences(typed: Values, stored: Values) -> list[Difference]:
    """Where the two versions are not the same, in words."""
    known = _labels(typed, stored)
    return [
        Difference(name, str(label), _words(name, typed[name], known), _words(name, stored[name], known))
        for name, label in LABELS.items()
        if typed[name] != stored[name]
    ]


def text_of(values: Values) -> str:
    """All that a portrait says of the project, both languages."""
    sentences = [
        row[name] for kind in ("offers", "seeks") for row in values[kind] for name in ("text_de", "text_en")
    ]
    return "\n".join(filter(None, [*(values[name] for name in TEXTS if name != "website"), *sentences]))


def _exchange(row: Exchange) -> Values:
    topics = sorted(topic.slug for topic in row.topics.all())
    return {"text_de": row.text_de, "text_en": row.text_en, "topics": topics}


def _with_topics_of_today(values: Values) -> Values:
    """A draft names topics; some may have been merged or deleted since."""
    named = {slug for _owner, slugs in _topics_in(values) for slug in slugs}
    found = Topic.objects.filter(slug__in=named).values_list("slug", "slug")
    known = present_slugs(named) | dict(found)
    for owner, slugs in _topics_in(values):
        owner["topics"] = sorted({known[slug] for slug in slugs if slug in known})
    return values


def _topics_in(values: Values) -> Iterable[tuple[Values, list[str]]]:
    yield values, values["topics"]
    for kind in ("offers", "seeks"):
        for row in values[kind]:
            yield row, row["topics"]


# --- In words -------------------------------------------------------------------------------------------


def _labels(*versions: Values) -> dict[str, str]:
    """The label of every topic, field and line the versions name."""
    slugs = {slug for values in versions for _owner, named in _topics_in(values) for slug in named}
    known = {topic.slug: topic.label for topic in Topic.objects.filter(slug__in=slugs)}
    for name, model in (("fields_of_action", FieldOfAction), ("transformation_lines", TransformationLine)):
        wanted = {slug for values in versions for slug in values[name]}
        if wanted:
            known |= {row.slug: row.label for row in model._default_manager.filter(pk__in=wanted)}
    return known


def _words(name: str, value: Any, known: Mapping[str, str]) -> str:
    if name in SETS:
        words = ", ".join(known.get(slug, slug) for slug in value)
    elif name == "contacts":
        words = ngettext("%(number)d contact", "%(number)d contacts", len(value)) % {"number": len(value)}
        words = "\n".join([words, *(row["name"] for row in value)]) if value else ""
    elif name == "links":
        words = "\n".join(f"{row['label']}: {row['url']}" for row in value)
    elif name in ROWS:
        words = "\n".join(_sentence(row, known) for row in value)
    else:
        words = {True: gettext("yes"), False: ""}.get(value, value)
    return words or gettext("empty")


def _sentence(row: Values, known: Mapping[str, str]) -> str:
    topics = ", ".join(known.get(slug, slug) for slug in row["topics"])
    text = " / ".join(filter(None, [row["text_de"], row["text_en"]]))
    return f"{text} ({topics})" if topics else text
