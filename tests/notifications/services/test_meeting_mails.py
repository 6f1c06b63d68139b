"""Mails about 1:1 meetings: to everybody who comes for a project, once for each cause, with the right calendar."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import Audience, MeetingState
from events.services import (
    meeting_clock,
    meeting_parties,
    meeting_rounds,
    meetings,
    planning,
    telling,
)
from notifications.models import Message
from tests.factories import (
    make_event,
    make_meeting,
    make_organiser,
    make_party,
    make_project,
    make_registration,
    make_round,
)

pytestmark = pytest.mark.django_db


def mails(seat):
    return list(Message.objects.filter(registration=seat).order_by("pk").values_list("kind", flat=True))


def mail(seat):
    return Message.objects.filter(registration=seat).latest("pk")


def test_whoever_comes_for_a_project_learns_that_choosing_is_open():
    meeting_round = make_round(state="off", opened_at=None)
    event = meeting_round.event
    seat = make_registration(event, project=make_project(title_de="O'Neill & Söhne"))
    others = [
        make_registration(event),
        make_registration(event, project=make_project(), state="waiting"),
        make_registration(event, project=make_project(is_published=False)),
    ]

    for _ in range(2):
        meeting_rounds.open_choosing(meeting_round, actor=None)

    assert mails(seat) == ["meetings_opened"]
    assert [mails(other) for other in others] == [[], [], []]
    assert "„O'Neill & Söhne“ kann teilnehmen" in mail(seat).text
    assert "O'Neill" not in mail(seat).html


def test_the_link_is_a_mark_until_it_is_sent():
    meeting_round = make_round(state="off", opened_at=None)
    seat = make_registration(meeting_round.event, project=make_project())

    meeting_rounds.open_choosing(meeting_round, actor=None)

    assert "\ue000meetings\ue001" in mail(seat).text
    assert "/r/" not in mail(seat).text


def test_the_reminder_goes_once_to_whoever_did_not_choose():
    meeting_round = make_round()
    party = make_party(meeting_round)

    for _ in range(2):
        meeting_clock.remind_due(meeting_round.choose_until - meeting_clock.BEFORE / 2)

    assert mails(party.joined_by) == ["meetings_reminder"]


def published(**fields):
    """A round whose draft has just been published: two who meet, and one who meets nobody."""
    meeting_round = make_round(make_event(title_de="Wärmewende"), state="draft")
    one, two = make_party(meeting_round, "Eins", **fields), make_party(meeting_round, "Zwei")
    alone = make_party(meeting_round, "Drei")
    meeting = make_meeting(one, two, state=MeetingState.PLANNED)
    meetings.publish(meeting_round, actor=None)
    return one, two, alone, meeting


def test_everybody_gets_the_agenda_of_their_project_once():
    one, two, alone, meeting = published()
    meetings.publish(one.round, actor=None)

    assert [mails(party.joined_by) for party in (one, two, alone)] == [["meetings_published"]] * 3
    assert "Tisch 1 · Zwei" in mail(one.joined_by).text
    assert "Tisch 1 · Eins" in mail(two.joined_by).text
    assert "haben wir kein Treffen gefunden" in mail(alone.joined_by).text
    assert f"UID:meeting-{meeting.uuid}@" in mail(one.joined_by).calendar
    assert mail(alone.joined_by).calendar == ""


def test_the_agenda_is_written_in_the_persons_language():
    one, _two, _alone, _meeting = published(language="en")

    assert mail(one.joined_by).subject == "Your 1:1 meetings: Wärmewende"
    assert "SUMMARY:1:1 meeting: Zwei" in mail(one.joined_by).calendar


def test_names_of_the_other_side_stand_in_no_mail():
    one, two, _alone, meeting = published()
    meetings.cancel(meeting, by=one)

    texts = Message.objects.filter(registration=two.joined_by).values_list("text", "html", "calendar")
    assert one.joined_by.family_name not in str(list(texts))


def test_of_new_meetings_only_those_hear_whom_they_concern():
    one, two, alone, meeting = published()
    make_meeting(two, alone, slot=1, state=MeetingState.PLANNED)

    meetings.publish(one.round, actor=None)

    assert [len(mails(party.joined_by)) for party in (one, two, alone)] == [1, 2, 2]
    assert mail(two.joined_by).subject == "Neue 1:1-Treffen für Sie: Wärmewende"


def test_a_moved_meeting_is_told_to_both_sides_with_old_and_new():
    one, two, alone, meeting = published()
    slot = one.round.slots.all()[1]

    for _ in range(2):
        meetings.move(meeting, slot=slot, table=one.round.tables.all()[1], actor=None)

    assert [mails(party.joined_by)[1:] for party in (one, two, alone)] == [["meeting_moved"]] * 2 + [[]]
    assert "Tisch 1" in mail(one.joined_by).text
    assert "Tisch 2" in mail(one.joined_by).text
    assert "METHOD:REQUEST" in mail(one.joined_by).calendar


def test_a_cancelled_meeting_leaves_both_calendars_and_brings_the_reason():
    one, two, _alone, meeting = published()

    for _ in range(2):
        meetings.cancel(meeting, by=one, reason="Krank & müde")

    assert mails(two.joined_by) == ["meetings_published", "meeting_cancelled"]
    assert "Ihr Projekt hat sein Treffen mit „Zwei“" in mail(one.joined_by).text
    assert "Grund: Krank & müde" in mail(two.joined_by).text
    for party in (one, two):
        assert "METHOD:CANCEL" in mail(party.joined_by).calendar


def test_who_has_left_with_the_last_seat_is_not_written_to():
    one, two, _alone, _meeting = published()
    one.joined_by.state = "cancelled"
    one.joined_by.save()

    meeting_parties.drop_absent()

    assert mails(one.joined_by) == ["meetings_published"]
    assert mails(two.joined_by) == ["meetings_published", "meeting_cancelled"]


def test_when_the_event_moves_the_agenda_goes_again_with_the_new_times_once():
    one, _two, alone, _meeting = published()
    event, week, actor = one.round.event, timedelta(days=7), make_organiser()
    data = {"starts_at": event.starts_at + week, "ends_at": event.ends_at + week}
    event = planning.edit(event, data, actor=actor, revision=event.revision)
    assert mails(one.joined_by) == ["meetings_published"]

    for _ in range(2):
        telling.tell(event, Audience.ALL, actor=actor, sequence=event.sequence)

    assert mails(one.joined_by) == ["meetings_published", "event_moved", "meetings_published"]
    assert mails(alone.joined_by) == ["meetings_published", "event_moved"]
    assert mail(one.joined_by).subject == "Neue Zeiten Ihrer 1:1-Treffen: Wärmewende"
    starts_at = one.round.slots.first().starts_at
    assert timezone.localtime(starts_at).strftime("%Y%m%dT%H%M%S") in mail(one.joined_by).calendar


def test_nobody_is_written_to_once_the_event_is_confidential():
    one, two, _alone, meeting = published()
    event = one.round.event
    event.visibility = "confidential"
    event.save()

    meetings.cancel(meeting, by=None)

    assert mails(two.joined_by) == ["meetings_published"]


def test_publishing_costs_as_many_queries_for_many_as_for_few(django_assert_max_num_queries):
    meeting_round = make_round(state="draft", slots=4, tables=4)
    parties = [make_party(meeting_round) for _ in range(8)]
    for number in range(4):
        make_meeting(parties[number], parties[number + 4], table=number, state=MeetingState.PLANNED)

    with django_assert_max_num_queries(16):
        meetings.publish(meeting_round, actor=None)

    assert Message.objects.count() == 8
