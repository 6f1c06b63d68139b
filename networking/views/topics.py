"""A topic with all its names, and the projects that work on it."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from networking import queries
from networking.models import Topic
from networking.queries import ProjectFilter


@login_not_required
@require_safe
def topic(request, slug):
    found = get_object_or_404(queries.with_names(Topic.objects.all()), slug=slug)
    projects = queries.projects(request.user, ProjectFilter(topic=slug))
    context = {
        "topic": found,
        "narrower": queries.by_label(queries.topics(request.user).filter(broader=found)),
        "projects": queries.by_title(projects),
    }
    return render(request, "networking/topic.html", context)
