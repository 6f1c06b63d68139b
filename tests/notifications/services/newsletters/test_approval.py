from datetime import timedelta

import pytest
from django.utils import timezone

from networking.enums import Role
from notifications.errors import IssueNotSound, IssueRefused, NotASecondPerson
from notifications.newsletter.blocks import new
from notifications.services.newsletters import approval, writing
from tests.factories import approve_issue, make_event, make_issue, make_organiser, make_person

pytestmark = pytest.mark.django_db


def submitted(*blocks):
    issue = make_issue(*blocks)
    return approval.submit(issue, actor=issue.created_by)


def test_an_unsound_issue_is_not_put_up_for_approval():
    with pytest.raises(IssueNotSound) as refusal:
        submitted(new("text"))

    assert len(refusal.value.faults) == 2


def test_its_author_cannot_approve_it():
    issue = submitted()

    with pytest.raises(NotASecondPerson):
        approval.approve(issue, actor=issue.created_by)


def test_whoever_wrote_one_word_of_it_cannot_approve_it():
    issue, second = make_issue(), make_organiser(Role.NEWSLETTER_EDITOR)
    writing.edit(issue, issue.content | {"subject_de": "Ein Wort"}, revision=issue.revision, actor=second)
    approval.submit(issue, actor=issue.created_by)

    with pytest.raises(NotASecondPerson):
        approval.approve(issue, actor=second)


def test_nobody_without_the_role_approves():
    with pytest.raises(NotASecondPerson):
        approval.approve(submitted(), actor=make_person())


def test_a_second_person_approves_and_both_languages_are_built():
    event = make_event(title_de="Wärme & Strom", title_en="Heat")
    issue = approve_issue(make_issue(new("event", event=str(event.uuid))))

    assert issue.state == "approved"
    assert issue.frozen["en"][0]["title"] == "Heat"
    assert sorted(issue.mails.values_list("language", flat=True)) == ["de", "en"]


def test_an_issue_that_was_never_put_up_cannot_be_approved():
    with pytest.raises(IssueRefused):
        approval.approve(make_issue(), actor=make_organiser(Role.NEWSLETTER_EDITOR))


def test_back_to_a_draft_takes_the_approval_away():
    issue = approve_issue(make_issue())

    reopened = approval.reopen(issue, actor=issue.created_by)

    assert (reopened.state, reopened.approved_by, reopened.frozen) == ("draft", None, {})
    assert not reopened.mails.exists()


@pytest.mark.parametrize("ahead", [timedelta(hours=-1), timedelta(days=400)])
def test_only_a_time_within_the_next_year_can_be_chosen(ahead):
    issue = approve_issue(make_issue())

    with pytest.raises(IssueRefused):
        approval.schedule(issue, timezone.now() + ahead, actor=issue.created_by)


def test_without_approval_nothing_is_scheduled():
    issue = make_issue()

    with pytest.raises(IssueRefused):
        approval.schedule(issue, timezone.now(), actor=issue.created_by)
