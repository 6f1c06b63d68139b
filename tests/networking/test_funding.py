"""The funding overview and the calls' states."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from networking import funding
from networking.enums import CallState, GrantState
from networking.models import FundingCall, Grant
from tests.factories import make_project

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def grant(number, start, end, amount=None, **project):
    return Grant.objects.create(
        project=make_project(**project), number=number, starts_on=start, ends_on=end, amount=amount
    )


def test_years_states_and_sums_are_counted():
    grant(1, "2024-04-01", "2025-03-31", 100)
    grant(2, "2025-01-01", "2026-12-31", 50)
    grant(3, "2027-01-01", "2027-12-31")
    grant(4, "2025-01-01", "2026-12-31", 999, is_published=False)

    found = funding.overview(AnonymousUser(), TODAY)

    assert [row.state for row in found.rows] == [GrantState.ENDED, GrantState.RUNNING, GrantState.PLANNED]
    assert [(y.year, y.running, y.began, y.ended, y.amount) for y in found.years] == [
        (2024, 1, 1, 0, 100),
        (2025, 2, 1, 1, 50),
        (2026, 1, 0, 1, None),
        (2027, 1, 1, 1, None),
    ]
    assert (found.amount, found.with_amount) == (150, 2)
    assert [(column.label, column.value) for column in found.chart.columns][:2] == [("2024", 1), ("2025", 2)]


def test_without_amounts_no_sum_is_made_up():
    grant(1, "2024-04-01", "2025-03-31")

    assert funding.overview(AnonymousUser(), TODAY).amount is None


def test_the_number_of_queries_does_not_grow_with_the_grants(django_assert_num_queries):
    for number in range(1, 6):
        grant(number, "2024-04-01", "2025-03-31")

    with django_assert_num_queries(5):
        list(funding.overview(AnonymousUser(), TODAY).rows[0].project.calls.all())


@pytest.mark.parametrize(
    ("dates", "state"),
    [
        ({}, CallState.PLANNED),
        ({"published_on": date(2026, 7, 1)}, CallState.PLANNED),
        ({"published_on": date(2026, 5, 1), "deadline_on": TODAY}, CallState.OPEN),
        ({"published_on": date(2026, 4, 1), "deadline_on": date(2026, 5, 31)}, CallState.CLOSED),
        ({"published_on": date(2026, 4, 1), "decided_on": TODAY}, CallState.DECIDED),
        ({"funded": 8}, CallState.DECIDED),
    ],
)
def test_a_call_stands_where_its_dates_say(dates, state):
    assert funding.state_of(FundingCall(**dates), TODAY) == state


def test_open_calls_come_first_the_nearest_deadline_before_others():
    for slug, deadline in (
        ("late", date(2026, 9, 1)),
        ("soon", date(2026, 6, 9)),
        ("over", date(2026, 5, 1)),
    ):
        FundingCall.objects.create(
            slug=slug, title_de=slug, published_on=date(2026, 1, 1), deadline_on=deadline
        )
    FundingCall.objects.create(slug="planned", title_de="planned")

    rows = funding.by_deadline(FundingCall.objects.all(), TODAY)

    assert [call.slug for call, _state in rows] == ["soon", "late", "planned", "over"]
