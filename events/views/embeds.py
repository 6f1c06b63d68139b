"""The organisers' pages of partners' websites: which show our list of events, and what they paste."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events.errors import EventError
from events.forms.embed import EmbedForm
from events.models import EmbedPartner
from events.services import embeds as service
from networking.access import can


@require_http_methods(["GET", "HEAD", "POST"])
def embeds(request):
    _check(request)
    form = EmbedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            partner = service.add(actor=request.user, **form.cleaned_data)
        except EventError as error:
            form.add_error("origin", str(error))
        else:
            messages.success(request, _("%(name)s may show the list now.") % {"name": partner.name})
            return redirect(reverse("events:embeds") + f"#{partner.key}")
    partners = [(partner, *_addresses(partner)) for partner in EmbedPartner.objects.all()]
    status = 422 if form.errors else 200
    return render(request, "events/embeds.html", {"partners": partners, "form": form}, status=status)


@require_POST
def embed_pause(request, key):
    partner = _partner(request, key)
    service.pause(partner, actor=request.user)
    messages.success(request, _("%(name)s shows the list no longer.") % {"name": partner.name})
    return redirect("events:embeds")


@require_POST
def embed_resume(request, key):
    partner = _partner(request, key)
    service.resume(partner, actor=request.user)
    messages.success(request, _("%(name)s may show the list now.") % {"name": partner.name})
    return redirect("events:embeds")


@require_http_methods(["GET", "HEAD", "POST"])
def embed_remove(request, key):
    """Asks first."""
    partner = _partner(request, key)
    if request.method != "POST":
        return render(request, "events/embed_remove.html", {"partner": partner})
    service.remove(partner, actor=request.user)
    messages.success(request, _("%(name)s is no longer in the list.") % {"name": partner.name})
    return redirect("events:embeds")


def _check(request):
    if not can(request.user, "embeds.edit"):
        raise PermissionDenied


def _partner(request, key):
    _check(request)
    return get_object_or_404(EmbedPartner, key=key)


def _addresses(partner):
    """Of the page for a frame and of the part of a page."""
    return [
        settings.SITE_URL + reverse(f"feeds:{name}", args=[partner.key]) for name in ("embed", "embed_part")
    ]
