"""What is stored about me: read it, take it along, have it erased. For whoever holds the private link."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from backend import privacy
from events import links
from events.services import erasure
from networking.views.private import private_page


@private_page
@require_safe
def my_data(request, token):
    registration = _registration(token)
    page = {
        "registration": registration,
        "event": registration.event,
        "token": token,
        "sections": privacy.told(registration),
    }
    return render(request, "backend/my_data.html", page)


@private_page
@require_safe
def my_data_file(request, token):
    return JsonResponse(
        privacy.as_file(_registration(token)),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": 'attachment; filename="my-data.json"'},
    )


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request, token):
    """A page that asks, then the POST; afterwards this link is that of nobody."""
    registration = _registration(token)
    if request.method == "POST":
        erasure.erase(registration)
        return redirect("erased")
    page = {
        "event": registration.event,
        "token": token,
        "gives_back": erasure.gives_back(registration, registration.event),
    }
    return render(request, "backend/erase.html", page)


@login_not_required
@require_safe
def erased(request):
    return render(request, "backend/erased.html")


def _registration(token: str):
    registration = links.registration_for(token)
    if registration is None:
        raise Http404
    return registration
