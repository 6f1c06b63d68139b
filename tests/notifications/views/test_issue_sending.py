"""One issue on its way: its numbers, pausing, cancelling, sending again, counting clicks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from networking.enums import Role
from notifications.enums import MessageState
from notifications.models import Issue, IssueLink, Message
from notifications.newsletter.blocks import new
from notifications.services import outbox
from notifications.services.newsletters import approval, sending, steering
from notifications.services.newsletters.progress import progress
from tests.factories import approve_issue, make_issue, make_organiser, make_person, make_reader, send_issue

pytestmark = pytest.mark.django_db


def page(issue, rest=""):
    return f"/organise/newsletters/{issue.uuid}/sending/{rest}"


def set_state(number, state, **columns):
    keys = Message.objects.filter(state="pending").values_list("pk", flat=True)[:number]
    Message.objects.filter(pk__in=list(keys)).update(state=state, **columns)


@pytest.fixture
def client_of_editor(signed_in):
    return signed_in(make_organiser(Role.NEWSLETTER_EDITOR))


@pytest.fixture
def issue():
    for _number in range(8):
        make_reader()
    return send_issue(make_issue())


def test_every_mail_is_in_exactly_one_of_the_numbers(issue):
    now = timezone.now()
    set_state(1, "sent", sent_at=now)
    set_state(1, "failed")
    set_state(1, "skipped")
    set_state(1, "in-doubt")
    set_state(1, "cancelled")
    set_state(1, "sending")
    set_state(1, "pending", attempts=1, not_before=now + timedelta(minutes=5))

    seen = progress(issue)

    numbers = (
        seen.sent,
        seen.failed,
        seen.skipped,
        seen.in_doubt,
        seen.cancelled,
        seen.waiting,
        seen.retried,
    )
    assert numbers == (1, 1, 1, 1, 1, 2, 1)
    assert (seen.total, seen.done, seen.percent) == (8, 5, 62)
    assert seen.retry_at == now + timedelta(minutes=5)


def test_speed_and_end_follow_from_the_last_minute(issue):
    now = timezone.now()
    set_state(1, "sent", sent_at=now - timedelta(minutes=3))
    set_state(3, "sent", sent_at=now - timedelta(seconds=20))

    seen = progress(issue)

    assert seen.per_minute == 3
    assert timedelta(seconds=75) < seen.ends_at - now < timedelta(seconds=90)  # four wait


def test_the_page_asks_again_less_often_when_nothing_moves_and_never_when_all_is_done(
    issue, client_of_editor, django_assert_num_queries
):
    now_waiting = client_of_editor.get(page(issue, "now/")).content.decode()
    steering.pause(issue, actor=make_organiser())
    now_paused = client_of_editor.get(page(issue, "now/")).content.decode()
    set_state(8, "sent", sent_at=timezone.now())
    over = client_of_editor.get(page(issue, "now/")).content.decode()

    assert "every 5s" in now_waiting
    assert "every 30s" in now_paused
    assert "data-hx-get" not in over
    with django_assert_num_queries(7):  # among them one that counts, one for the hold, one for the transport
        client_of_editor.get(page(issue, "now/"))


def test_a_paused_issue_waits_while_other_mail_goes_and_goes_on_after(issue, client_of_editor, mailoutbox):
    client_of_editor.post(page(issue, "pause/"))
    outbox.deliver_due()
    while_paused = len(mailoutbox)

    client_of_editor.post(page(issue, "resume/"))
    outbox.deliver_due()

    assert (while_paused, len(mailoutbox)) == (0, 8)


def test_what_is_cancelled_never_goes_not_even_what_was_being_written(client_of_editor, mailoutbox):
    make_reader()
    issue = approve_issue(make_issue())
    approval.schedule(issue, timezone.now(), actor=issue.created_by)
    sending._begin(issue)
    client_of_editor.post(page(issue, "cancel/"))
    outbox.queue_many("newsletter", issue.mails.get(language="de"), [make_reader()], key="late")

    outbox.deliver_due()
    sending.send_due()
    client_of_editor.post(page(issue, "resume/"))
    outbox.deliver_due()

    issue.refresh_from_db()
    assert mailoutbox == []
    assert list(Message.objects.values_list("state", flat=True)) == [MessageState.CANCELLED]
    assert issue.state == "sent"


def test_the_failed_go_again_and_nobody_else(issue, client_of_editor, mailoutbox):
    set_state(2, "failed", reply="550 5.1.1 unknown")
    set_state(6, "sent", sent_at=timezone.now())

    client_of_editor.post(page(issue, "send-failed-again/"))
    outbox.deliver_due()

    assert len(mailoutbox) == 2


def test_the_list_of_failures_explains_itself_and_computes_nothing(issue, client_of_editor):
    set_state(1, "failed", to_email="=cmd@example.org", reply="550 5.1.1 no such user", attempts=2)

    lines = client_of_editor.get(page(issue, "failures.csv")).content.decode().splitlines()

    assert len(lines) == 2
    assert lines[1].startswith("'=cmd@example.org;")
    assert "550 5.1.1 no such user;2" in lines[1]


def test_only_those_who_write_newsletters_see_and_steer(issue, signed_in):
    client = signed_in(make_person())

    assert {client.get(page(issue, rest)).status_code for rest in ("", "now/", "failures.csv")} == {403}
    assert client.post(page(issue, "cancel/")).status_code == 403
    assert not Issue.objects.filter(stopped_at__isnull=False)


def test_links_are_not_counted_unless_the_issue_says_so(issue):
    assert not IssueLink.objects.exists()
    assert "/newsletter/go/" not in issue.mails.get(language="de").html


def test_clicks_are_a_number_per_link_and_lead_only_where_the_issue_leads(client):
    make_reader()
    draft = make_issue(new("button", label_de="Mehr", label_en="More", url="https://example.org/?a=1&b=2"))
    Issue.objects.filter(pk=draft.pk).update(counts_clicks=True)
    draft.refresh_from_db()
    issue = send_issue(draft)
    link = IssueLink.objects.get(issue=issue, url="https://example.org/?a=1&b=2")
    address = f"/newsletter/go/{issue.uuid}/{link.number}/"

    answers = [client.get(address), client.get(address), client.head(address)]

    link.refresh_from_db()
    assert {answer["Location"] for answer in answers} == {"https://example.org/?a=1&b=2"}
    assert link.clicks == 2
    assert client.get(f"/newsletter/go/{issue.uuid}/999/").status_code == 404
    mails = list(issue.mails.all())
    assert all(address in mail.html and "https://example.org/?a=1&b=2" not in mail.html for mail in mails)
    assert all("https://example.org/?a=1&b=2" in mail.text and address not in mail.text for mail in mails)
