"""The audit ledger in plain words: what was done with which event, by whom and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.enums import Visibility
from events.models import Event
from networking.access import has_role
from networking.enums import Role
from networking.models import AuditEntry

SCANNED = 20  # entries read per line wanted: several belong together, others to deleted drafts
MOST_FIELDS = 4
WORDS: dict[str, str | Promise] = {
    "event.create": gettext_lazy("planned as a draft"),
    "event.copy": gettext_lazy("planned as a copy"),
    "event.edit": gettext_lazy("changed"),
    "event.series": gettext_lazy("the edition before changed"),
    "event.publish": gettext_lazy("published"),
    "event.cancel": gettext_lazy("cancelled"),
    "event.tell": gettext_lazy("people registered were told of the new time or place"),
    "event.tell-nobody": gettext_lazy("decided to tell nobody of the new time or place"),
    "team.add": gettext_lazy("somebody added to the team"),
    "team.change": gettext_lazy("a role in the team changed"),
    "team.remove": gettext_lazy("somebody removed from the team"),
    "team.leave": gettext_lazy("left the team"),
    "invite": gettext_lazy("somebody invited"),
    "deputy.ask": gettext_lazy("somebody asked to send a deputy"),
    "deputy.agree": gettext_lazy("agreed to a deputy"),
    "deputy.refuse": gettext_lazy("did not agree to a deputy"),
    "attendees.export": gettext_lazy("attendee list exported"),
    "attendees.print": gettext_lazy("attendee list printed"),
    "attendees.message": gettext_lazy("message written to attendees"),
    "anonymise": gettext_lazy("personal data of the people registered deleted"),
}
_FIELDS: dict[str, str | Promise] = {
    "programme": gettext_lazy("programme"),
    "projects": gettext_lazy("projects"),
    "contributions": gettext_lazy("projects"),
    "report_url": gettext_lazy("report"),
    "participants_reported": gettext_lazy("number of participants"),
}

_COLUMNS = [field.name for field in [*Event._meta.concrete_fields, *Event._meta.many_to_many]]


@dataclass(frozen=True)
class Line:
    """One or several acts of one person on one event in a row."""

    at: datetime
    who: str
    event: Event
    words: str


def changes(person, count: int) -> list[Line]:
    """The newest acts on events this person oversees, newest first; never of another team's confidential ones."""
    newest = list(_entries(person).select_related("actor")[: count * SCANNED])
    events = Event.objects.overseen_by(person).filter(uuid__in={entry.object_id for entry in newest})
    return list(_lines(newest, {str(event.uuid): event for event in events}))[:count]


def _entries(person) -> QuerySet[AuditEntry]:
    """Narrowed in the database, so that other people's acts do not use up what is read."""
    entries = AuditEntry.objects.filter(object_kind=Event._meta.label_lower, verb__in=WORDS)
    seen = Event.objects.overseen_by(person)
    if has_role(person, Role.ORGANISER, Role.AUDITOR):
        confidential = Event.objects.with_visibility().filter(effective_visibility=Visibility.CONFIDENTIAL)
        hidden = confidential.exclude(pk__in=seen.values("pk"))  # these roles oversee all others
        return entries.exclude(object_id__in=_uuids(hidden))
    return entries.filter(object_id__in=_uuids(seen))


def _uuids(events: QuerySet[Event]) -> list[str]:
    return list(map(str, events.order_by().values_list("uuid", flat=True)))


def _lines(entries: list[AuditEntry], events: dict[str, Event]) -> Iterator[Line]:
    """Acts that follow each other become one line; those on events that are gone none."""

    def act(entry):
        return entry.object_id, entry.actor_id, entry.source, entry.verb

    for (object_id, *_rest), group in groupby(entries, key=act):
        rows = list(group)
        if object_id in events:
            yield Line(rows[0].at, _who(rows[0]), events[object_id], _words(rows))


def _who(entry: AuditEntry) -> str:
    return str(entry.actor or entry.get_source_display())


def _words(rows: list[AuditEntry]) -> str:
    words = str(WORDS[rows[0].verb])
    if rows[0].verb != "event.edit":
        return words
    names = sorted({name for row in rows for name in row.fields}, key=_place_in_form)
    named = list(dict.fromkeys(filter(None, map(_field, names))))
    if len(named) > MOST_FIELDS:
        more = len(named) - MOST_FIELDS
        named[MOST_FIELDS:] = [ngettext("%(number)d more", "%(number)d more", more) % {"number": more}]
    return _("changed: %(fields)s") % {"fields": " · ".join(named)} if named else words


def _place_in_form(name: str) -> tuple[int, str]:
    return (_COLUMNS.index(name) if name in _COLUMNS else len(_COLUMNS)), name


def _field(name: str) -> str:
    """The field as the form calls it; nothing for a column no form shows."""
    if name in _FIELDS:
        return str(_FIELDS[name])
    label = Event._meta.get_field(name).verbose_name if name in _COLUMNS else ""
    return str(label) if isinstance(label, Promise) else ""
