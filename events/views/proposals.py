"""From a cluster of the network or a topic to an event, with a preview of whom it would invite."""

from datetime import time

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from events import proposals
from events.errors import EventError
from events.forms.proposal import DeepDiveForm, TableForm
from events.invitees import team_members
from events.services import guest_lists
from events.services import proposals as service
from networking.access import can
from networking.models import ProjectMember, Topic

_CLOCK = time(10)  # suggested for a Deep Dive


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request):
    """What and with whom stands in the address; the button below the preview does just what it shows."""
    if not can(request.user, "network.edit"):
        raise Http404
    if not can(request.user, "event.propose"):
        raise PermissionDenied
    asked = _Asked(request)
    form = asked.form(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and asked.chosen and form.is_valid():
        try:
            return _done(request, asked, form.cleaned_data)
        except EventError as error:
            refusal = error
    rows = asked.rows()
    status = refusal.status if refusal else 422 if form.errors else 200
    context = {
        "asked": asked,
        "form": form,
        "refusal": refusal and refusal.told_to_organisers,
        "rows": rows,
        "number": sum(len(row.invited) for row in rows),
    }
    return render(request, "events/propose.html", context, status=status)


class _Asked:
    """What the address asks for: a Deep Dive or a table at which event, of which projects."""

    def __init__(self, request):
        told, person = request.GET, request.user
        self.may_create = can(person, "event.create")
        self.events = proposals.tables_at(person)
        self.is_table = bool(self.events) and (told.get("kind") == "table" or not self.may_create)
        self.event = next((row for row in self.events if row.slug == told.get("event")), None)
        if self.is_table and self.event is None:
            self.event = self.events[0]
        self.topic = Topic.objects.known_as(told.get("topic", "")).first()
        named = told.getlist("project")
        among = told.getlist("among") or named
        self.projects = proposals.offered(person, among, self.topic)
        if named or "among" in told:
            self.slugs = set(named)
        else:
            self.slugs = {project.slug for project in self.projects if not project.is_completed}
        self.chosen = [project for project in self.projects if project.slug in self.slugs]
        self.shared = proposals.shared(self.chosen, self.topic)

    def form(self, sent):
        """The fields of the kind that is asked for, with a title of what the projects share."""
        titles = {language: self.shared.title(language) for language in ("de", "en")}
        if not self.is_table:
            initial = {"title_de": titles["de"], "title_en": titles["en"], "starts_time": _CLOCK}
            return DeepDiveForm(sent, initial=initial)
        prefixes = {"de": "Thementisch: ", "en": "Topic table: "}
        initial = {f"title_{key}": prefixes[key] + title for key, title in titles.items() if title}
        return TableForm(sent, initial=initial)

    def rows(self):
        """Every project with its people, and why some of them get no invitation."""
        guests = guest_lists.of_teams(team_members(self.chosen))
        event = self.event if self.is_table else None
        faults = guest_lists.judge_people(event, guests).faults
        members = ProjectMember.objects.filter(project__in=self.chosen).select_related("person", "project")
        members = members.order_by("project__title_de", "person__family_name", "pk")
        said = {fault.line: fault.sentence for fault in faults}
        return proposals.people_of(self.projects, self.slugs, members, said)


def _done(request, asked, data):
    """The table or the draft is there; back to where its invitations are."""
    titles = {"title_de": data["title_de"], "title_en": data["title_en"]}
    if asked.is_table:
        made = service.table(asked.event, asked.chosen, actor=request.user, **titles)
    else:
        made = service.deep_dive(
            asked.chosen, asked.shared, starts_at=data["starts_at"], actor=request.user, **titles
        )
    if asked.is_table and made.event.is_published:
        said = ngettext(
            "The table is in the programme. %(number)d person is invited and gets a mail.",
            "The table is in the programme. %(number)d people are invited and get a mail.",
            made.invited,
        )
    elif asked.is_table:
        said = _("The table is in the programme. %(number)d people get a mail when you send the wave.")
    else:
        said = _("The draft is saved. %(number)d people are planned; they get a mail when you send the wave.")
    messages.success(request, said % {"number": made.invited})
    if made.wave is None or not asked.is_table:
        return redirect("events:organise_event", made.event.slug)
    return redirect("events:wave", made.event.slug, made.wave.uuid)
