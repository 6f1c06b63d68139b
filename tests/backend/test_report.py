"""The monitoring report's figures."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from backend.report import Period, Readers, report, years
from events.enums import Category, EventState, Format, RegistrationState, Visibility
from events.models import RegistrationChange
from networking.enums import IntroductionState, Outcome, Source
from networking.models import FieldOfAction, Introduction
from notifications.models import Subscription
from notifications.services import subscriptions
from tests.factories import make_event, make_project, make_registration, tick

pytestmark = pytest.mark.django_db
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
MAY = datetime(2025, 5, 8, 16, tzinfo=UTC)


def held(**fields):
    return make_event(**({"starts_at": MAY} | fields))


def test_a_period_takes_in_its_first_and_its_last_day_in_berlin():
    for moment in (datetime(2024, 12, 31, 23, tzinfo=UTC), datetime(2025, 12, 31, 22, 59, tzinfo=UTC)):
        held(starts_at=moment)
    for moment in (datetime(2024, 12, 31, 22, 59, tzinfo=UTC), datetime(2025, 12, 31, 23, tzinfo=UTC)):
        held(starts_at=moment)

    assert report(YEAR).total.events == 2


def test_drafts_and_confidential_events_count_nowhere():
    for fields in ({"draft": True}, {"format": Format.DIALOG}, {"visibility": Visibility.CONFIDENTIAL}):
        make_registration(held(**fields), project=make_project())

    found = report(YEAR)

    assert found.total.events == found.total.registered == found.total.projects == 0
    assert found.categories == []
    assert years() == []


def test_attendees_those_who_waited_and_those_who_gave_back_are_counted_apart():
    event = held()
    make_registration(event)
    late = make_registration(event)
    make_registration(event, state=RegistrationState.CANCELLED)
    make_registration(event, state=RegistrationState.WAITING)
    for _time in range(2):  # somebody who waited twice waited
        RegistrationChange.objects.create(
            registration=late, to_state=RegistrationState.WAITING, at=MAY, source=Source.WEB
        )

    total = report(YEAR).total

    assert (total.registered, total.confirmed, total.gave_back, total.waited) == (4, 2, 1, 1)


def test_the_share_of_those_who_came_is_of_events_that_recorded_arrivals():
    ticked, unticked = held(), held()
    tick(make_registration(ticked))
    for _guest in range(3):
        make_registration(ticked)
    make_registration(unticked)

    total = report(YEAR).total

    assert (total.came, total.checked, total.attendance) == (1, 4, 25)


def test_without_recorded_arrivals_no_share_is_made_up():
    make_registration(held())

    assert report(YEAR).total.attendance is None


def test_an_organisation_counts_once_however_it_is_written():
    first, second = held(), held()
    for event, name in ((first, "Werk  GmbH"), (second, "werk gmbh"), (second, ""), (second, "Hochschule")):
        make_registration(event, organisation=name)

    assert report(YEAR).total.organisations == 2


def test_a_cancelled_event_is_told_but_its_people_are_not_counted():
    make_registration(held(state=EventState.CANCELLED), organisation="Werk")

    total = report(YEAR).total

    assert (total.events, total.cancelled_events, total.confirmed, total.organisations) == (0, 1, 0, 0)


def test_an_event_of_two_fields_counts_in_both_and_once_in_all():
    event = held()
    fields = list(FieldOfAction.objects.all()[:2])
    event.fields_of_action.set(fields)
    make_registration(event)

    found = report(YEAR)

    assert [group.name for group in found.tables[1][1]] == [str(field) for field in fields]
    assert [group.figures.confirmed for group in found.tables[1][1]] == [1, 1]
    assert found.total.confirmed == 1


def test_each_format_has_a_line_if_it_has_events():
    held(format=Format.MEETUP)
    held(format=Format.KONFERENZ)
    held(format=Format.KONFERENZ)

    table = report(YEAR).tables[0][1]

    assert [(group.name, group.figures.events) for group in table] == [
        ("MPI Meet-up", 1),
        ("MPI Konferenz", 2),
    ]


def test_a_small_group_of_people_is_not_told_nor_what_would_tell_it():
    event = held()
    for category, number in ((Category.COMPANY, 7), (Category.SCIENCE, 6), (Category.PRESS, 2)):
        for _guest in range(number):
            make_registration(event, category=category)

    assert [people.confirmed for people in report(YEAR).categories] == [7, None, None]


def test_attendees_are_drawn_month_by_month_and_long_periods_year_by_year():
    make_registration(held())
    make_registration(held(starts_at=datetime(2024, 3, 1, tzinfo=UTC)))

    with translation.override("en"):
        months = report(YEAR).chart.columns
        long = report(Period(date(2024, 1, 1), date(2025, 12, 31))).chart.columns

    assert [(column.label, column.value) for column in months if column.value] == [("May", 1)]
    assert len(months) == 12
    assert [(column.label, column.value) for column in long] == [("2024", 1), ("2025", 1)]


def test_readers_are_counted_from_the_ledger_of_consents(time_machine):
    time_machine.move_to(MAY, tick=False)
    for address in ("ada@example.org", "ben@example.org", "cem@example.org"):
        subscriptions.subscribe(address, "de", [], [])
    ada, ben, _cem = Subscription.objects.order_by("email_key")
    subscriptions.confirm(ada)
    subscriptions.confirm(ben)
    subscriptions.unsubscribe(ben)

    assert report(YEAR).readers == Readers(today=1, joined=2, left=1)
    assert report(Period(date(2024, 1, 1), date(2024, 12, 31))).readers == Readers(today=1, joined=0, left=0)


def test_introductions_of_the_period_are_counted_with_what_came_of_them():
    def introduce(**fields):
        return Introduction.objects.create(asking=make_project(), asked=make_project(), **fields)

    made = {"asked_at": MAY, "answered_at": MAY, "state": IntroductionState.ACCEPTED}
    introduce(**made, asking_outcome=Outcome.TOGETHER, asked_outcome=Outcome.TOGETHER)
    introduce(asked_at=MAY, state=IntroductionState.DECLINED, answered_at=MAY)
    introduce(**(made | {"asked_at": datetime(2024, 12, 1, tzinfo=UTC)}))

    contacts = report(YEAR).contacts

    assert (contacts.asked, contacts.introduced) == (2, 2)
    assert dict(contacts.outcomes)[Outcome.TOGETHER] == 1


def test_the_report_needs_as_many_queries_for_many_events_as_for_one(django_assert_num_queries):
    for _event in range(5):
        make_registration(held(), project=make_project())

    with django_assert_num_queries(13):
        report(YEAR)
