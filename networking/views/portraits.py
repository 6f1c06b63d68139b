"""A project's page as its team writes it: edit, draft, publish; picture."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from networking import portraits as reading
from networking.access import can
from networking.completeness import completeness
from networking.errors import EditedMeanwhile, NetworkingError
from networking.forms.picture import PictureForm
from networking.forms.portrait import PortraitForm
from networking.matching.hints import hints
from networking.models import Project, TopicLabel
from networking.services import portraits, project_pictures

YEAR = 365 * 24 * 3600  # seconds


def project_for(request, slug: str, verb: str = "project.edit") -> Project:
    """The project behind an address of its team: 404 for everybody else, 403 for what only the editor may."""
    projects = Project.objects.edited_by(request.user).select_related("draft", "picture")
    project = get_object_or_404(projects.defer("picture__content"), slug=slug)
    if not can(request.user, verb, project):
        raise PermissionDenied
    return project


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug):
    """One form, two buttons: keep as a draft, or publish."""
    project = project_for(request, slug)
    shown, taken, stored = reading.written(project), request.POST.getlist("take"), None
    sorts = can(request.user, "project.classify", project)
    data = request.POST if request.method == "POST" else None
    form = PortraitForm(data, project=project, shown=shown, with_sorting=sorts)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        save = portraits.publish if "publish" in request.POST else portraits.save_draft
        try:
            saved = save(project, form.values(leaving=taken), actor=request.user, revision=form.revision)
        except EditedMeanwhile as error:
            refusal, stored = str(error), shown
            form = _over(project, request, shown, sorts)
        except NetworkingError as error:
            refusal = str(error)
        else:
            return _after_save(request, saved)
    typed = shown | form.values() if request.method == "POST" and form.is_valid() else shown
    context = {
        "project": project,
        "form": form,
        "draft": getattr(project, "draft", None),
        "faults": form.faults() if request.method == "POST" else [],
        "refusal": refusal,
        "differences": reading.differences(typed, stored) if stored else [],
        "taken": taken,
        "unpublished": reading.differences(shown, reading.values_of(project)),
        "complete": completeness(project, typed),
        "suggested": _suggested(typed),
        "sorts": sorts,
    }
    faulty = bool(refusal or context["faults"])
    return render(
        request, "networking/project_edit.html", context | {"faulty": faulty}, status=422 if faulty else 200
    )


@require_POST
def discard_draft(request, slug):
    project = project_for(request, slug)
    portraits.discard_draft(project, actor=request.user)
    messages.success(request, _("The draft is deleted. The form shows what is published."))
    return redirect("networking:project_edit", project.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, slug):
    """Asks first: the page disappears from the website at once."""
    project = project_for(request, slug, "project.classify")
    if request.method == "POST":
        portraits.withdraw(project, actor=request.user)
        messages.success(request, _("The page is off the website. Its team goes on seeing it."))
        return redirect("networking:project_edit", project.slug)
    return render(request, "networking/project_withdraw.html", {"project": project})


@login_not_required
@require_safe
def picture(request, slug, public_id):
    """Another photograph has another address, so this one may be kept for a year."""
    projects = Project.objects.visible_to(request.user).select_related("picture")
    project = get_object_or_404(projects, slug=slug, picture__public_id=public_id)
    response = HttpResponse(bytes(project.picture.content), content_type="image/webp")
    is_open = project.is_published
    patch_cache_control(response, max_age=YEAR, immutable=True, public=is_open, private=not is_open)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def edit_picture(request, slug):
    project = project_for(request, slug)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PictureForm(*sent, picture=project.picture)
    if request.method == "POST" and form.is_valid():
        project_pictures.show(project, form.cleaned_data["file"], **form.words(), actor=request.user)
        messages.success(request, _("The project's page shows the picture now."))
        return redirect("networking:project_edit", project.slug)
    context = {"project": project, "picture": project.picture, "form": form}
    return render(request, "networking/project_picture.html", context, status=422 if form.errors else 200)


@require_POST
def remove_picture(request, slug):
    project = project_for(request, slug)
    project_pictures.remove(project, actor=request.user)
    messages.success(request, _("The project's page shows no picture any more."))
    return redirect("networking:project_edit", project.slug)


def _over(project, request, shown, sorts):
    """The same entries once more, now over what is saved: the next save goes through."""
    project.refresh_from_db(fields=["revision"])
    data = request.POST.copy()
    data["revision"] = project.revision
    form = PortraitForm(data, project=project, shown=shown, with_sorting=sorts)
    form.is_valid()
    return form


def _after_save(request, project):
    if "publish" in request.POST:
        messages.success(request, _("The page is published: everybody reads it like this now."))
        return redirect(project)
    messages.success(request, _("The draft is saved. Visitors go on reading what is published."))
    return redirect("networking:project_edit", project.slug)


def _suggested(values) -> list[tuple[str, str, list[str]]]:
    """Topics the text speaks of that are not chosen yet: (slug, label, the words that say so)."""
    labels = list(TopicLabel.objects.select_related("topic"))
    known = {label.topic.slug: label.topic.label for label in labels}
    found = hints(reading.text_of(values), [(label.topic.slug, label.text) for label in labels])
    chosen = set(values["topics"])
    return [(hint.id, known[hint.id], list(hint.words)) for hint in found if hint.id not in chosen]
