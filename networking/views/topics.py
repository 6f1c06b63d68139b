"""A topic with all its names, and the projects that work on it."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from networking import queries
from networking.directory import Directory, ProjectFilter
from networking.models import Topic


@login_not_required
@require_safe
def topic(request, slug):
    found = get_object_or_404(queries.with_names(Topic.objects.known_as(slug)).distinct())
    if found.slug != slug:
        return redirect(found, permanent=True)
    projects = Directory(request.user, ProjectFilter(topic=slug)).projects()
    context = {
        "topic": found,
        "narrower": queries.by_label(queries.topics(request.user).filter(broader=found)),
        "projects": queries.by_title(projects),
    }
    return render(request, "networking/topic.html", context)
