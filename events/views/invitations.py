"""Answering a personal invitation: a page, then the POST."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from events import links, queries
from events.errors import EventError
from events.forms.answer import DeclineForm
from events.services import invitations
from networking.views.private import private_page


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """See what one is invited to and say yes or no."""
    found = links.invitation_for(token)
    if found is None:
        raise Http404
    form, refusal, status = DeclineForm(request.POST or None), None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _answer(found, request.POST, form)
                return redirect("events:invitation", token=token)
            except EventError as error:
                refusal, status = error, error.status
    seat = found.registration
    page = {
        "invitation": found,
        "event": found.event,
        "form": form,
        "refusal": refusal,
        "token": token,
        "manage_token": links.manage_token(seat) if seat else "",
        "programme": queries.programme(found.event, request.user),
    }
    return render(request, "events/invitation.html", page, status=status)


def _answer(found, data, form) -> None:
    if "accept" in data:
        invitations.accept(found)
    else:
        invitations.decline(found, reason=form.cleaned_data["reason"])
