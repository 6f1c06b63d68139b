"""The organisers' page of seats: figures that add up, limits set by plain forms."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import Category, PoolKind, RegistrationState, TeamRole
from events.errors import EditedMeanwhile
from events.models import Pool, TeamMember
from events.services import planning
from events.services import pools as limits
from networking.models import AuditEntry
from tests.factories import make_event, make_organiser, make_person, make_project, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event(slug="waerme", capacity=10)


@pytest.fixture
def office(signed_in):
    return signed_in(make_organiser())


def page(client, tail=""):
    return client.get(f"/en/organise/events/waerme/seats/{tail}")


def test_the_figures_of_the_room_add_up(office, event):
    event.overbooking = 2
    event.save()
    for state in ("confirmed", "confirmed", "held", "offered", "waiting", "cancelled"):
        make_registration(event, state=state)

    row = page(office).context["panel"].room

    assert (row.capacity, row.taken, row.free, row.waiting) == (12, 4, 8, 1)


def test_the_page_shows_the_planned_overbooking_apart(office, event):
    event.overbooking = 2
    event.save()

    assert "10 seats + 2 planned overbooking" in page(office).content.decode()


def test_a_limit_for_categories_is_set_by_a_form(office, event):
    office.post(
        "/en/organise/events/waerme/seats/add/categories/", {"categories": ["press", "science"], "number": 3}
    )

    pool = event.pools.get()
    assert (pool.kind, pool.categories, pool.seats) == (PoolKind.CATEGORIES, ["press", "science"], 3)
    assert AuditEntry.objects.get(verb="pool.add").fields == ["categories"]


def test_a_limit_below_what_is_taken_is_refused_with_the_figure(office, event):
    for _ in range(3):
        make_registration(event, category=Category.PRESS)

    answer = office.post(
        "/en/organise/events/waerme/seats/add/categories/", {"categories": ["press"], "number": 2}
    )

    assert "press”: 3 seats are already taken, 2 would be too few." in answer.content.decode()
    assert not event.pools.exists()


def test_lowering_the_limit_of_each_project_below_one_projects_people_is_refused(office, event):
    project = make_project(title_de="Abwärme")
    for _ in range(3):
        make_registration(event, project=project)
    pool = Pool.objects.create(event=event, kind=PoolKind.PROJECT, seats=3)

    answer = office.post(f"/en/organise/events/waerme/seats/{pool.uuid}/", {"number": 2, "revision": "0"})

    assert answer.status_code == 422
    assert "Abwärme”: 3 seats are already taken" in answer.content.decode()


def test_a_limit_somebody_else_changed_meanwhile_shows_both_and_keeps_what_was_typed(office, event):
    pool = event.pools.create(kind=PoolKind.CATEGORIES, seats=3, categories=["press"])
    limits.change(pool, number=5, categories=["press", "science"], actor=make_organiser(), revision=0)
    address = f"/en/organise/events/waerme/seats/{pool.uuid}/"
    sent = {"categories": ["press"], "number": 4, "revision": "0"}

    refused = office.post(address, sent)

    pool.refresh_from_db()
    assert (refused.status_code, pool.seats) == (422, 5)
    assert refused.context["differences"] == [
        ("People who come from", "press", "press, university or research"),
        ("have together at most so many seats", "4", "5"),
    ]
    assert refused.context["form"]["number"].value() == "4"

    office.post(address, sent | {"revision": refused.context["form"]["revision"].value()})

    pool.refresh_from_db()
    assert (pool.seats, pool.categories) == (4, ["press"])


def test_a_limit_that_is_as_typed_already_is_no_conflict(office, event):
    pool = event.pools.create(kind=PoolKind.CATEGORIES, seats=3, categories=["press"], revision=2)

    answer = office.post(
        f"/en/organise/events/waerme/seats/{pool.uuid}/", {"categories": ["press"], "number": 3}
    )

    pool.refresh_from_db()
    assert (answer.status_code, pool.revision) == (302, 2)


def test_a_limit_removed_meanwhile_does_not_come_back(event):
    pool = event.pools.create(kind=PoolKind.CATEGORIES, seats=3, categories=["press"])
    stale = Pool.objects.get()
    pool.delete()

    with pytest.raises(EditedMeanwhile):
        limits.change(stale, number=4, categories=["press"], actor=make_organiser(), revision=0)
    assert not event.pools.exists()


def test_seats_somebody_else_changed_meanwhile_show_both(office, event):
    planning.edit(event, {"capacity": 20}, actor=make_organiser(), revision=event.revision)

    refused = office.post("/en/organise/events/waerme/seats/", {"capacity": 30, "revision": "0"})

    assert refused.context["differences"] == [("Seats", "30", "20")]
    again = {"capacity": 30, "revision": refused.context["form"]["revision"].value()}
    assert office.post("/en/organise/events/waerme/seats/", again).status_code == 302


def test_what_exists_once_cannot_be_limited_twice(office, event):
    Pool.objects.create(event=event, kind=PoolKind.PROJECT, seats=3)

    answer = office.post("/en/organise/events/waerme/seats/add/project/", {"number": 2})

    assert "This limit exists already." in answer.content.decode()


def test_removing_a_limit_lets_those_in_who_waited_for_it_alone(office, event):
    pool = Pool.objects.create(event=event, kind=PoolKind.CATEGORIES, seats=0, categories=["press"])
    waiting = make_registration(event, category=Category.PRESS, state=RegistrationState.WAITING)

    office.post(f"/en/organise/events/waerme/seats/{pool.uuid}/remove/")

    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.CONFIRMED


def test_a_share_for_project_teams_given_a_later_date_is_kept_again(office, event):
    now = timezone.now()
    pool = Pool.objects.create(
        event=event, kind=PoolKind.TEAMS, seats=2, until_at=now - timedelta(days=1), released_at=now
    )
    later = timezone.localtime(now + timedelta(days=2))

    office.post(
        f"/en/organise/events/waerme/seats/{pool.uuid}/",
        {"number": 2, "until_at": f"{later:%Y-%m-%dT%H:%M}", "revision": "0"},
    )

    pool.refresh_from_db()
    assert (pool.released_at, timezone.localdate(pool.until_at)) == (None, later.date())


def test_fewer_seats_than_are_taken_are_refused_with_the_figure(office, event):
    for _ in range(5):
        make_registration(event)

    answer = office.post(
        "/en/organise/events/waerme/seats/", {"capacity": 3, "overbooking": 1, "revision": event.revision}
    )

    assert answer.status_code == 409
    assert "5 seats are already taken. Please enter at least 4." in answer.content.decode()


def test_more_seats_promote(office, event):
    event.capacity = 1
    event.save()
    make_registration(event)
    waiting = make_registration(event, state=RegistrationState.WAITING)

    office.post(
        "/en/organise/events/waerme/seats/", {"capacity": 1, "overbooking": 1, "revision": event.revision}
    )

    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.CONFIRMED


def test_who_ticks_at_the_door_sees_figures_and_changes_nothing(signed_in, event):
    helper = make_person()
    TeamMember.objects.create(event=event, person=helper, role=TeamRole.CHECK_IN)
    client = signed_in(helper)

    assert "Limit something" not in page(client).content.decode()
    assert page(client, "add/project/").status_code == 403


def test_the_page_is_read_in_few_queries(office, event, django_assert_max_num_queries):
    projects = [make_project() for _ in range(6)]
    Pool.objects.create(event=event, kind=PoolKind.PROJECT, seats=1)
    for name in ("press", "science", "speaker"):
        Pool.objects.create(event=event, kind=PoolKind.CATEGORIES, seats=3, categories=[name])
    for project in projects:
        make_registration(event, project=project)

    with django_assert_max_num_queries(14):
        answer = page(office)

    assert len(answer.context["panel"].projects) == 6
