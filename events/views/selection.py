"""One act on many people of the list: a preview that says what will happen to whom, the act, and its report.

The people are named by the address of the preview (checked rows, or everybody the list's filters find) and carried
by the form from there on: the act reaches exactly those whom the preview named.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from events.attendance import attendee_list
from events.enums import LookedAt, RegistrationState
from events.forms.decision import ReasonForm
from events.forms.selection import LetterForm, SelectionField
from events.services import looks, selection
from events.services.selection import Report
from events.views.attendees import asked_of
from events.views.organising import event_for

NAMED = 200  # people the preview lists by name


@dataclass(frozen=True)
class Act:
    """What can be done to many: to whom, the form that says how, and the service that does it to one by one."""

    states: tuple[str, ...]
    form: type[forms.Form]
    carry_out: Callable[..., Report]


class PlainForm(forms.Form):
    """An act that nothing needs to be said about."""


ACTS = {
    "approve": Act(
        selection.APPROVABLE,
        PlainForm,
        lambda people, form, event, actor: selection.approve_each(people, actor=actor),
    ),
    "decline": Act(
        selection.DECLINABLE,
        ReasonForm,
        lambda people, form, event, actor: selection.decline_each(
            people, actor=actor, reason=form.cleaned_data["reason"]
        ),
    ),
    "cancel": Act(
        selection.CANCELLABLE,
        ReasonForm,
        lambda people, form, event, actor: selection.cancel_each(
            people, actor=actor, reason=form.cleaned_data["reason"]
        ),
    ),
    "link": Act(
        selection.REACHABLE,
        PlainForm,
        lambda people, form, event, actor: selection.send_link_to_each(people, actor=actor),
    ),
    "message": Act(
        selection.REACHABLE,
        LetterForm,
        lambda people, form, event, actor: selection.write_to_each(
            people, form.letter(), event=event, actor=actor, key=form.cleaned_data["key"]
        ),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def attendees_many(request, slug, act):
    event = event_for(request, slug, "attendees.decide")
    if act not in ACTS:
        raise Http404
    looks.note(event, request.user, LookedAt.LIST)
    if request.method == "POST":
        return _act(request, event, act)
    chosen = _chosen(request, event)
    return _preview(request, event, act, ACTS[act].form(), chosen)


def _act(request, event, act):
    """Carry it out, or show the form again: a mistake in it, or a letter to be read before it is sent."""
    people_form, form = PeopleForm(request.POST), ACTS[act].form(request.POST)
    if not people_form.is_valid():
        return _preview(request, event, act, form, [], notice=people_form.errors["people"][0])
    chosen = _people(event, people_form.cleaned_data["people"])
    if not form.is_valid():
        return _preview(request, event, act, form, chosen, status=422)
    if act == "message" and "send" not in request.POST:
        return _preview(request, event, act, form, chosen, letter=form.letter())
    now, later = chosen[: selection.AT_ONCE], chosen[selection.AT_ONCE :]
    report = ACTS[act].carry_out(now, form, event, request.user)
    return render(
        request,
        "events/attendees_done.html",
        {
            "event": event,
            "act": act,
            "form": form,
            "report": report,
            "states": _counted(report.done),
            "later": PeopleForm(initial={"people": [row.uuid for row in later]}),
            "number_later": len(later),
        },
    )


class PeopleForm(forms.Form):
    people = SelectionField(error_messages={"required": _("Choose at least one person.")})


def _preview(request, event, act, form, chosen, *, letter=None, notice="", status=200):
    reached, left_out = [], []
    for row in chosen:
        is_reached = row.state in ACTS[act].states and not row.anonymised_at
        (reached if is_reached else left_out).append(row)
    if not reached and not notice:
        notice = _("Choose at least one person.") if not chosen else ""
    return render(
        request,
        "events/attendees_many.html",
        {
            "event": event,
            "act": act,
            "form": form,
            "people_form": PeopleForm(initial={"people": [row.uuid for row in reached]}),
            "reached": reached,
            "states": _counted(reached),
            "named": reached[:NAMED],
            "unnamed": len(reached) - NAMED,
            "left_out": _counted(left_out),
            "number_left_out": len(left_out),
            "letter": letter,
            "letter_languages": _languages(letter, reached) if letter else [],
            "notice": notice,
            "at_once": selection.AT_ONCE,
        },
        status=422 if notice else status,
    )


def _chosen(request, event) -> list:
    """Whom the address names: everybody the list's filters find, or the checked rows."""
    asked = asked_of(request, event)
    if "all" in request.GET:
        return list(attendee_list(event, **asked))
    return _people(event, [_uuid(text) for text in request.GET.getlist("row")], order=asked["order"])


def _people(event, uuids, *, order="name") -> list:
    """Those of the event among `uuids`; others do not exist here."""
    wanted = set(uuids)
    if not wanted:
        return []
    return [row for row in attendee_list(event, order=order) if row.uuid in wanted]


def _uuid(text) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _counted(people) -> list[tuple[str, int]]:
    """How many are in each state: (label, number)."""
    numbers = Counter(row.state for row in people)
    return [(label, numbers[value]) for value, label in RegistrationState.choices if numbers[value]]


def _languages(letter, people) -> list[tuple[str, int, str]]:
    """For each language in which the letter goes out: how many get it, and the first of them by name."""
    found = {}
    for row in people:
        found.setdefault(letter.language_for(row.language), []).append(row)
    return [(language, len(rows), rows[0].name) for language, rows in sorted(found.items())]
