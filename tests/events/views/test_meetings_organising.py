"""The organisers' pages of 1:1 meetings, from setting up to publishing."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from events.enums import Format, MeetingRoundState, Meetings, MeetingState, TeamRole
from events.models import Meeting, MeetingRound, TeamMember
from events.services import meeting_plans
from tests.factories import (
    make_event,
    make_meeting,
    make_organiser,
    make_party,
    make_person,
    make_round,
    wish,
)

pytestmark = pytest.mark.django_db
PLANNED = {"state": MeetingState.PLANNED}


@pytest.fixture
def event():
    start = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=30), time(10)))
    return make_event(slug="waerme", starts_at=start, ends_at=start + timedelta(hours=6))


@pytest.fixture
def office(signed_in):
    return signed_in(make_organiser())


def page(client, tail="", **data):
    return client.get(f"/en/organise/events/waerme/meetings/{tail}", data)


def send(client, tail, **data):
    return client.post(f"/en/organise/events/waerme/meetings/{tail}", data, follow=True)


def test_before_it_is_set_up_the_page_says_what_it_is_for(office, event):
    assert "Set up 1:1 meetings" in page(office).content.decode()


def test_setting_up_leads_to_times_tables_and_rules(office, event):
    answer = send(office, "do/set-up/")

    assert answer.redirect_chain[-1][0].endswith("/meetings/frame/")
    assert MeetingRound.objects.get().event == event


def test_an_event_whose_rules_allow_no_meetings_has_no_such_page(office):
    make_event(slug="waerme", meetings=Meetings.OFF)

    assert page(office).status_code == 404


def test_a_dialog_has_no_such_page_for_its_own_team(office):
    make_event(slug="waerme", format=Format.DIALOG)

    assert page(office).status_code == 404


def test_what_is_not_set_up_can_neither_be_planned_nor_published(office, event):
    for tail in ("frame/", "publish/", "print/", "new/", "progress/"):
        assert page(office, tail).status_code == 404
    assert send(office, "do/plan/").status_code == 404


def test_whoever_only_reads_sees_the_page_and_may_do_nothing(signed_in, event):
    reader = make_person()
    TeamMember.objects.create(event=event, person=reader, role=TeamRole.DESK)
    make_round(event)
    client = signed_in(reader)

    assert (page(client).status_code, send(client, "do/close/").status_code) == (200, 403)
    assert "End the choosing now" not in page(client).content.decode()


def test_strangers_find_nothing(signed_in, event):
    make_round(event)

    assert page(signed_in(make_person())).status_code == 404


def test_times_are_filled_in_from_start_end_length_and_pause_and_saved(office, event):
    make_round(event, slots=0, state=MeetingRoundState.OFF)
    asked = {"first": "10:00", "last": "10:50", "minutes": 20, "pause": 5}

    lines = page(office, "frame/", **asked).context["forms"]["slots"]["lines"].value()
    send(office, "frame/", part="slots", lines=lines)

    slots = MeetingRound.objects.get().slots.all()
    assert [slot.starts_at - event.starts_at for slot in slots] == [timedelta(0), timedelta(minutes=25)]


def test_tables_are_filled_in_by_their_number_and_saved_by_name(office, event):
    make_round(event, tables=0, state=MeetingRoundState.OFF)

    lines = page(office, "frame/", tables=2).context["forms"]["tables"]["labels"].value()
    send(office, "frame/", part="tables", labels=f"{lines}\n Window  ")

    labels = MeetingRound.objects.get().tables.values_list("label", flat=True)
    assert list(labels) == ["Table 1", "Table 2", "Window"]


def test_rules_are_saved(office, event):
    make_round(event, state=MeetingRoundState.OFF)
    until = timezone.localtime(event.starts_at - timedelta(days=3)).replace(second=0, microsecond=0)

    send(
        office,
        "frame/",
        part="rules",
        minimum=3,
        fairness=50,
        most_musts=4,
        choose_until=f"{until:%Y-%m-%d %H:%M}",
    )

    found = MeetingRound.objects.get()
    assert (found.minimum, found.fairness, found.most_musts, found.choose_until) == (3, 50, 4, until)


def test_a_time_outside_the_event_is_refused_with_the_reason(office, event):
    make_round(event, state=MeetingRoundState.OFF)

    answer = send(office, "frame/", part="slots", lines="2020-01-01 10:00-10:20")

    assert answer.status_code == 422
    assert "must lie within the event" in answer.content.decode()


def test_choosing_is_opened_and_closed(office, event):
    make_round(event, state=MeetingRoundState.OFF, opened_at=None)

    send(office, "do/open/")
    opened = MeetingRound.objects.get().state
    send(office, "do/close/")

    assert (opened, MeetingRound.objects.get().state) == ("choosing", "planning")


def test_a_refusal_is_shown_as_a_message(office, event):
    make_round(event)

    assert "Projects are still choosing" in send(office, "do/plan/").content.decode()


def test_who_has_chosen_and_who_has_not_is_listed(office, event):
    meeting_round = make_round(event)
    make_party(meeting_round, "Abwärme")
    chosen = make_party(meeting_round, "Biogas")
    chosen.chosen_at = timezone.now()
    chosen.save()

    counts, lines = (page(office).context[name] for name in ("counts", "parties"))

    assert (counts.parties, counts.chosen) == (2, 1)
    assert [bool(line.party.chosen_at) for line in lines] == [False, True]


def test_progress_of_a_plan_is_shown_and_asked_for_again(office, event):
    make_round(
        event, state=MeetingRoundState.PLANNING, computing_since=timezone.now(), steps_done=3, steps_total=12
    )

    text = page(office).content.decode()

    assert 'value="25"' in text
    assert 'data-hx-get="/en/organise/events/waerme/meetings/progress/"' in text
    assert "django_htmx/htmx" in text
    assert 'value="25"' in page(office, "progress/").content.decode()


def test_while_a_plan_is_computed_nothing_leads_to_drafts_that_go_away(office, event):
    meeting_round = make_round(event, state=MeetingRoundState.DRAFT, computing_since=timezone.now())
    meeting = make_meeting(make_party(meeting_round), make_party(meeting_round), **PLANNED)

    assert str(meeting.uuid) not in page(office).content.decode()


def test_when_the_plan_is_there_the_whole_page_is_fetched(office, event):
    make_round(event, state=MeetingRoundState.DRAFT)

    assert page(office, "progress/")["HX-Refresh"] == "true"


def test_the_plan_is_computed_shown_with_its_quality_and_published(office, event):
    meeting_round = make_round(event, state=MeetingRoundState.PLANNING, minimum=1)
    one, two = make_party(meeting_round), make_party(meeting_round)
    wish(one, two, "must")
    send(office, "do/plan/")
    meeting_plans.compute(meeting_round.pk)

    text = page(office).content.decode()
    assert "100.0 % of what no plan can exceed." in text

    preview = page(office, "publish/").context["preview"]
    assert (len(preview.new), len(preview.told), preview.people) == (1, 2, 2)
    assert "1 meeting is published." in send(office, "publish/").content.decode()
    assert Meeting.objects.get().state == MeetingState.PUBLISHED


def test_looking_at_the_publishing_publishes_nothing(office, event):
    meeting_round = make_round(event, state=MeetingRoundState.DRAFT)
    make_meeting(make_party(meeting_round), make_party(meeting_round), **PLANNED)

    page(office, "publish/")

    assert Meeting.objects.get().state == MeetingState.PLANNED


def test_who_got_too_few_is_named_with_the_reason(office, event):
    meeting_round = make_round(event, state=MeetingRoundState.DRAFT, planned_at=timezone.now(), minimum=1)
    party = make_party(meeting_round, "Abwärme")
    meeting_round.plan_short = [{"party": party.pk, "meetings": 0, "reason": "nobody"}]
    meeting_round.save()

    text = page(office).content.decode()

    assert "1 project has fewer than 1 meetings" in text
    assert "the matching suggests nobody" in text


def test_the_plan_is_read_by_time_or_by_project(office, event):
    meeting_round = make_round(event, state=MeetingRoundState.DRAFT)
    one, two, three = (make_party(meeting_round) for _ in range(3))
    make_meeting(one, two, slot=0, **PLANNED)
    late = make_meeting(one, three, slot=1, **PLANNED)

    start = page(office).context["slots"][1][1]

    assert page(office, slot=start).context["rows"] == [late]
    assert [len(line.meetings) for line in page(office, projects=1).context["page"]].count(2) == 1


def test_the_page_asks_the_database_the_same_number_of_times_for_many(
    office, event, django_assert_max_num_queries
):
    meeting_round = make_round(event, state=MeetingRoundState.DRAFT, slots=3, tables=6)
    parties = [make_party(meeting_round) for _ in range(8)]
    for number in range(4):
        make_meeting(parties[2 * number], parties[2 * number + 1], table=number, **PLANNED)

    with django_assert_max_num_queries(22):
        page(office, projects=1)


def test_the_events_overview_leads_there(office, event):
    text = office.get("/en/organise/events/waerme/").content.decode()

    assert "/en/organise/events/waerme/meetings/" in text
