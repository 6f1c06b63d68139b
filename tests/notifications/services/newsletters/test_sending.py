from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from django.utils import timezone

from events.services import planning
from networking.enums import Role
from notifications.models import Message
from notifications.newsletter.blocks import new
from notifications.services import compiled, outbox, subscriptions
from notifications.services.newsletters import approval, audience, sending
from tests.factories import (
    approve_issue,
    make_event,
    make_issue,
    make_organiser,
    make_reader,
    make_registration,
    make_topic,
    send_issue,
)

pytestmark = pytest.mark.django_db


def scheduled(*blocks, at=None):
    issue = approve_issue(make_issue(*blocks))
    return approval.schedule(issue, at or timezone.now(), actor=issue.created_by)


def for_guests(event):
    issue = make_issue()
    return audience.choose(issue, {"events": [str(event.uuid)]}, counts_clicks=False, actor=issue.created_by)


def arrived(message):
    return message_from_bytes(compiled.content(message, message.to_email), policy=policy.default)


def test_every_confirmed_reader_gets_the_issue_in_their_language():
    german, english = make_reader(), make_reader(language="en")
    make_reader(state="requested")
    make_reader(state="withdrawn")

    send_issue(make_issue())

    subjects = dict(Message.objects.values_list("to_email", "subject"))
    assert subjects == {german.email: "Neues", english.email: "News"}


def test_nothing_goes_out_before_its_time():
    make_reader()
    scheduled(at=timezone.now() + timedelta(hours=1))

    assert sending.send_due() == 0


def test_handing_over_goes_on_where_it_was_killed(monkeypatch):
    readers = [make_reader() for _number in range(5)]
    issue = scheduled()
    sending._begin(issue)
    monkeypatch.setattr(outbox, "ROWS_AT_ONCE", 2)
    personal, seen = sending.PersonalPart.slots, []

    def killed_at_the_fourth(self, subscription):
        seen.append(subscription)
        if len(seen) == 4:
            raise KeyboardInterrupt
        return personal(self, subscription)

    monkeypatch.setattr(sending.PersonalPart, "slots", killed_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        sending.send_due()
    monkeypatch.setattr(sending.PersonalPart, "slots", personal)
    assert Message.objects.count() == 2

    sending.send_due()
    sending.send_due()

    assert sorted(Message.objects.values_list("to_email", flat=True)) == sorted(r.email for r in readers)
    issue.refresh_from_db()
    assert issue.state == "sent"


def test_whoever_changes_the_language_in_between_gets_one_mail():
    reader, issue = make_reader(), scheduled()
    sending._begin(issue)
    sending.hand_over(issue)
    type(issue).objects.update(state="sending")
    reader.language = "en"
    reader.save()

    sending.send_due()

    assert Message.objects.count() == 1


def test_the_headers_are_those_of_a_newsletter():
    make_reader()
    send_issue(make_issue())

    mail = arrived(Message.objects.get())

    assert mail["List-Id"] == "Masterplan Industriestadt Berlin <newsletter.treffwerk.example.org>"
    assert mail["List-Unsubscribe"].startswith("<http://testserver/newsletter/unsubscribe/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Feedback-ID"].endswith(":newsletter:treffwerk")
    assert mail["Reply-To"] == "industriestadt@example.org"
    assert mail["Content-Language"] == "de"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["Auto-Submitted"] is None


def test_whoever_left_since_is_not_written_to(mailoutbox):
    reader = make_reader()
    send_issue(make_issue())
    subscriptions.unsubscribe(reader)

    outbox.deliver_due()

    assert mailoutbox == []


def test_the_personal_part_holds_what_the_reader_chose_and_the_issue_does_not():
    energy = make_topic("Energie")
    heat = make_topic("Abwärme", broader=energy)
    teased = make_event(title_de="Im Heft", topics=[heat])
    make_event(title_de="Zur Abwärme", topics=[heat])
    make_event(title_de="Anderes")
    make_event(title_de="Geheimes zur Abwärme", topics=[heat], format="dialog")
    make_reader(topics=[energy])

    send_issue(make_issue(new("event", event=str(teased.uuid)), new("personal")))

    own = Message.objects.get().slots["personal"]
    assert "Zur Abwärme" in own["text"]
    assert "Anderes" not in own["text"] + own["html"]
    assert "Geheimes" not in own["text"] + own["html"]
    assert "Im Heft" not in own["text"]
    assert "Zur Abwärme" in arrived(Message.objects.get()).get_body(("html",)).get_content()


@pytest.mark.parametrize("change", ["cancelled", "confidential", "renamed"])
def test_an_issue_whose_event_changed_since_its_approval_comes_back(change):
    event = make_event()
    issue = scheduled(new("event", event=str(event.uuid)))
    make_reader()
    fields = {
        "cancelled": {"state": "cancelled"},
        "confidential": {"format": "dialog"},
        "renamed": {"title_de": "X"},
    }
    type(event).objects.filter(pk=event.pk).update(**fields[change])

    sending.send_due()

    issue.refresh_from_db()
    assert (issue.state, issue.notice) == ("draft", "changed")
    assert not Message.objects.exists()


def test_an_issue_the_clock_missed_by_hours_waits_for_a_person():
    issue = scheduled()
    make_reader()

    with time_machine.travel(timezone.now() + timedelta(hours=5)):
        sending.send_due()

    issue.refresh_from_db()
    assert (issue.state, issue.notice) == ("approved", "late")
    assert not Message.objects.exists()


def test_a_test_goes_to_whoever_asks_and_unsubscribes_nobody():
    person = make_organiser(Role.NEWSLETTER_EDITOR)

    message = sending.send_test(make_issue(), "en", actor=person)

    mail = arrived(message)
    assert message.to_email == person.email
    assert mail["Subject"].endswith("News")
    assert mail["List-Unsubscribe"] is None
    assert "/newsletter/unsubscribe/" not in mail.get_body(("plain",)).get_content()


def test_who_is_meant_is_fixed_when_sending_begins():
    event = make_event()
    reader, late = make_reader(), make_reader(language="en")
    seat = make_registration(event, email=reader.email, state="confirmed")
    issue = for_guests(event)
    issue = approval.schedule(approve_issue(issue), timezone.now(), actor=issue.created_by)
    sending._begin(issue)
    type(seat).objects.update(state="cancelled")
    make_registration(event, email=late.email, state="confirmed")
    issue.refresh_from_db()

    sending.hand_over(issue)

    issue.refresh_from_db()
    assert [row.to_email for row in Message.objects.all()] == [reader.email]
    assert audience.meant(issue).languages == [("Deutsch", 1), ("English", 0)]
    assert (audience.meant(issue).number, not issue.meant_readers.exists()) == (1, True)


def test_an_event_that_became_confidential_since_is_not_named_in_what_was_meant():
    event = make_event(title_de="Geheimsache")
    make_registration(event, email=make_reader().email, state="confirmed")
    issue = send_issue(for_guests(event))
    assert "Geheimsache" in str(audience.meant(issue))

    event.visibility = "confidential"
    event.save()

    assert "Geheimsache" not in str(audience.meant(issue))
    assert audience.meant(issue).number == 1


def test_an_issue_that_was_on_its_way_when_the_platform_was_renewed_reaches_everybody():
    readers, issue = [make_reader(), make_reader()], scheduled()
    sending._begin(issue)
    issue.meant_readers.all().delete()
    type(issue).objects.update(meant={})

    sending.send_due()

    assert Message.objects.count() == len(readers)


def test_whoever_leaves_after_sending_began_is_counted_and_skipped(mailoutbox):
    reader, issue = make_reader(), scheduled()
    sending._begin(issue)
    subscriptions.unsubscribe(reader)

    sending.hand_over(issue)
    outbox.deliver_due()

    assert (mailoutbox, Message.objects.get().state) == ([], "skipped")


def test_many_readers_cost_few_queries(django_assert_max_num_queries):
    for _number in range(30):
        make_reader()
    issue = scheduled(new("personal"))
    sending._begin(issue)

    with django_assert_max_num_queries(25):
        sending.hand_over(issue)


def test_moving_an_event_needs_a_new_approval():
    organiser = make_organiser()
    event = make_event(owner=organiser)
    issue = scheduled(new("event", event=str(event.uuid)))
    later = {"starts_at": event.starts_at + timedelta(days=1), "ends_at": event.ends_at + timedelta(days=1)}
    planning.edit(event, later, actor=organiser, revision=event.revision)

    sending.send_due()

    issue.refresh_from_db()
    assert issue.notice == "changed"
