"""The photograph of an event: what visitors get, and the organisers' page where it is chosen."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.enums import Visibility
from events.models import Event
from events.services import pictures
from events.views.organising import event_for
from networking.forms.picture import PictureForm

YEAR = 365 * 24 * 3600  # seconds


@login_not_required
@require_safe
def picture(request, slug, public_id):
    """Another photograph has another address, so this one may be kept for a year."""
    events = Event.objects.visible_to(request.user).select_related("picture")
    event = get_object_or_404(events, slug=slug, picture__public_id=public_id)
    response = HttpResponse(bytes(event.picture.content), content_type="image/webp")
    is_open = event.is_published and event.effective_visibility in (Visibility.PUBLIC, Visibility.UNLISTED)
    patch_cache_control(response, max_age=YEAR, immutable=True, public=is_open, private=not is_open)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def organise_picture(request, slug):
    event = event_for(request, slug, "event.edit")
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PictureForm(*sent, picture=event.picture)
    if request.method == "POST" and form.is_valid():
        pictures.show(event, form.cleaned_data["file"], **form.words(), actor=request.user)
        messages.success(request, _("The event's page shows the picture now."))
        return redirect("events:picture_of", event.slug)
    context = {"event": event, "picture": event.picture, "form": form}
    return render(request, "events/organise_picture.html", context, status=422 if form.errors else 200)


@require_http_methods(["POST"])
def organise_picture_remove(request, slug):
    event = event_for(request, slug, "event.edit")
    if event.picture is None:
        raise Http404
    pictures.remove(event, actor=request.user)
    messages.success(request, _("The event's page shows no picture any more."))
    return redirect("events:organise_event", event.slug)
