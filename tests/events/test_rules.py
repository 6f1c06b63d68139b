"""The rules of an event, as organisers read them and as participants meet them."""

from dataclasses import fields
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from events.enums import Format
from events.formats import LIMITS, OVERRIDABLE, POLICIES, Policy
from events.models import Event
from events.rules import LABELS, refusal, rules_of
from tests.factories import make_event, make_registration

pytestmark = pytest.mark.django_db

OTHERWISE = {
    "visibility": ("unlisted", "unlisted: only with the address"),
    "entry": ("approval", "the organiser approves"),
    "confirm_email_hours": (24, "the seat is held for 24 hours"),
    "waiting_list": ("offer", "by offer: a freed seat is offered with a deadline"),
    "offer_working_hours": (8, "8 working hours"),
    "cancel_until_hours": (48, "until 2 days before"),
    "change_until_hours": (36, "until 36 hours before"),
    "deputies": (0, "not possible"),
    "attendee_list": ("category", "attendees of the same category, those who consented"),
    "meetings": ("off", "no 1:1 meetings"),
    "retention_days": (7, "7 days after the end"),
}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_every_rule_has_a_column_a_label_and_its_limits():
    columns = {field.name for field in Event._meta.concrete_fields}
    numbers = {field.name for field in fields(Policy) if field.type == "int" or field.type is int}

    assert set(OVERRIDABLE) == set(OTHERWISE) <= columns
    assert list(LABELS) == [*OVERRIDABLE, "duration"]
    assert set(LIMITS) == numbers


@pytest.mark.parametrize("format_", Format.values)
def test_an_event_that_says_nothing_has_the_rules_of_its_format(format_):
    event = make_event(format=format_)
    event.ends_at = event.starts_at + POLICIES[format_].duration

    assert [rule.name for rule in rules_of(event) if rule.is_changed] == []


@pytest.mark.parametrize("name", OVERRIDABLE)
def test_a_changed_rule_is_told_with_the_standard_beside_it(name):
    value, words = OTHERWISE[name]

    changed = [rule for rule in rules_of(make_event(**{name: value})) if rule.is_changed]

    standard = next(rule for rule in rules_of(make_event()) if rule.name == name)
    assert [(rule.name, rule.value, rule.standard) for rule in changed] == [(name, words, standard.value)]


def test_zero_is_a_value_of_its_own_and_not_the_formats():
    event = make_event(deputies=0)

    assert event.policy("deputies") == 0
    assert event.format_policy.deputies == 1


@pytest.mark.parametrize(
    ("hours_left", "state", "cancels", "changes"),
    [
        (49, "confirmed", True, True),
        (47, "confirmed", False, True),
        (47, "waiting", True, True),
        (47, "offered", True, True),
        (23, "confirmed", False, False),
    ],
)
def test_deadlines_bind_those_with_a_sure_seat(hours_left, state, cancels, changes):
    starts_at = timezone.now() + timedelta(hours=hours_left)
    event = make_event(starts_at=starts_at, cancel_until_hours=48, change_until_hours=24)
    registration = make_registration(event, state=state)

    refused = [refusal(registration, name) for name in ("cancel_until_hours", "change_until_hours")]
    assert [error is None for error in refused] == [cancels, changes]


def test_without_a_deadline_one_may_cancel_until_the_event_is_over():
    started = timezone.now() - timedelta(hours=1)

    assert refusal(make_registration(make_event(starts_at=started)), "cancel_until_hours") is None
