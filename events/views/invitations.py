"""Answering a personal invitation: a page, then the POST."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from events import links, queries
from events.enums import InvitationState
from events.errors import EventError
from events.forms.answer import AcceptForm, DeclineForm, DeputyForm
from events.services import invitations
from events.views.deputies import ASKED
from networking.views.private import private_page

ENDED = (InvitationState.PLANNED, InvitationState.WITHDRAWN, InvitationState.DEPUTISED)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """See what one is invited to and say yes or no, or who comes instead.

    Whoever is no longer invited reads only that: nothing of the event.
    """
    found = links.invitation_for(token)
    if found is None:
        raise Http404
    act = _act(request)
    forms = _forms(request, found, act)
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        try:
            if act in forms and forms[act].is_valid():
                _answer(found, act, forms[act])
                if act == "deputy" and found.event.is_confidential and found.state not in ENDED:
                    messages.success(request, ASKED)
                return redirect("events:invitation", token=token)
        except EventError as error:
            refusal, status = error, error.status
            found.refresh_from_db()
    return render(
        request, "events/invitation.html", _page(request, found, forms, refusal, token), status=status
    )


def _act(request) -> str:
    """Which of the buttons was pressed."""
    return next((name for name in ("accept", "decline", "deputy") if name in request.POST), "")


def _forms(request, found, act) -> dict:
    """The form of each answer; what was typed stands in the one that was sent."""
    sent = {name: request.POST if name == act else None for name in ("accept", "decline", "deputy")}
    return {
        "accept": AcceptForm(sent["accept"], event=found.event),
        "decline": DeclineForm(sent["decline"]),
        "deputy": DeputyForm(sent["deputy"], invitation=found),
    }


def _answer(found, act, form) -> None:
    if act == "accept":
        invitations.accept(found, answers=form.said)
    elif act == "decline":
        invitations.decline(found, reason=form.cleaned_data["reason"])
    else:
        invitations.name_deputy(found, form.contact())


def _page(request, found, forms, refusal, token) -> dict:
    if found.state in ENDED:
        return {"invitation": found, "is_over": True, "refusal": None}
    event, seat = found.event, found.registration
    has_accepted = found.state == InvitationState.ACCEPTED
    is_late = not has_accepted and found.deadline_at is not None and found.deadline_at <= now()
    is_on = not event.is_cancelled and not event.is_past
    return {
        "invitation": found,
        "event": event,
        "accept_form": forms["accept"],
        "form": forms["decline"],
        "deputy_form": forms["deputy"],
        "bad_form": next((form for form in forms.values() if form.errors), None),
        "refusal": refusal,
        "token": token,
        "is_late": is_late,
        "can_answer": is_on and not is_late,
        "asked": getattr(found, "deputy_request", None),
        "may_name_deputy": is_on and not is_late and invitations.may_name_deputy(found),
        "manage_token": links.manage_token(seat) if seat else "",
        "programme": queries.programme(event, request.user),
    }
