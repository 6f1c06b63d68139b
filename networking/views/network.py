"""What the network holds for project teams, and its state for the network's editors."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from networking import queries
from networking.access import can
from networking.models import Project, Topic


@require_safe
def network(request):
    mine = queries.with_card(
        Project.objects.visible_to(request.user).filter(memberships__person=request.user)
    )
    return render(request, "networking/network.html", {"projects": queries.by_title(mine)})


@require_safe
def organise_network(request):
    if not can(request.user, "network.edit"):
        raise Http404
    context = {
        "figures": queries.figures(request.user),
        "topic_count": Topic.objects.count(),
        "gaps": queries.gaps(request.user),
        "unused_topics": queries.by_label(queries.topics(request.user).filter(count=0)),
    }
    return render(request, "networking/organise_network.html", context)
