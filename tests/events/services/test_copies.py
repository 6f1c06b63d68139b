"""A copy takes along what was planned and nothing that happened; a column nobody decided about fails here."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from events.enums import EventState, Format, TeamRole
from events.models import (
    Choice,
    Contribution,
    Event,
    MeetingRound,
    PlannedMail,
    Pool,
    ProgrammeItem,
    Question,
    Speaker,
)
from events.services import copies, planning
from networking.models import AuditEntry, Picture
from tests.factories import (
    make_event,
    make_organiser,
    make_person,
    make_project,
    make_registration,
    make_topic,
)

pytestmark = pytest.mark.django_db

# Rows that belong to what happened, or to people: a copy begins without them.
NEVER = {
    "Answer",
    "EventFragment",
    "FeedVersion",
    "PersonalFeed",
    "CalendarReply",
    "CheckIn",
    "Consent",
    "DeputyRequest",
    "EmbedPartner",  # not of an event
    "GuestList",
    "Invitation",
    "Look",
    "Meeting",
    "MeetingParty",
    "MeetingWish",
    "Registration",
    "RegistrationChange",
    "Submission",
    "TeamMember",
    "Wave",
}
RELATIONS = {"topics", "fields_of_action", "transformation_lines", "projects"}


def copy(event, *, days=28):
    return planning.copy(event, actor=make_organiser(), starts_at=event.starts_at + timedelta(days=days))


def full_event():
    """An event with a value in every column that comes along."""
    texts = {
        f"{name}_{language}": f"{name} {language}"
        for name in ("title", "summary", "description", "directions")
        for language in ("de", "en")
    }
    starts_at = datetime(2030, 1, 15, 15, tzinfo=UTC)
    event = make_event(
        format=Format.MEETUP,
        all_day=True,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=4),
        registration_opens_at=starts_at - timedelta(days=30),
        registration_closes_at=starts_at - timedelta(days=2),
        street="Allee 1",
        is_online=True,
        online_url="https://example.org/room",
        language="Deutsch",
        contact_name="Ada",
        contact_email="ada@example.org",
        capacity=37,
        overbooking=3,
        confirm_email_hours=24,
        visibility="unlisted",
        entry="approval",
        waiting_list="offer",
        offer_working_hours=8,
        cancel_until_hours=48,
        change_until_hours=24,
        deputies=2,
        attendee_list="team",
        meetings="on",
        retention_days=99,
        topics=[make_topic()],
        picture=Picture.objects.create(content=b"photograph", width=640, height=360, alt_de="Eine Halle"),
        **texts,
    )
    event.fields_of_action.set(["innovation"])
    event.transformation_lines.set(["digital"])
    project = make_project()
    Contribution.objects.create(event=event, project=project, kind="stand")
    Pool.objects.create(
        event=event, kind="teams", seats=4, categories=["press"], until_at=starts_at - timedelta(days=9)
    )
    PlannedMail.objects.create(
        event=event,
        aim="ask",
        amount=36,
        unit="hours",
        moment="before-start",
        states=["confirmed"],
        categories=["press"],
        came="no",
        answer="eats:yes",
        subject_de="Kommen Sie?",
        text_de="Am {date}",
        subject_en="Coming?",
        text_en="On {date}",
        is_on=True,
    )
    comes = Question.objects.create(
        event=event, identifier="eats", kind="yes-no", label_de="Essen Sie mit?", position=1
    )
    meal = Question.objects.create(
        event=event,
        identifier="meal",
        kind="one-of",
        label_de="Essen?",
        label_en="Meal?",
        hint_de="Hinweis",
        hint_en="Hint",
        is_required=True,
        is_organiser_only=True,
        is_need=True,
        shown_if=comes,
        shown_if_values="yes",
        position=3,
    )
    Choice.objects.create(
        question=meal, identifier="a", label_de="Apfel", label_en="Apple", places=5, position=2
    )
    meetings = MeetingRound.objects.create(
        event=event, choose_until=starts_at - timedelta(days=3), minimum=1, fairness=50, most_musts=3
    )
    meetings.slots.create(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=20))
    meetings.tables.create(label="Tisch 1", position=4)
    item = ProgrammeItem.objects.create(
        event=event,
        position=2,
        kind="talk",
        title_de="Vortrag",
        title_en="Talk",
        text_de="Text",
        text_en="Text in English",
        starts_at=starts_at + timedelta(minutes=30),
        ends_at=starts_at + timedelta(minutes=60),
        room="Saal",
        project=project,
    )
    Speaker.objects.create(item=item, name="Mira", organisation="Spreewerk", person=make_person(), position=1)
    return event


def test_every_column_of_every_model_is_decided():
    """Copied as it is, moved with the start, or begun anew: exactly one of them."""
    undecided = {}
    for model in apps.get_app_config("events").get_models():
        if model.__name__ in NEVER:
            continue
        columns = copies.COLUMNS[model]
        names = {field.name for field in model._meta.concrete_fields}
        lists = [*columns.same, *columns.later, *columns.anew]
        if sorted(lists) != sorted(names):
            undecided[model.__name__] = set(lists) ^ names

    assert undecided == {}


def test_every_relation_of_an_event_is_decided():
    relations = {field.name for field in Event._meta.many_to_many}

    assert relations == RELATIONS
    assert {*copies.SETS, "projects"} == RELATIONS


def test_every_column_listed_as_copied_arrives():
    event = full_event()

    twin = copy(event)

    def pairs():
        yield event, Event.objects.get(pk=twin.pk)
        for name in ("programme", "contributions", "pools"):
            yield getattr(event, name).get(), getattr(twin, name).get()
        former, new = event.questions.get(identifier="meal"), twin.questions.get(identifier="meal")
        yield former, new
        yield former.options.get(), new.options.get()
        yield event.programme.get().speakers.get(), twin.programme.get().speakers.get()
        yield event.meeting_round, twin.meeting_round
        for name in ("slots", "tables"):
            yield getattr(event.meeting_round, name).get(), getattr(twin.meeting_round, name).get()

    for former, new in pairs():
        columns = copies.COLUMNS[type(former)]
        for name in columns.same:
            assert getattr(former, name), f"{type(former).__name__}.{name} has nothing that could arrive"
            assert getattr(new, name) == getattr(former, name), name
        for name in columns.later:
            assert getattr(new, name) == getattr(former, name) + timedelta(days=28), name


@pytest.mark.parametrize("name", copies.SETS)
def test_what_an_event_is_sorted_under_comes_along(name):
    event = full_event()

    twin = copy(event)

    assert set(getattr(twin, name).all()) == set(getattr(event, name).all()) != set()


def test_who_meets_whom_does_not_come_along():
    event = full_event()
    event.meeting_round.parties.create(project=make_project())
    MeetingRound.objects.update(state="published", published_at=timezone.now())

    twin = copy(event)

    meetings = MeetingRound.objects.get(event=twin)
    assert (meetings.state, meetings.published_at, meetings.parties.count()) == ("off", None, 0)


def test_a_condition_points_to_the_copys_own_question():
    twin = copy(full_event())

    assert twin.questions.get(identifier="meal").shown_if == twin.questions.get(identifier="eats")


def test_a_retired_question_does_not_come_along():
    event = make_event()
    Question.objects.create(event=event, identifier="old", kind="line", label_de="Alt", is_retired=True)

    assert not copy(event).questions.exists()


def test_what_happened_stays():
    event = full_event()
    make_registration(event)
    Event.objects.filter(pk=event.pk).update(
        state=EventState.CANCELLED,
        cancelled_at=timezone.now(),
        cancellation_reason_de="Sturm",
        cancellation_reason_en="Storm",
        moved_from=event.starts_at,
        untold={"venue": "Alt"},
        seat_revision=7,
        sequence=4,
        revision=9,
        report_url="https://example.org/report",
        participants_reported=100,
        participants_approximate=True,
        is_example=True,
    )
    event.refresh_from_db()

    twin = Event.objects.get(pk=copy(event).pk)

    fresh = Event()
    own = {"id", "uuid", "slug", "created_at", "created_by", "changed_at", "previous"}
    for name in copies.COLUMNS[Event].anew - own:
        assert getattr(twin, name) == getattr(fresh, name), name
    assert (twin.uuid == event.uuid, twin.slug == event.slug) == (False, False)
    assert not twin.registrations.exists()
    assert not twin.invitations.exists()


def test_the_copy_belongs_to_whoever_copied():
    event, ada = make_event(owner=make_person()), make_organiser()

    twin = planning.copy(event, actor=ada, starts_at=event.starts_at)

    assert list(twin.team.values_list("person", "role")) == [(ada.pk, TeamRole.OWNER)]
    assert twin.created_by == ada


def test_the_copy_knows_the_edition_before():
    last_year = make_event()

    assert copy(last_year).previous == last_year


def test_times_keep_the_clock_when_summer_begins():
    event = make_event(
        starts_at=datetime(2030, 3, 1, 15, tzinfo=UTC), ends_at=datetime(2030, 3, 1, 18, tzinfo=UTC)
    )

    twin = planning.copy(event, actor=make_organiser(), starts_at=datetime(2030, 6, 1, 14, tzinfo=UTC))

    assert timezone.localtime(event.ends_at).hour == timezone.localtime(twin.ends_at).hour == 19


def test_the_copy_of_a_confidential_event_tells_nothing_by_its_address():
    event = make_event(format=Format.DIALOG)

    assert len(copy(event).slug) == 32


def test_the_original_does_not_change():
    event = full_event()
    before = Event.objects.filter(pk=event.pk).values().get()

    copy(event)

    assert Event.objects.filter(pk=event.pk).values().get() == before
    assert event.programme.count() == 1


def test_copying_stands_in_the_ledger():
    twin = copy(make_event())

    entry = AuditEntry.objects.get(verb="event.copy")
    assert entry.object_id == str(twin.uuid)


def test_a_long_programme_is_copied_in_few_queries(django_assert_max_num_queries):
    event, ada = full_event(), make_organiser()
    for number in range(10):
        item = ProgrammeItem.objects.create(event=event, title_de=f"Punkt {number}")
        Speaker.objects.create(item=item, name="Mira")

    with django_assert_max_num_queries(60):
        planning.copy(event, actor=ada, starts_at=event.starts_at)
