"""Choosing whom an issue goes to."""

import pytest

from events.enums import Format
from networking.enums import Role
from notifications.errors import IssueRefused
from notifications.models import Message
from notifications.services.newsletters import approval, audience
from tests.factories import (
    approve_issue,
    make_event,
    make_issue,
    make_organiser,
    make_person,
    make_reader,
    make_topic,
    send_issue,
)

pytestmark = pytest.mark.django_db


def page(issue):
    return f"/organise/newsletters/{issue.uuid}/readers/"


@pytest.fixture
def editor(signed_in):
    return signed_in(make_organiser(Role.NEWSLETTER_EDITOR))


def test_counting_shows_masked_readers_and_saves_nothing(editor):
    issue = make_issue()
    readers = [make_reader(language="en") for _number in range(5)]

    seen = editor.post(page(issue), {"languages": ["en"], "count": "1"}).content.decode()

    issue.refresh_from_db()
    assert issue.segment == {}
    assert "r…@example.org" in seen
    assert not any(reader.email in seen for reader in readers)


def test_very_few_are_counted_and_not_shown(editor):
    issue = make_issue()
    make_reader()

    assert "r…@" not in editor.get(page(issue)).content.decode()


def test_an_issue_goes_only_to_whom_its_rule_fits_and_names_them_at_approval(editor):
    topic = make_topic("Energie")
    fitting = make_reader(topics=[topic])
    make_reader(topics=[make_topic("Wasser")])
    issue = make_issue()

    editor.post(page(issue), {"topics": [topic.slug], "counts_clicks": "on", "save": "1"})
    issue.refresh_from_db()
    issue = send_issue(issue)

    assert issue.segment == {"topics": [topic.slug]}
    assert (issue.counts_clicks, issue.approved_readers) == (True, 1)
    assert list(Message.objects.values_list("to_email", flat=True)) == [fitting.email]


def test_a_confidential_event_can_neither_be_chosen_nor_seen(editor):
    dialog = make_event(format=Format.DIALOG, title_de="Vertraulich Nordstern")
    issue = make_issue()

    refusal = editor.post(page(issue), {"events": [str(dialog.uuid)], "save": "1"})

    assert refusal.status_code == 422
    assert "Nordstern" not in editor.get(page(issue)).content.decode()


def test_after_approval_the_rule_is_frozen_and_whoever_chose_cannot_approve():
    chooser = make_organiser(Role.NEWSLETTER_EDITOR)
    issue = audience.choose(make_issue(), {"languages": ["de"]}, counts_clicks=False, actor=chooser)
    approval.submit(issue, actor=issue.created_by)
    with pytest.raises(approval.NotASecondPerson):
        approval.approve(issue, actor=chooser)
    approval.approve(issue, actor=make_organiser(Role.NEWSLETTER_EDITOR))

    with pytest.raises(IssueRefused):
        audience.choose(issue, {}, counts_clicks=False, actor=chooser)


def test_reopened_it_forgets_for_how_many_it_was_approved():
    make_reader()
    issue = approve_issue(make_issue())

    assert approval.reopen(issue, actor=issue.created_by).approved_readers is None


def test_nobody_else_enters(signed_in):
    issue = make_issue()

    assert signed_in(make_person()).get(page(issue)).status_code == 403
