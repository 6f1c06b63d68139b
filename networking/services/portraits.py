"""A project's page as its team writes it: a draft that only the team sees, published when they say so.

What every function promises: its transaction's first statement locks the project; what somebody else saved meanwhile
is never overwritten unseen; doing it twice changes nothing the second time.
"""

from django.db import transaction
from django.db.models import F

from networking import signals
from networking.completeness import completeness
from networking.enums import ExchangeKind, Source
from networking.errors import EditedMeanwhile, NotPublishable
from networking.models import Person, Project, ProjectDraft, Topic
from networking.portraits import SETS, TEXTS, Values, values_of, written
from networking.services import audit, exchanges, projects


@transaction.atomic
def save_draft(project: Project, values: Values, *, actor: Person, revision: int) -> Project:
    """Keep what was typed over `revision`; visitors go on reading what is published.

    `values` may name some of what `portraits.values_of` names; what it leaves out stays. Raises EditedMeanwhile.
    """
    project = lock(project)
    before = written(project)
    wanted = before | values
    if wanted == before:
        return project
    _refuse_over(project, revision)
    if wanted == values_of(project):
        ProjectDraft.objects.filter(project=project).delete()
    else:
        ProjectDraft.objects.update_or_create(project=project, defaults={"values": wanted, "saved_by": actor})
    _note(project, "project.draft", actor, [name for name in wanted if wanted[name] != before[name]])
    return project


@transaction.atomic
def publish(project: Project, values: Values, *, actor: Person, revision: int) -> Project:
    """Show what was typed to everybody from now on; the draft is used up. Raises EditedMeanwhile and NotPublishable."""
    project = lock(project)
    before, published = written(project), values_of(project)
    wanted = before | values
    if wanted != before:
        _refuse_over(project, revision)
    lacking = completeness(project, wanted).needed
    if lacking and not project.is_published:
        raise NotPublishable(lacking)
    changed = [name for name in wanted if wanted[name] != published[name]]
    ProjectDraft.objects.filter(project=project).delete()
    if not changed and project.is_published:
        return project
    _write(project, wanted)
    _note(project, "project.publish", actor, changed)
    projects.index([project])
    signals.project_changed.send(Project, project=project)
    return project


@transaction.atomic
def discard_draft(project: Project, *, actor: Person) -> Project:
    """Forget the draft: what is published is what the team goes on from."""
    project = lock(project)
    if ProjectDraft.objects.filter(project=project).delete()[0]:
        _note(project, "project.discard-draft", actor, [])
    return project


@transaction.atomic
def withdraw(project: Project, *, actor: Person) -> Project:
    """Take the page off the website; the team goes on seeing it and can publish it again."""
    project = lock(project)
    if project.is_published:
        project.is_published = False
        project.save(update_fields=["is_published", "changed_at"])
        _note(project, "project.withdraw", actor, ["is_published"])
        projects.index([project])
        signals.project_changed.send(Project, project=project)
    return project


def lock(project: Project) -> Project:
    """The project as it is now; whoever else writes it waits until this transaction is over."""
    Project.objects.filter(pk=project.pk).update(revision=F("revision"))
    return Project.objects.select_related("draft").get(pk=project.pk)


def _refuse_over(project: Project, revision: int) -> None:
    if project.revision != revision:
        raise EditedMeanwhile


def _write(project: Project, values: Values) -> None:
    for name in (*TEXTS, "is_completed"):
        setattr(project, name, values[name])
    project.is_published = True
    project.save(update_fields=[*TEXTS, "is_completed", "is_published", "changed_at"])
    project.topics.set(Topic.objects.filter(slug__in=values["topics"]))
    for name in SETS[1:]:
        getattr(project, name).set(values[name])
    known = {topic.slug: topic for topic in Topic.objects.all()}
    for kind, name in ((ExchangeKind.OFFER, "offers"), (ExchangeKind.SEEK, "seeks")):
        rows = [(row["text_de"], row["text_en"], tuple(row["topics"])) for row in values[name]]
        exchanges.write(project, kind, rows, known)
    exchanges.write_contacts(project, values["contacts"])
    exchanges.write_links(project, [(row["label"], row["url"]) for row in values["links"]])


def _note(project: Project, verb: str, actor: Person, fields: list[str]) -> None:
    """A new revision, and a line in the ledger."""
    project.revision += 1
    project.save(update_fields=["revision"])
    audit.record(verb, project, actor=actor, source=Source.WEB, fields=fields)
