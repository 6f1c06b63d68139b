"""New projects: the editor opens one and offers a talk, its team picks a moment."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from networking import queries
from networking.access import can
from networking.completeness import completeness
from networking.errors import NetworkingError
from networking.forms.member import NewProjectForm
from networking.forms.welcome import OfferForm
from networking.models import Welcome
from networking.portraits import written
from networking.services import members, welcomes
from networking.views.portraits import project_for

INTRODUCTIONS = 3


@require_http_methods(["GET", "HEAD", "POST"])
def project_new(request):
    _refuse_others(request)
    form = NewProjectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():  # no project without the person who was to write its page
                titles = {name: form.cleaned_data[name] for name in ("title_de", "title_en")}
                project = welcomes.open_project(**titles, actor=request.user)
                members.invite(project, actor=request.user, **form.person())
        except NetworkingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("The project is there; its first member gets a mail. Now offer a talk.")
            )
            return redirect("networking:welcome", project.slug)
    return render(request, "networking/project_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request, slug):
    """The editor's task: moments for a talk, whom to introduce first, done."""
    _refuse_others(request)
    found = _welcome(slug)
    form = OfferForm(request.POST if request.method == "POST" else None, welcome=found)
    if request.method == "POST" and form.is_valid():
        welcomes.offer(found, form.moments(), form.cleaned_data["place"], actor=request.user)
        messages.success(request, _("The moments are offered: everybody in the team gets a mail."))
        return redirect("networking:welcome", slug)
    project = found.project
    context = {
        "welcome": found,
        "project": project,
        "form": form,
        "members": [member.person for member in project.memberships.select_related("person").order_by("pk")],
        "complete": completeness(project, written(project)),
        "introductions": queries.related(
            queries.with_portrait(type(project).objects.filter(pk=project.pk)).get(),
            request.user,
            INTRODUCTIONS,
        ),
    }
    return render(request, "networking/welcome.html", context, status=422 if form.errors else 200)


@require_POST
def welcome_finish(request, slug):
    _refuse_others(request)
    welcomes.finish(_welcome(slug), actor=request.user)
    messages.success(request, _("Done: the project is welcomed."))
    return redirect("networking:organise_network")


@require_http_methods(["GET", "HEAD", "POST"])
def welcome_choose(request, slug):
    """The team picks one of the moments; until the talk is over it may pick another one."""
    project = project_for(request, slug)
    found = get_object_or_404(Welcome.objects.prefetch_related("slots"), project=project)
    refusal = ""
    if request.method == "POST":
        try:
            welcomes.choose(found, _moment(request.POST.get("moment", "")), actor=request.user)
        except NetworkingError as error:
            refusal = str(error)
        else:
            messages.success(request, _("Thank you: you and the office get a mail with the appointment."))
            return redirect("networking:project_welcome", project.slug)
    now = timezone.now()
    context = {
        "project": project,
        "welcome": found,
        "slots": [slot.starts_at for slot in found.slots.all() if slot.starts_at > now],
        "refusal": refusal,
    }
    return render(request, "networking/project_welcome.html", context, status=409 if refusal else 200)


def _moment(text: str) -> datetime:
    """The moment a radio button named; what is none is long past, so it is not offered."""
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    return found if found and found.tzinfo else timezone.now() - timedelta(days=1)


def _welcome(slug: str) -> Welcome:
    return get_object_or_404(
        Welcome.objects.select_related("project__draft", "chosen_by").prefetch_related("slots"),
        project__slug=slug,
    )


def _refuse_others(request) -> None:
    if not can(request.user, "network.edit"):
        raise Http404
