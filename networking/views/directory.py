"""The directory of projects."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from networking import queries
from networking.queries import ProjectFilter


@login_not_required
@require_safe
def projects(request):
    person, wanted = request.user, _wanted(request.GET)
    choices = {
        "field": list(queries.fields_of_action(person)),
        "line": list(queries.transformation_lines(person)),
        "topic": queries.by_label(queries.topics(person)),
    }
    context = {
        "projects": queries.by_title(queries.projects(person, wanted)),
        "figures": queries.figures(person),
        "wanted": wanted,
        "choices": choices,
        "states": _states(),
        "active": _active(wanted, choices),
        "named": queries.topic_named(wanted.q) if wanted.q else None,
        "longest_search": queries.LONGEST_SEARCH,
    }
    return render(request, "networking/projects.html", context)


def _wanted(values) -> ProjectFilter:
    text = {name: values.get(name, "").strip() for name in ("q", "field", "line", "topic", "state")}
    return ProjectFilter(
        **text | {"q": text["q"][: queries.LONGEST_SEARCH]}, funded=values.get("funded") == "1"
    )


def _states() -> list[tuple[str, str]]:
    return [("ongoing", _("Ongoing")), ("completed", _("Completed"))]


def _active(wanted: ProjectFilter, choices: dict) -> list[dict]:
    """The filters in use, each with the words it is shown by and its name in the address."""
    words = {name: {row.slug: row.label for row in rows} for name, rows in choices.items()}
    words["state"] = dict(_states())
    active = [{"name": "q", "label": _("“%(words)s”") % {"words": wanted.q}}] if wanted.q else []
    for name, labels in words.items():
        if value := getattr(wanted, name):
            active.append({"name": name, "label": labels.get(value, value)})
    if wanted.funded:
        active.append({"name": "funded", "label": _("With a grant")})
    return active
