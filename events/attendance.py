"""What is read about the people of an event: the list, the line, who came, one person's history, one's fellows."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.db.models.functions import Lower, TruncMinute
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.enums import LISTABLE, AttendeeList, CheckInKind, ConsentKind, RegistrationState
from events.models import CheckIn, Consent, Event, Registration
from events.models.registration import RegistrationQuerySet
from events.questionnaire import with_answer
from networking.enums import Source
from networking.models import AuditEntry, Person

Rows = TypeVar("Rows", bound=QuerySet)
ATTENDEE_ORDERS = {
    "name": ("family_name", "given_name"),
    "organisation": ("organisation", "family_name"),
    "state": ("state", "position"),
    "registered": ("created_at",),
}
ON_THE_LIST = ("given_name", "family_name", "organisation", "email")
AT_THE_DOOR = ("given_name", "family_name", "organisation")  # all that a helper at the door may read


def attendee_list(
    event: Event,
    *,
    words: str = "",
    state: str = "",
    came: str = "",
    answer: str = "",
    with_needs: bool = False,
    order: str = "name",
) -> RegistrationQuerySet:
    """The event's registrations as the organiser asked for them, with `arrived_at` and `calendar_answer`.

    Every word of `words` must occur in name, organisation or e-mail address, whatever its case or accents; `came`
    is "yes" or "no"; `answer` is as `questionnaire.with_answer` wants it, and finds needs on site only `with_needs`.
    An unknown one of these finds nothing, an unknown `order` sorts by name, "-" before it turns it round.
    """
    rows = event.registrations.select_related("project").with_arrival().with_calendar_answer()
    if state:
        rows = rows.filter(state=state)
    if came:
        rows = rows.filter(arrived_at__isnull=came == "no") if came in ("yes", "no") else rows.none()
    if answer:
        rows = with_answer(rows, event, answer, with_needs=with_needs)
    rows = with_words(rows, words, ON_THE_LIST)
    columns = ATTENDEE_ORDERS.get(order.removeprefix("-"), ATTENDEE_ORDERS["name"])
    sorting = [Lower(c) if c.endswith(("name", "organisation")) else F(c) for c in (*columns, "pk")]
    return rows.order_by(*(s.desc() if order.startswith("-") else s.asc() for s in sorting))


def door_list(event: Event, *, words: str = "", show: str = "expected") -> RegistrationQuerySet:
    """Those a helper at the door looks for, with `arrived_at`: by name or organisation, never by address.

    Without words those with a sure seat, as `show` says: "expected" (not here yet), "arrived" or all of them. With
    words everybody on the list, so that nobody who stands at the door is unknown; ended holds and offers are not.
    """
    rows = event.registrations.with_arrival().filter(anonymised_at=None)
    if words.split():
        found = with_words(rows.exclude(state=RegistrationState.EXPIRED), words, AT_THE_DOOR)
        return found.order_by(Lower("family_name"), Lower("given_name"), "pk")
    if show == "arrived":
        return rows.filter(arrived_at__isnull=False).order_by("-arrived_at", "pk")
    rows = rows.confirmed()
    if show == "expected":
        rows = rows.filter(arrived_at=None)
    return rows.order_by(Lower("family_name"), Lower("given_name"), "pk")


def with_words(rows: Rows, words: str, columns: Iterable[str]) -> Rows:
    """Those of `rows` in whose `columns` every word occurs.

    Compared here and not by the database: "Ö" must find "ö" (SQLite folds ASCII only), and whoever types at the
    door writes "ozturk" or "oeztuerk" for Öztürk.
    """
    wanted = [_sought(word) for word in words.split()]
    if not wanted:
        return rows
    texts = rows.order_by().values_list("pk", *columns)
    found = [pk for pk, *values in texts if _has_all(wanted, values)]
    return rows.filter(pk__in=found)


def _has_all(wanted: list[str], values: list[str]) -> bool:
    text = _words(" ".join(values))
    return all(word in text for word in wanted)


_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d"})  # no accent that could be taken off


def by_name(row: Registration) -> tuple[str, str]:
    """Sorts as people expect it on paper: Çelik before Dietrich, whatever the database's collation."""
    return _plain(row.family_name), _plain(row.given_name)


def _sought(word: str) -> str:
    """One or two letters begin a word, or "m" would find every GmbH; more may stand anywhere."""
    return f" {_sound(word)}" if len(word) < 3 else _sound(word)


def _words(text: str) -> str:
    """The text to look in: a space begins each word, a double name is there as one word and as two."""
    return _sound(f" {text} {text.replace('-', ' ')}" if "-" in text else f" {text}")


def _sound(text: str) -> str:
    """One spelling for all: ö, oe and o are the same."""
    return _plain(text).replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _plain(text: str) -> str:
    """Lower case without accents."""
    if text.isascii():
        return text.casefold()
    letters = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def places_in_line(event: Event) -> dict[int, int]:
    """The place of everybody who waits, by primary key: 1 for the next."""
    waiting = event.registrations.waiting().values_list("pk", flat=True)
    return {pk: place for place, pk in enumerate(waiting, start=1)}


def arrivals(event: Event) -> list[tuple[datetime, int]]:
    """How many were there after each minute in which somebody came or was taken back, the earliest first."""
    rows = CheckIn.objects.filter(registration__event=event).annotate(minute=TruncMinute("at"))
    minutes = rows.values("minute").annotate(
        came=Count("pk", filter=Q(kind=CheckInKind.ARRIVED)),
        undone=Count("pk", filter=Q(kind=CheckInKind.UNDONE)),
    )
    there = 0
    series: list[tuple[datetime, int]] = []
    for row in minutes.order_by("minute"):
        there += row["came"] - row["undone"]
        series.append((row["minute"], there))
    return series


ACTS = {
    "answers.change": _("answers changed"),
    "attendee.note": _("note changed"),
    "registration.change": _("details changed"),
    "registration.link": _("link sent again"),
}
"""What the audit ledger tells in a person's history."""


@dataclass(frozen=True)
class Step:
    """Something that happened to one registration."""

    at: datetime
    kind: str  # a state, an answer of a calendar, "arrived", "undone", or "note" for one of `ACTS`
    label: str
    source: str
    actor: Person | None
    reason: str = ""


def history(registration: Registration) -> list[Step]:
    """What happened to one registration, the first first: the ledger, the calendar's answers, ticks at the door, other
    acts.
    """
    changes = [
        Step(
            row.at, row.to_state, row.get_to_state_display(), row.get_source_display(), row.actor, row.reason
        )
        for row in registration.changes.select_related("actor")
    ]
    ticks = [
        Step(row.at, row.kind, row.get_kind_display(), row.get_source_display(), row.by)
        for row in registration.check_ins.select_related("by")
    ]
    answers = [
        Step(
            row.received_at, row.answer, row.get_answer_display(), str(Source.MAIL.label), None, row.delegate
        )
        for row in registration.calendar_replies.all()
    ]
    acts = AuditEntry.objects.filter(
        object_kind=registration._meta.label_lower, object_id=str(registration.uuid), verb__in=ACTS
    )
    told = [
        Step(row.at, "note", str(ACTS[row.verb]), row.get_source_display(), row.actor, _fields_of(row))
        for row in acts.select_related("actor")
    ]
    return sorted([*changes, *answers, *ticks, *told], key=lambda step: step.at)


def _fields_of(act: AuditEntry) -> str:
    """Which details were changed; what they said is stored nowhere."""
    if act.verb == "answers.change":
        return ", ".join(act.fields)
    if act.verb != "registration.change":
        return ""
    return ", ".join(str(_CHANGED.get(name) or _column_name(name)) for name in act.fields)


_CHANGED = {"answers": _("answers")}  # details that are rows of their own


def _column_name(name: str) -> str:
    return str(getattr(Registration._meta.get_field(name), "verbose_name", name))


FELLOWS_SEEN_FOR = timedelta(days=30)
"""How long after the end attendees see each other, as the privacy notice promises."""


@dataclass(frozen=True)
class Fellow:
    """Another attendee as far as they agreed to be seen; what they did not agree to is empty."""

    name: str = ""
    organisation: str = ""
    project: str = ""
    email: str = ""


def shows_fellows(event: Event) -> bool:
    """Whether attendees of this event may see each other now."""
    allowed = event.policy("attendee_list") != AttendeeList.TEAM and event.is_published
    return allowed and event.ends_at + FELLOWS_SEEN_FOR > timezone.now()


def fellows(registration: Registration) -> list[Fellow]:
    """Who else has a sure seat, for somebody who has one; each item of each person only while they agree to it.

    At an event that shows attendees to their own category only, those of another one are not there.
    """
    event = registration.event
    if registration.state != RegistrationState.CONFIRMED or not shows_fellows(event):
        return []
    rows = event.registrations.confirmed().filter(anonymised_at=None).exclude(pk=registration.pk)
    if event.policy("attendee_list") == AttendeeList.CATEGORY:
        rows = rows.filter(category=registration.category)
    standing = Prefetch("consents", Consent.objects.filter(withdrawn_at=None, kind__in=LISTABLE))
    seen = [(row, _fellow(row)) for row in rows.select_related("project").prefetch_related(standing)]
    shown = [(row, fellow) for row, fellow in seen if fellow != Fellow()]
    return [fellow for row, fellow in sorted(shown, key=_by_what_is_seen)]


def _fellow(row: Registration) -> Fellow:
    agreed = {consent.kind for consent in row.consents.all()}
    project = row.project if row.project and row.project.is_published else None
    return Fellow(
        name=row.name if ConsentKind.ATTENDEE_LIST in agreed else "",
        organisation=row.organisation if ConsentKind.ORGANISATION in agreed else "",
        project=project.title if project and ConsentKind.PROJECT in agreed else "",
        email=row.email if ConsentKind.CONTACT in agreed else "",
    )


def _by_what_is_seen(pair: tuple[Registration, Fellow]) -> tuple:
    """By name; who hides theirs comes last, so that the order does not tell it."""
    row, fellow = pair
    return (not fellow.name, by_name(row) if fellow.name else (), _plain(fellow.organisation), fellow.email)
