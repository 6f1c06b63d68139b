"""The demo world: believable, marked, true to the services, and loaded once."""

from collections import Counter

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from backend import demo
from events.calendar import fragments
from events.enums import Availability, Format, InvitationState
from events.models import Event, Invitation, MeetingRound, Registration, RegistrationChange
from events.queries import availability
from networking.models import Person, Project
from notifications.enums import MessageState
from notifications.models import Issue, Message
from notifications.services.newsletters.checks import Examination


@pytest.fixture(scope="module", autouse=True)
def _world(django_db_setup, django_db_blocker):
    """Loading takes seconds: once for the file, undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load()
        yield
        transaction.set_rollback(True)


pytestmark = pytest.mark.django_db


def examples():
    return Event.objects.filter(is_example=True).with_seats()


def test_every_format_has_an_example():
    assert set(examples().values_list("format", flat=True)) == set(Format.values)


def test_every_calendar_entry_is_kept_with_its_event():
    assert fragments.outdated() == []


def test_the_states_a_visitor_can_meet_are_there():
    states = {availability(event) for event in examples()}

    assert states == {
        Availability.OPEN,
        Availability.FEW_LEFT,
        Availability.WAITING_LIST,
        Availability.CANCELLED,
        Availability.NOT_YET,
        Availability.INVITATION,
    }


def test_one_example_is_online():
    assert examples().filter(is_online=True).count() == 1


def test_every_example_is_marked_in_both_languages():
    titles = examples().values_list("title_de", "title_en")

    assert all(de.endswith(" (Beispiel)") and en.endswith(" (example)") for de, en in titles)


def test_real_projects_and_events_are_loaded_beside_them():
    assert (Project.objects.count(), Event.objects.filter(is_example=False).exists()) == (50, True)


def test_every_project_topic_and_speaker_of_the_file_was_found():
    konferenz = examples().get(format=Format.KONFERENZ)

    assert (konferenz.contributions.count(), konferenz.topics.count()) == (16, 5)


def test_the_ledger_tells_every_registration():
    assert RegistrationChange.objects.count() == Registration.objects.count() > 300


def test_registrations_are_at_example_org():
    assert not Registration.objects.exclude(email__endswith="@example.org").exists()


def test_no_example_mail_waits_to_be_sent():
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SKIPPED}


def test_the_newsletter_has_an_issue_in_the_archive_and_a_draft_of_the_next():
    assert sorted(Issue.objects.values_list("state", flat=True)) == ["draft", "sent"]
    assert all(Examination(issue).faults == [] for issue in Issue.objects.all())


def test_the_dialog_is_seen_by_its_organiser_only():
    dialog = examples().get(format=Format.DIALOG)
    organiser = Person.objects.get(email=demo.ORGANISER)

    seen = [
        Event.objects.visible_to(person).filter(pk=dialog.pk).exists()
        for person in (organiser, AnonymousUser())
    ]

    assert seen == [True, False]


def test_the_dialogs_guests_said_yes_said_no_or_have_not_answered():
    states = Counter(Invitation.objects.values_list("state", flat=True))

    assert states == {InvitationState.ACCEPTED: 7, InvitationState.DECLINED: 1, InvitationState.OPEN: 3}


def test_the_organiser_owns_the_past_dialog_too():
    organiser = Person.objects.get(email=demo.ORGANISER)
    past = Event.objects.get(format=Format.DIALOG, is_example=False)

    assert Event.objects.managed_by(organiser).filter(pk=past.pk).exists()


def test_a_second_start_adds_and_changes_nothing():
    Event.objects.filter(is_example=True).update(title_de="Von mir geändert")
    before = [model.objects.count() for model in (Event, Registration, Message, Person, Project)]

    added = demo.load()

    after = [model.objects.count() for model in (Event, Registration, Message, Person, Project)]
    assert (added, after) == (0, before)


def test_no_two_examples_were_changed_at_the_same_moment():
    moments = list(examples().values_list("changed_at", flat=True))

    assert len({moment.replace(second=0, microsecond=0) for moment in moments}) == len(moments)


def test_one_example_has_a_plan_of_meetings_and_at_another_projects_choose():
    rounds = {row.event.format: row for row in MeetingRound.objects.select_related("event")}

    assert {name: row.state for name, row in rounds.items()} == {"konferenz": "draft", "meet-up": "choosing"}
    assert rounds["konferenz"].meetings.count() > 5
    assert rounds["konferenz"].plan_quality > 0.9
