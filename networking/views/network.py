"""A team's network: whom to meet and why, requests, introductions; and its state for the network's editors."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from networking import contacts, queries
from networking.access import can
from networking.enums import IntroductionState, Misfit, OpinionKind, Outcome
from networking.errors import NetworkingError
from networking.forms.contact import AskForm, MisfitForm, OptOutForm, OutcomeForm
from networking.models import Introduction, Project, Topic
from networking.services import introductions, opt_outs

_WITHDRAWN = (IntroductionState.WITHDRAWN, IntroductionState.EXPIRED)  # gone for whoever was asked


@require_safe
def network(request):
    """One project at a time; whoever speaks for several chooses."""
    mine = list(contacts.projects_of(request.user))
    project = next((row for row in mine if row.slug == request.GET.get("project")), mine[0] if mine else None)
    if project is None:
        return render(request, "networking/network.html", {"projects": []})
    context = {
        "projects": mine,
        "project": project,
        "suggested": contacts.suggested(project, queries.vocabulary()),
        "requests": contacts.requests_of(project),
    }
    return render(request, "networking/network.html", context)


@require_safe
def aside(request, slug):
    """What the team put off or away, to be taken up again."""
    project = get_object_or_404(contacts.projects_of(request.user), slug=slug)
    context = {"project": project, "aside": contacts.set_aside(project)}
    return render(request, "networking/aside.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, slug, other):
    """Ask to be introduced, with a sentence."""
    project, other = _pair(request, slug, other)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = introductions.ask(project, other, actor=request.user, message=form.cleaned_data["message"])
        if made.state == IntroductionState.ACCEPTED:
            messages.success(request, _("Both of you want it: the contact is on its way by mail."))
        else:
            messages.success(request, _("The other team is asked. You hear from us as soon as both want it."))
        return _back(project)
    context = {"project": project, "other": other, "form": form}
    return render(request, "networking/ask.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def unfit(request, slug, other):
    """Say that a suggestion does not fit, and why; it can be taken back."""
    project, other = _pair(request, slug, other)
    form = MisfitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        misfit = form.cleaned_data["misfit"]
        introductions.set_aside(project, other, OpinionKind.UNFIT, actor=request.user, misfit=misfit)
        messages.success(
            request,
            _("It is not suggested any more, to neither of you. You can take it back under “Set aside”."),
        )
        return _back(project)
    context = {"project": project, "other": other, "form": form}
    return render(request, "networking/unfit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def opt_out(request, slug):
    """Want no suggestions and stand in none, with a reason if the team likes; or take part again."""
    project = get_object_or_404(contacts.projects_of(request.user), slug=slug)
    form = OptOutForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and request.POST.get("act") == "come-back":
        opt_outs.come_back(project, actor=request.user)
        messages.success(request, _("You take part again. New suggestions come with the next run."))
        return _back(project)
    if request.method == "POST" and form.is_valid():
        opt_outs.leave(project, reason=form.cleaned_data["reason"], actor=request.user)
        messages.success(request, _("You get no suggestions any more and stand in none."))
        return _back(project)
    context = {"project": project, "form": form, "opt_out": getattr(project, "opt_out", None)}
    return render(request, "networking/opt_out.html", context, status=422 if form.errors else 200)


@require_POST
def later(request, slug, other):
    project, other = _pair(request, slug, other)
    introductions.set_aside(project, other, OpinionKind.LATER, actor=request.user)
    messages.success(
        request, _("We suggest it again in two months. You find it under “Set aside” until then.")
    )
    return _back(project)


@require_POST
def take_up(request, slug, other):
    project, other = _pair(request, slug, other)
    introductions.take_up_again(project, other, actor=request.user)
    messages.success(request, _("It is among your suggestions again."))
    return _back(project)


@require_safe
def introduction(request, public_id):
    """One request or introduction, with what this team can do about it."""
    found, project = _introduction(request, public_id)
    other, is_asked = found.other_side(project), project.pk == found.asked_id
    state = found.state if is_asked else found.seen_by_asking
    context = {
        "introduction": found,
        "project": project,
        "other": other,
        "state": state,
        "reasons": contacts.reasons_between(project, other, queries.vocabulary()),
        "is_asked": is_asked,
        "contacts": contacts.contacts_of(other) if state == IntroductionState.ACCEPTED else [],
        "outcomes": Outcome.choices,
        "said": dict(Outcome.choices).get(found.outcome_of(project), ""),
        "misfit": MisfitForm(),
    }
    return render(request, "networking/introduction.html", context)


@require_POST
def answer(request, public_id):
    """Yes, no, take back, or what came of it: the button says which."""
    found, project = _introduction(request, public_id)
    try:
        said = _answered(request, found, project)
    except NetworkingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("networking:introduction", found.public_id)


def _answered(request, found: Introduction, project: Project) -> str:
    act = request.POST.get("act")
    if act == "accept" and project.pk == found.asked_id:
        introductions.accept(found, actor=request.user)
        return _("You are introduced. Both teams get each other's contact by mail.")
    if act == "decline" and project.pk == found.asked_id:
        misfit = request.POST.get("misfit", "")
        introductions.decline(found, actor=request.user, misfit=misfit if misfit in Misfit.values else "")
        return _("Declined. Nobody learns of it.")
    if act == "withdraw" and project.pk == found.asking_id:
        introductions.withdraw(found, actor=request.user)
        return _("The request is withdrawn.")
    form = OutcomeForm(request.POST)
    if act == "outcome" and form.is_valid():
        introductions.note_outcome(found, project, form.cleaned_data["outcome"], actor=request.user)
        return _("Thank you. Your answer is kept.")
    raise Http404


@require_safe
def organise_network(request):
    if not can(request.user, "network.edit"):
        raise Http404
    context = {
        "figures": queries.figures(request.user),
        "topic_count": Topic.objects.count(),
        "gaps": queries.gaps(request.user),
        "welcomes": queries.open_welcomes(),
        "unused_topics": queries.by_label(queries.topics(request.user).filter(count=0)),
    }
    return render(request, "networking/organise_network.html", context)


def _pair(request, slug: str, other: str) -> tuple[Project, Project]:
    """The reader's own project and the other one.

    404 unless they speak for the first, may see the second, and that one takes part.
    """
    project = get_object_or_404(contacts.projects_of(request.user), slug=slug)
    published = Project.objects.filter(is_published=True, opt_out=None).exclude(pk=project.pk)
    return project, get_object_or_404(published, slug=other)


def _introduction(request, public_id) -> tuple[Introduction, Project]:
    """The introduction and the reader's side of it. For whoever is asked, a request they may not see does not exist."""
    rows = Introduction.objects.select_related("asking", "asked")
    found = get_object_or_404(rows, public_id=public_id)
    mine = set(contacts.projects_of(request.user).values_list("pk", flat=True))
    for side in (found.asked, found.asking):
        if side.pk in mine and (side == found.asking or found.state not in _WITHDRAWN):
            return found, side
    raise Http404


def _back(project: Project):
    return redirect(f"{reverse('networking:network')}?project={project.slug}")
