from datetime import timedelta

import pytest
from django.utils import timezone

from events import signals
from events.enums import EventState, Format, RegistrationState, TeamRole, Visibility
from events.errors import (
    CapacityBelowConfirmed,
    EditedMeanwhile,
    EventCancelled,
    EventPast,
    NotCancellable,
    NotPublishable,
)
from events.models import Event
from events.services import planning
from events.services.programme import Item
from networking.models import AuditEntry
from tests.factories import make_event, make_organiser, make_project, make_registration, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """The facts told while the test runs, in order."""
    facts = []

    def listen(name):
        def receive(sender, **fact):
            facts.append((name, fact))

        getattr(signals, name).connect(receive, weak=False, dispatch_uid=f"test-{name}")

    names = ("event_published", "event_changed", "event_cancelled")
    for name in names:
        listen(name)
    yield facts
    for name in names:
        getattr(signals, name).disconnect(dispatch_uid=f"test-{name}")


def typed(**fields):
    """What an organiser types for a new event."""
    starts_at = timezone.now() + timedelta(days=20)
    return {
        "format": Format.MEETUP,
        "title_de": "Abwärme nutzen: Größe & Süden",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "venue": "Haus der Industrie",
    } | fields


def save(event, **data):
    return planning.edit(event, data, actor=make_organiser(), revision=event.revision)


def test_a_new_event_is_a_draft_and_its_creator_owns_it():
    ada = make_organiser()

    event = planning.create(typed(), actor=ada)

    assert event.state == EventState.DRAFT
    assert event.team.get(person=ada).role == TeamRole.OWNER


def test_the_address_is_readable_and_unique():
    first = planning.create(typed(), actor=make_organiser())
    second = planning.create(typed(), actor=make_organiser())

    assert [first.slug, second.slug] == ["abwaerme-nutzen-groesse-sueden", "abwaerme-nutzen-groesse-sueden-2"]


@pytest.mark.parametrize(("title", "slug"), [("New", "new-2"), ("会議", "event")])
def test_no_title_takes_an_address_the_house_needs(title, slug):
    assert planning.create(typed(title_de=title), actor=make_organiser()).slug == slug


def test_the_address_of_a_confidential_event_tells_nothing():
    event = planning.create(typed(format=Format.DIALOG), actor=make_organiser())

    assert len(event.slug) == 32
    int(event.slug, 16)


def test_an_event_that_becomes_confidential_gets_a_secret_address():
    event = make_event(slug="readable")

    event = save(event, visibility=Visibility.CONFIDENTIAL)

    assert event.slug != "readable"
    assert len(event.slug) == 32


def test_a_draft_that_stops_being_confidential_gets_a_readable_address():
    event = planning.create(typed(format=Format.DIALOG), actor=make_organiser())

    event = save(event, format=Format.MEETUP)

    assert event.slug == "abwaerme-nutzen-groesse-sueden"


def test_topics_projects_and_programme_are_written_with_the_event():
    topic, project = make_topic(), make_project()
    items = [Item(title_de="Begrüßung", speakers=[("Mira Yılmaz", "Spreewerk"), ("Jonas", "")])]

    event = planning.create(
        typed(topics=[topic], projects=[project], programme=items), actor=make_organiser()
    )

    assert list(event.topics.all()) == [topic]
    assert list(event.projects.all()) == [project]
    speakers = event.programme.get().speakers.values_list("name", "organisation")
    assert list(speakers) == [("Mira Yılmaz", "Spreewerk"), ("Jonas", "")]


def test_a_programme_item_keeps_its_row_when_it_moves():
    event = make_event()
    save(event, programme=[Item(title_de="A"), Item(title_de="B")])
    event.refresh_from_db()
    first, second = event.programme.all()

    save(event, programme=[Item(title_de="B", former=1), Item(title_de="A, länger", former=0)])

    rows = list(event.programme.values_list("pk", "title_de"))
    assert rows == [(second.pk, "B"), (first.pk, "A, länger")]


def test_a_programme_item_that_is_left_out_goes():
    event = make_event()
    save(event, programme=[Item(title_de="A"), Item(title_de="B")])
    event.refresh_from_db()

    save(event, programme=[Item(title_de="B", former=1)])

    assert [item.title_de for item in event.programme.all()] == ["B"]


def test_saving_over_somebody_elses_edit_is_refused_and_writes_nothing():
    event = make_event(title_de="Alt")
    topic = make_topic()
    save(event, title_de="Von nebenan")

    with pytest.raises(EditedMeanwhile):
        planning.edit(event, {"title_de": "Meins", "topics": [topic]}, actor=make_organiser(), revision=0)

    event.refresh_from_db()
    assert event.title_de == "Von nebenan"
    assert not event.topics.exists()


def test_saving_the_same_twice_is_no_conflict_and_changes_nothing():
    event = make_event()
    first = save(event, title_de="Neu")

    second = planning.edit(event, {"title_de": "Neu"}, actor=make_organiser(), revision=event.revision)

    assert second.revision == first.revision == 1
    assert AuditEntry.objects.filter(verb="event.edit").count() == 1


def test_the_capacity_cannot_fall_below_the_taken_seats():
    event = make_event(capacity=3)
    for _number in range(2):
        make_registration(event)
    make_registration(event, state=RegistrationState.HELD)
    make_registration(event, state=RegistrationState.CANCELLED)

    with pytest.raises(CapacityBelowConfirmed) as refusal:
        save(event, capacity=2)

    assert refusal.value.taken == 3
    event.refresh_from_db()
    assert event.capacity == 3


def test_the_capacity_may_fall_to_the_taken_seats():
    event = make_event(capacity=3)
    make_registration(event)

    assert save(event, capacity=1).capacity == 1


def test_more_seats_go_to_the_line_in_its_order():
    event = make_event(capacity=1)
    make_registration(event)
    line = [make_registration(event, state=RegistrationState.WAITING) for _number in range(3)]

    save(event, capacity=3)

    for registration in line:
        registration.refresh_from_db()
    assert [r.state for r in line] == ["confirmed", "confirmed", "waiting"]


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": timezone.now() + timedelta(days=3)},
        {"ends_at": timezone.now() + timedelta(days=90)},
        {"venue": "Anderswo"},
        {"is_online": True},
    ],
)
def test_a_new_time_or_place_raises_the_calendars_sequence(change):
    event = make_event()

    assert save(event, **change).sequence == 1


@pytest.mark.parametrize("change", [{"title_de": "Neu"}, {"capacity": 300}, {"retention_days": 10}])
def test_other_changes_leave_the_calendars_sequence(change):
    event = make_event()

    assert save(event, **change).sequence == 0


def test_a_visible_change_is_dated_an_invisible_one_not():
    event = make_event(changed_at=timezone.now() - timedelta(days=5))
    before = event.changed_at

    event = save(event, retention_days=10)
    assert event.changed_at == before

    event = save(event, summary_de="Kurz")
    assert event.changed_at > before


def test_a_moved_event_remembers_its_former_start_until_it_moves_back():
    event = make_event()
    start, end = event.starts_at, event.ends_at

    event = save(event, starts_at=start + timedelta(days=1), ends_at=end + timedelta(days=1))
    assert event.moved_from == start

    event = save(event, starts_at=start, ends_at=end)
    assert event.moved_from is None


def test_a_change_of_something_published_is_told(told):
    event = make_event()

    save(event, venue="Anderswo")

    [(name, fact)] = told
    assert (name, fact["material"], fact["changed"]) == ("event_changed", True, {"venue"})


def test_a_change_of_a_draft_is_nobodys_business(told):
    save(make_event(draft=True), venue="Anderswo")

    assert told == []


def test_publishing_is_told_once_and_raises_the_sequence(told):
    event, ada = make_event(draft=True), make_organiser()

    planning.publish(event, actor=ada)
    event = planning.publish(event, actor=ada)

    assert (event.state, event.sequence) == (EventState.PUBLISHED, 1)
    assert [name for name, _fact in told] == ["event_published"]


def test_an_incomplete_event_is_not_published():
    event = make_event(draft=True, title_de="", venue="", locality="")

    with pytest.raises(NotPublishable) as refusal:
        planning.publish(event, actor=make_organiser())

    assert len(refusal.value.missing) == 2
    event.refresh_from_db()
    assert event.state == EventState.DRAFT


def test_online_is_place_enough():
    event = make_event(draft=True, venue="", locality="", is_online=True)

    assert planning.publish(event, actor=make_organiser()).is_published


def test_a_cancelled_event_does_not_come_back():
    event = make_event()
    planning.cancel(event, actor=make_organiser())

    with pytest.raises(EventCancelled):
        planning.publish(event, actor=make_organiser())


def test_cancelling_tells_everybody_who_must_know_and_leaves_registrations_alone(told):
    event, ada = make_event(), make_organiser()
    must_know = [make_registration(event, state=s) for s in ("confirmed", "waiting", "pending", "held")]
    make_registration(event, state=RegistrationState.CANCELLED)
    make_registration(event, state=RegistrationState.DECLINED)

    planning.cancel(event, actor=ada, reason_de="Sturm", reason_en="Storm")

    [(name, fact)] = told
    assert name == "event_cancelled"
    assert set(fact["registrations"]) == set(must_know)
    assert sorted(event.registrations.values_list("state", flat=True)) == [
        "cancelled", "confirmed", "declined", "held", "pending", "waiting",
    ]  # fmt: skip


def test_cancelling_twice_tells_once(told):
    event, ada = make_event(), make_organiser()

    first = planning.cancel(event, actor=ada, reason_de="Sturm")
    second = planning.cancel(event, actor=ada, reason_de="Anderes")

    assert len(told) == 1
    assert second.cancellation_reason_de == "Sturm"
    assert second.sequence == first.sequence == 1


def test_a_draft_is_not_cancelled():
    with pytest.raises(NotCancellable):
        planning.cancel(make_event(draft=True), actor=make_organiser())


def test_a_past_event_is_not_cancelled():
    event = make_event(starts_at=timezone.now() - timedelta(days=3))

    with pytest.raises(EventPast):
        planning.cancel(event, actor=make_organiser())


def test_the_ledger_names_fields_and_never_values():
    ada = make_organiser()
    event = planning.create(typed(contact_email="secret@example.org"), actor=ada)
    planning.edit(event, {"venue": "Geheimer Ort"}, actor=ada, revision=0)
    planning.publish(event, actor=ada)
    planning.cancel(event, actor=ada)

    entries = AuditEntry.objects.order_by("pk")
    assert [entry.verb for entry in entries] == [
        "event.create",
        "event.edit",
        "event.publish",
        "event.cancel",
    ]
    assert entries[1].fields == ["venue"]
    assert "secret@example.org" not in str([entry.fields for entry in entries])


def test_two_creators_of_the_same_title_at_once_both_get_an_address(monkeypatch):
    make_event(slug="abwaerme-nutzen")
    monkeypatch.setattr(planning, "free_slug", lambda title: "abwaerme-nutzen")

    event = planning.create(typed(), actor=make_organiser())

    assert event.slug.startswith("abwaerme-nutzen-")
    assert Event.objects.count() == 2


def test_deleting_twice_changes_nothing_the_second_time():
    draft, ada = make_event(draft=True), make_organiser()

    planning.delete(draft, actor=ada)
    planning.delete(draft, actor=ada)

    assert AuditEntry.objects.filter(verb="event.delete").count() == 1
