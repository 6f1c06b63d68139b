"""The directory of projects."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from networking import queries
from networking.directory import Directory, ProjectFilter
from networking.facets import Option, options
from networking.views.former import to_present_topic


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
def projects(request):
    words = queries.vocabulary()
    if moved := to_present_topic(request, words):
        return moved
    wanted = _wanted(request.GET)
    directory = Directory(request.user, wanted)
    choices = directory.choices(words.above)
    offered = {
        "field": options(words.field, choices.field, [wanted.field]),
        "line": options(words.line, choices.line, [wanted.line]),
        "topic": options(words.topic, choices.topic, [wanted.topic]),
        "state": options(_states(), choices.state, [wanted.state]),
    }
    is_fragment = request.htmx and not request.htmx.history_restore_request
    context = {
        "projects": queries.by_title(directory.projects()),
        "wanted": wanted,
        "options": offered,
        "funded": choices.funded,
        "chosen": _removable(wanted, offered),
        "named": queries.topic_named(wanted.q) if wanted.q else None,
        "longest_search": queries.LONGEST_SEARCH,
    }
    if is_fragment:
        return render(request, "networking/_results.html", context)
    return render(request, "networking/projects.html", context | {"figures": queries.figures(request.user)})


def _wanted(values) -> ProjectFilter:
    text = {name: values.get(name, "").strip() for name in ("q", "field", "line", "topic", "state")}
    return ProjectFilter(
        **text | {"q": text["q"][: queries.LONGEST_SEARCH]}, funded=values.get("funded") == "1"
    )


def _states() -> list[tuple[str, str]]:
    return [("ongoing", _("Ongoing")), ("completed", _("Completed"))]


def _removable(wanted: ProjectFilter, offered: dict[str, list[Option]]) -> list[tuple[str, str, str]]:
    """Each filter in use as (name, value, label), to take it away again by a link."""
    rows = [("q", "", _("“%(words)s”") % {"words": wanted.q})] if wanted.q else []
    for name, choices in offered.items():
        if value := getattr(wanted, name):
            label = next((option.label for option in choices if option.is_chosen), value)
            rows.append((name, "", label))
    return rows + ([("funded", "", _("With a grant"))] if wanted.funded else [])
