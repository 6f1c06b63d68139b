"""Asking for one's private links again."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from networking.errors import TooManyRequests
from networking.models.address import address_key
from networking.services import limits
from notifications.forms.subscriptions import LostLinkForm
from notifications.services import lost_links


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request):
    """One field; whatever address is entered, the answer and the time it takes are the same."""
    if request.method != "POST":
        return _page(request, LostLinkForm(), status=200)
    form = LostLinkForm(request.POST)
    try:
        limits.spend("lost_link", limits.client_of(request))
        if form.is_valid():
            _ask(form.cleaned_data["email"], request.LANGUAGE_CODE)
            return redirect("notifications:lost_link_asked")
    except TooManyRequests as error:
        form.add_error(None, str(error))
        refusal = _page(request, form, status=error.status)
        refusal.headers["Retry-After"] = error.retry_after
        return refusal
    return _page(request, form, status=422)


def _ask(email, language):
    limits.spend("lost_link_email", address_key(email))
    lost_links.ask(email, language)


def _page(request, form, *, status):
    return render(request, "notifications/lost_link.html", {"form": form}, status=status)


@login_not_required
@require_safe
def lost_link_asked(request):
    """The same page for every address, known here or not."""
    return render(request, "notifications/lost_link_asked.html")
