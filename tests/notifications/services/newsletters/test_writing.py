import pytest

from networking.enums import Role
from notifications.errors import IssueEditedMeanwhile, IssueRefused
from notifications.models import Issue
from notifications.newsletter.blocks import new
from notifications.services.newsletters import approval, writing
from tests.factories import make_issue, make_organiser

pytestmark = pytest.mark.django_db


def typed(issue, **entries):
    """The issue's content with other words in its first block or its own lines."""
    lines = {name: value for name, value in entries.items() if name in issue.content}
    words = {name: value for name, value in entries.items() if name not in issue.content}
    return issue.content | lines | {"blocks": [issue.blocks[0] | words, *issue.blocks[1:]]}


def test_every_save_leaves_a_version_and_makes_its_writer_an_author():
    issue, second = make_issue(), make_organiser(Role.NEWSLETTER_EDITOR)

    saved = writing.edit(issue, typed(issue, text_de="Neu"), revision=issue.revision, actor=second)

    assert [v.content["blocks"][0]["text_de"] for v in saved.versions.all()[:2]] == ["Neu", "Guten Tag"]
    assert set(saved.authors.all()) == {issue.created_by, second}


def test_saving_the_same_changes_nothing():
    issue = make_issue()

    saved = writing.edit(issue, issue.content, revision=issue.revision, actor=issue.created_by)

    assert saved.revision == issue.revision


def test_two_people_in_different_places_lose_nothing():
    issue, second = make_issue(), make_organiser(Role.NEWSLETTER_EDITOR)
    writing.edit(
        issue, typed(issue, text_de="Von der ersten"), revision=issue.revision, actor=issue.created_by
    )

    saved = writing.edit(issue, typed(issue, text_en="By the second"), revision=issue.revision, actor=second)

    assert saved.blocks[0]["text_de"] == "Von der ersten"
    assert saved.blocks[0]["text_en"] == "By the second"


def test_two_people_in_the_same_place_are_told_and_nothing_is_overwritten():
    issue, second = make_issue(), make_organiser(Role.NEWSLETTER_EDITOR)
    writing.edit(
        issue, typed(issue, text_de="Von der ersten"), revision=issue.revision, actor=issue.created_by
    )

    with pytest.raises(IssueEditedMeanwhile) as refusal:
        writing.edit(issue, typed(issue, text_de="Vom zweiten"), revision=issue.revision, actor=second)

    assert [conflict.theirs for conflict in refusal.value.conflicts] == ["Von der ersten"]
    assert refusal.value.content["blocks"][0]["text_de"] == "Vom zweiten"
    assert Issue.objects.get().blocks[0]["text_de"] == "Von der ersten"


def test_what_waits_for_approval_cannot_be_changed():
    issue = make_issue()
    approval.submit(issue, actor=issue.created_by)

    with pytest.raises(IssueRefused):
        writing.edit(issue, typed(issue, text_de="x"), revision=issue.revision, actor=issue.created_by)


def test_a_month_has_several_issues_each_with_an_address():
    first, second = make_issue(), make_issue(new("divider"))

    assert second.slug == f"{first.slug}-2"


def test_only_a_draft_can_be_deleted():
    issue, draft = make_issue(), make_issue()
    approval.submit(issue, actor=issue.created_by)

    writing.delete(draft, actor=draft.created_by)
    with pytest.raises(IssueRefused):
        writing.delete(issue, actor=issue.created_by)

    assert list(Issue.objects.all()) == [issue]
