"""The organisers' page of an event's rules: what its format says, what this event changed, and the way back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.errors import EditedMeanwhile, EventError
from events.formats import OVERRIDABLE
from events.rules import LABELS, rules_of
from events.services import planning
from events.views.organising import event_for
from networking.access import can


@require_http_methods(["GET", "HEAD", "POST"])
def organise_rules(request, slug):
    """The POST names one rule that is to be as the format says again."""
    if request.method == "POST":
        return _back_to_standard(request, event_for(request, slug, "event.edit"))
    return _page(request, event_for(request, slug))


def _page(request, event, refusal="", status=200):
    rules = rules_of(event)
    number = sum(rule.is_changed for rule in rules)
    page = {"event": event, "rules": rules, "number": number, "refusal": refusal}
    return render(request, "events/organise_rules.html", page, status=status)


def _back_to_standard(request, event):
    name = request.POST.get("rule", "")
    if name not in OVERRIDABLE:
        raise Http404
    try:
        edited = planning.edit(event, {name: None}, actor=request.user, revision=_revision(request))
    except EditedMeanwhile:
        return _page(request, event, _said_otherwise(event, name), status=409)
    except EventError as error:
        messages.error(request, str(error))
        return redirect("events:organise_rules", event.slug)
    messages.success(request, _("%(rule)s: as the format says again.") % {"rule": LABELS[name]})
    if not can(request.user, "event.oversee", edited):  # it just became confidential to the person who did it
        return redirect("events:organise")
    return redirect("events:organise_rules", edited.slug)


def _revision(request) -> int:
    """Which state of the event was on the screen; -1, which no event has, for what is no number."""
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def _said_otherwise(event, name) -> str:
    """What the rule is now and what the press of the button would make of it."""
    rule = next(rule for rule in rules_of(event) if rule.name == name)
    said = _(
        "Somebody else saved this event in the meantime. “%(rule)s” is now: %(value)s. The standard is: "
        "%(standard)s. Press the button again if the standard is to hold."
    )
    return said % {"rule": rule.label, "value": rule.value, "standard": rule.standard}
