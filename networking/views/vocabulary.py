"""The vocabulary as the network's editor keeps it: list, add, edit, merge, remove."""

from collections import Counter

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from networking import queries
from networking.access import can
from networking.errors import EditedMeanwhile, NetworkingError
from networking.forms.topic import MergeForm, TopicForm
from networking.models import Topic
from networking.services import topics


@require_safe
def vocabulary(request):
    _refuse_others(request)
    uses = queries.topic_uses()
    rows = [
        (topic, uses.get(topic.pk, Counter()))
        for topic in queries.by_label(queries.with_names(Topic.objects.all()))
    ]
    context = {"rows": rows, "unused": sum(not used for _topic, used in rows)}
    return render(request, "networking/vocabulary.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def topic_new(request):
    _refuse_others(request)
    form = TopicForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            topic = topics.add(form.planned(), actor=request.user)
        except NetworkingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The topic “%(topic)s” is there now.") % {"topic": topic})
            return redirect("networking:vocabulary")
    return render(request, "networking/topic_edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def topic_edit(request, slug):
    _refuse_others(request)
    topic, differences = _topic(slug), []
    form = TopicForm(_sent(request), topic=topic)
    if request.method == "POST" and form.is_valid():
        try:
            topics.edit(topic, form.planned(), actor=request.user, revision=form.cleaned_data["revision"])
        except EditedMeanwhile as error:
            form.add_error(None, str(error))
            differences = form.type_over(topic)
        except NetworkingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The topic “%(topic)s” is saved.") % {"topic": topic})
            return redirect("networking:vocabulary")
    context = {"form": form, "topic": topic, "differences": differences, "uses": _uses(topic)}
    return render(request, "networking/topic_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def topic_merge(request, slug):
    """First which topic stays, then what will happen in figures, then the deed: it cannot be taken back."""
    _refuse_others(request)
    topic = _topic(slug)
    form = MergeForm(request.POST if request.method == "POST" else request.GET or None, topic=topic)
    into = form.cleaned_data["into"] if form.is_bound and form.is_valid() else None
    if request.method == "POST" and into:
        try:
            topics.merge(topic, into, actor=request.user)
        except NetworkingError as error:
            form.add_error(None, str(error))
        else:
            said = _("“%(topic)s” went into “%(into)s”. All its names lead there.")
            messages.success(request, said % {"topic": topic, "into": into})
            return redirect("networking:topic_edit", into.slug)
    context = {"topic": topic, "into": into, "form": form, "uses": _uses(topic)}
    return render(request, "networking/topic_merge.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def topic_remove(request, slug):
    _refuse_others(request)
    topic, refusal = _topic(slug), ""
    if request.method == "POST":
        try:
            topics.remove(topic, actor=request.user)
        except NetworkingError as error:
            refusal = str(error)
        else:
            messages.success(request, _("The topic “%(topic)s” is deleted.") % {"topic": topic})
            return redirect("networking:vocabulary")
    context = {"topic": topic, "refusal": refusal, "uses": _uses(topic)}
    return render(request, "networking/topic_remove.html", context, status=409 if refusal else 200)


def _topic(slug: str) -> Topic:
    return get_object_or_404(queries.with_names(Topic.objects.all()).prefetch_related("labels"), slug=slug)


def _uses(topic: Topic) -> list[tuple[str, int]]:
    """What names the topic, in words; what nobody gave words to is summed up."""
    used = Counter(queries.topic_uses().get(topic.pk, Counter()))
    words = {
        "projects": _("Projects"),
        "events": _("Events"),
        "calls": _("Funding calls"),
        "exchanges": _("Offers and seeks"),
        "subscriptions": _("Newsletter subscriptions"),
    }
    rows = [(label, used.pop(name, 0)) for name, label in words.items()]
    rows += [(_("Narrower topics"), len(topic.narrower.all())), (_("Others"), sum(used.values()))]
    return [(label, number) for label, number in rows if number]


def _refuse_others(request) -> None:
    """For everybody but the network's editors these pages do not exist."""
    if not can(request.user, "network.edit"):
        raise Http404


def _sent(request):
    """What was posted, even when it is empty; None when the form is only looked at."""
    return request.POST if request.method == "POST" else None
