"""The pages on which editors steer suggestions, read what came of them, and look at the network."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from networking import queries, steering
from networking.access import can
from networking.forms.steering import PairForm, WeightForm
from networking.models import PairRule, Project, TopicWeight
from networking.services import steering as service
from networking.services import suggestions
from networking.views.former import to_present_topic


@require_http_methods(["GET", "HEAD", "POST"])
def pairs(request):
    """One project's suggestions with their figures, what editors say about them, and how far all of them reach."""
    _refuse_others(request)
    projects = list(Project.objects.filter(is_published=True).order_by("title_de"))
    project = next((row for row in projects if row.slug == request.GET.get("project")), None) or _first(
        projects
    )
    form = PairForm(request.POST if request.method == "POST" else None, project=project)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        service.rule_pair(project, said["other"], said["kind"], reason=said["reason"], actor=request.user)
        messages.success(request, _("Kept. It counts from the next run on."))
        return redirect(f"{reverse('networking:pairs')}?project={project.slug}")
    context = {
        "projects": projects,
        "project": project,
        "rows": steering.figures(project),
        "left_out": steering.left_out(suggestions.left_out(project)),
        "rules": PairRule.objects.select_related("project", "other", "by"),
        "coverage": steering.coverage(),
        "weights": TopicWeight.objects.select_related("topic"),
        "weight_form": WeightForm(),
        "form": form,
    }
    return render(request, "networking/pairs.html", context, status=422 if form.errors else 200)


@require_POST
def release(request, slug, other):
    _refuse_others(request)
    rules = PairRule.objects.select_related("project")
    rule = get_object_or_404(rules, project__slug=slug, other__slug=other)
    service.release_pair(rule, actor=request.user)
    messages.success(request, _("The pair is as the model sees it again, from the next run on."))
    return redirect(f"{reverse('networking:pairs')}?project={rule.project.slug}")


@require_POST
def weigh(request):
    _refuse_others(request)
    form = WeightForm(request.POST)
    if form.is_valid():
        service.weigh_topic(form.cleaned_data["topic"], form.cleaned_data["steps"], actor=request.user)
        messages.success(request, _("Kept. It counts from the next run on."))
    else:
        messages.error(request, _("Choose a topic and a whole number from -5 to 5."))
    return redirect("networking:pairs")


@require_http_methods(["GET", "HEAD", "POST"])
def rerun(request):
    """What a run would change; POST runs it."""
    _refuse_others(request)
    if request.method == "POST":
        tally = suggestions.recompute()
        messages.success(
            request,
            _("Computed for %(projects)d projects: %(new)d new, %(gone)d gone.")
            % {"projects": tally.projects, "new": tally.new, "gone": tally.gone},
        )
        return redirect("networking:pairs")
    titles = {row.slug: row.title for row in Project.objects.all()}
    preview = suggestions.preview()
    changes = [
        (titles[change.project], [titles[s] for s in change.comes], [titles[s] for s in change.goes])
        for change in preview.changes
    ]
    return render(request, "networking/rerun.html", {"preview": preview, "changes": changes})


@require_safe
def outcomes(request):
    _refuse_others(request)
    return render(request, "networking/outcomes.html", {"found": steering.outcomes()})


@require_safe
def network_map(request):
    _refuse_others(request)
    words = queries.vocabulary()
    if moved := to_present_topic(request, words):
        return moved
    topic, line = request.GET.get("topic", ""), request.GET.get("line", "")
    picture = steering.network_map(topic=topic, line=line)
    context = {
        "picture": picture,
        "topic_words": words.topic,
        "line_words": words.line,
        "topic": topic,
        "line": line,
    }
    return render(request, "networking/network_map.html", context)


def _refuse_others(request) -> None:
    """What one may not do does not exist."""
    if not can(request.user, "network.edit"):
        raise Http404


def _first(projects: list[Project]) -> Project:
    if not projects:
        raise Http404
    return projects[0]
