"""Whom an issue goes to: a rule made of a few known fields, never of free text.

Only what the house may know of its readers without a confidence counts: registrations and events anybody may be told
of, projects that are published. A Dialog narrows nothing and counts nowhere; an event that became confidential since
it was chosen matches nobody.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, Lower
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.enums import Category, Format
from events.models import Event, Registration
from networking.enums import Language
from networking.models import FieldOfAction, ProjectMember, Topic, TransformationLine
from notifications.enums import Attendance, ProjectPart
from notifications.models import Subscription

Segment = dict[str, Any]
_STATES = {
    Attendance.ANY: ("confirmed", "waiting"),
    Attendance.CONFIRMED: ("confirmed",),
    Attendance.WAITING: ("waiting",),
}


LABELS = {
    "languages": _("Language"),
    "topics": _("Topics they chose"),
    "formats": _("Events they chose"),
    "events": _("Have a registration for"),
    "attendance": _("With which state"),
    "project_role": _("Part in an MPI project"),
    "fields_of_action": _("Field of action of their project"),
    "transformation_lines": _("Transformation line of their project"),
    "categories": _("Come from"),
}


def narrowed(readers: QuerySet[Subscription], segment: Segment) -> QuerySet[Subscription]:
    """Those of the readers whom the rule fits; all of it must fit, of each entry one choice. An empty rule: all.

    Raises KeyError for a field that is not one of ours.
    """
    for name, chosen in segment.items():
        if chosen:
            readers = _NARROWING[name](readers, chosen, segment)
    return readers


def choices(name: str) -> list[tuple[Any, str]]:
    """What can be chosen in one field, each with its name."""
    return list(_CHOICES[name]())


def in_words(segment: Segment) -> list[tuple[str, str]]:
    """The rule in words: the field's name and what was chosen. What cannot be chosen any more has no name."""
    said = []
    for name, label in LABELS.items():
        if chosen := segment.get(name):
            known = dict(choices(name))
            values = chosen if isinstance(chosen, list) else [chosen]
            said.append(
                (str(label), ", ".join(str(known.get(v) or gettext("not public any more")) for v in values))
            )
    return said


def choosable_events() -> QuerySet[Event]:
    """Events one can choose readers by: those anybody may be told of."""
    return Event.objects.public()


def _languages(readers, chosen, _segment):
    return readers.filter(language__in=chosen)


def _topics(readers, chosen, _segment):
    """Who chose none hears of all."""
    through = Subscription.topics.through.objects.filter(subscription=OuterRef("pk"))
    named = Q(topic__slug__in=chosen) | Q(topic__former_slugs__slug__in=chosen)
    return readers.filter(Exists(through.filter(named)) | ~Exists(through))


def _formats(readers, chosen, _segment):
    """Who chose none hears of all. Stored as a list of words, which both databases can read as text."""
    fits = Q(formats_text="[]")
    for value in chosen:
        fits |= Q(formats_text__contains=f'"{value}"')
    return readers.annotate(formats_text=Cast("formats", TextField())).filter(fits)


def _events(readers, chosen, segment):
    states = _STATES[Attendance(segment.get("attendance") or Attendance.ANY)]
    seats = _seats().filter(event__uuid__in=chosen, state__in=states)
    return readers.filter(email_key__in=seats.values("email_key"))


def _attendance(readers, _chosen, _segment):
    """Says more about the chosen events; alone it narrows nothing."""
    return readers


def _categories(readers, chosen, _segment):
    seats = _seats().filter(category__in=chosen, state__in=_STATES[Attendance.ANY])
    return readers.filter(email_key__in=seats.values("email_key"))


def _project_role(readers, chosen, _segment):
    members = _members()
    if chosen == ProjectPart.CONTACT:
        members = members.filter(is_contact=True)
    return _of(readers, members)


def _fields_of_action(readers, chosen, _segment):
    return _of(readers, _members().filter(project__fields_of_action__in=chosen))


def _transformation_lines(readers, chosen, _segment):
    return _of(readers, _members().filter(project__transformation_lines__in=chosen))


def _seats() -> QuerySet[Registration]:
    return Registration.objects.filter(event__in=choosable_events().values("pk")).exclude(email_key="")


def _members() -> QuerySet[ProjectMember]:
    return ProjectMember.objects.filter(project__is_published=True, person__is_active=True)


def _of(readers, members):
    return readers.filter(email_key__in=members.values(address=Lower("person__email")))


_NARROWING: dict[str, Callable] = {
    "languages": _languages,
    "topics": _topics,
    "formats": _formats,
    "events": _events,
    "attendance": _attendance,
    "project_role": _project_role,
    "fields_of_action": _fields_of_action,
    "transformation_lines": _transformation_lines,
    "categories": _categories,
}


def _dated(event: Event) -> str:
    return f"{date_format(timezone.localtime(event.starts_at), 'SHORT_DATE_FORMAT')} · {event.title}"


_CHOICES: dict[str, Callable] = {
    "languages": lambda: Language.choices,
    "topics": lambda: ((topic.slug, topic.label) for topic in Topic.objects.all()),
    "formats": lambda: (choice for choice in Format.choices if choice[0] != Format.DIALOG),
    "events": lambda: (
        (str(event.uuid), _dated(event)) for event in choosable_events().order_by("-starts_at", "-pk")
    ),
    "attendance": lambda: Attendance.choices,
    "project_role": lambda: ProjectPart.choices,
    "fields_of_action": lambda: ((row.pk, row.label) for row in FieldOfAction.objects.all()),
    "transformation_lines": lambda: ((row.pk, row.label) for row in TransformationLine.objects.all()),
    "categories": lambda: Category.choices,
}
