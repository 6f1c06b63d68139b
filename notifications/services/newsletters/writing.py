"""Writing an issue: create, edit with others at the same time, take pictures in, delete.

Every save leaves a version, so nothing anybody typed is lost.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networking.enums import Source
from networking.models import Person, Picture
from networking.services import audit, pictures
from notifications.enums import IssueState
from notifications.errors import IssueEditedMeanwhile, IssueRefused
from notifications.models import Issue, IssueVersion
from notifications.models.newsletter import CONTENT
from notifications.newsletter.blocks import Block
from notifications.newsletter.merging import Content, merged
from notifications.services.newsletters import first_draft

_NOT_A_DRAFT = _("This issue is not a draft any more. Take it back to a draft to change it.")


@transaction.atomic
def create(*, actor: Person, from_data: bool, is_example: bool = False) -> Issue:
    """A new draft: empty, or told from what happened since the last issue and what comes until the next."""
    issue = Issue(slug=_free_slug(), created_by=actor, is_example=is_example)
    if from_data:
        drafted = first_draft.draft()
        issue.covers_from = drafted.since
        _take(issue, drafted.content)
    issue.save()
    _keep_version(issue, actor)
    audit.record("issue.create", issue, actor=actor, source=Source.ORGANISER)
    return issue


def edit(issue: Issue, content: Content, *, revision: int, actor: Person) -> Issue:
    """Save what was typed over `revision`, and return the issue as it is now. Saving the same changes nothing.

    What others saved since in other places is kept with it. Raises IssueEditedMeanwhile(conflicts, content, revision)
    where both wrote in the same place, and IssueRefused for what is not a draft.
    """
    content = _with_pictures(content, actor)
    with transaction.atomic():
        issue = lock(issue)
        if not issue.is_editable:
            raise IssueRefused(_NOT_A_DRAFT)
        if issue.revision != revision:
            content = _reconciled(issue, content, revision)
        changed = _take(issue, content)
        if changed:
            issue.revision += 1
            issue.notice = ""
            issue.save()
            _keep_version(issue, actor)
            issue.pictures.set(Picture.objects.filter(public_id__in=_pictures(issue.blocks)))
            audit.record("issue.edit", issue, actor=actor, source=Source.ORGANISER, fields=sorted(changed))
    return issue


@transaction.atomic
def delete(issue: Issue, *, actor: Person) -> None:
    """Remove a draft for good. Raises IssueRefused for anything else."""
    issue = lock(issue)
    if not issue.is_editable:
        raise IssueRefused(_NOT_A_DRAFT)
    audit.record("issue.delete", issue, actor=actor, source=Source.ORGANISER)
    issue.mails.filter(messages=None).delete()
    issue.mails.update(issue=None)  # tests that went out keep their mail
    issue.delete()


def lock(issue: Issue) -> Issue:
    """The row as it is now, and nobody else's until the transaction ends."""
    return Issue.objects.select_for_update().get(pk=issue.pk)


def _reconciled(issue: Issue, content: Content, revision: int) -> Content:
    known = IssueVersion.objects.filter(issue=issue, revision=revision).first()
    base = known.content if known else {name: [] if name == "blocks" else "" for name in CONTENT}
    content, conflicts = merged(base, issue.content, content)
    if conflicts:
        raise IssueEditedMeanwhile(conflicts, content, issue.revision)
    return content


def _take(issue: Issue, content: Content) -> set[str]:
    """Write the content to the unsaved issue; returns the names of what changed."""
    changed = {name for name in CONTENT if name in content and getattr(issue, name) != content[name]}
    for name in changed:
        setattr(issue, name, content[name])
    return changed


def _keep_version(issue: Issue, actor: Person) -> None:
    IssueVersion.objects.create(issue=issue, revision=issue.revision, content=issue.content, saved_by=actor)
    issue.authors.add(actor)


@transaction.atomic
def _with_pictures(content: Content, actor: Person) -> Content:
    """The content with each uploaded photograph (`upload`: pictures.Shot) kept and named by its identifier.

    A transaction of its own: a save refused for other reasons does not lose them.
    """
    return content | {"blocks": [_with_picture(block, actor) for block in content["blocks"]]}


def _with_picture(block: Block, actor: Person) -> Block:
    shot: Any = block.get("upload")
    kept = {name: value for name, value in block.items() if name != "upload"}
    if shot is None:
        return kept
    alt_de = block["alt_de"] or block["alt_en"] or "…"  # a picture needs words; the checks ask for good ones
    picture = pictures.keep(shot, alt_de=alt_de, alt_en=block["alt_en"], credit=block["credit"], actor=actor)
    return kept | {"picture": str(picture.public_id)}


def _pictures(blocks: list[Block]) -> list[str]:
    return [block["picture"] for block in blocks if block.get("picture")]


def _free_slug() -> str:
    """The month, then the month and a number: `2026-11`, `2026-11-2`."""
    month = f"{timezone.localdate():%Y-%m}"
    taken = set(Issue.objects.filter(slug__startswith=month).values_list("slug", flat=True))
    names = [month, *(f"{month}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def refuse_unless(issue: Issue, *states: IssueState) -> None:
    """Raises IssueRefused when somebody moved the issue on meanwhile."""
    if issue.state not in states:
        sentence = _("This issue is “%(state)s” now. Look at it again.") % {
            "state": issue.get_state_display()
        }
        raise IssueRefused(sentence)
