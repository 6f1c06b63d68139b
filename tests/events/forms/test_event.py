from datetime import timedelta

import pytest
from django.utils import timezone, translation

from events.enums import Format, Visibility
from events.forms.event import EventForm
from tests.factories import make_event, make_organiser, make_project, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def typed(**changes):
    """The form as a browser sends it."""
    return {
        "format": "deep-dive",
        "title_de": "Abwärme",
        "starts_on": "2030-12-03",
        "starts_time": "16:00",
    } | changes


def form(instance=None, **changes):
    return EventForm(typed(**changes), instance=instance, person=make_organiser())


def fault(name, **changes):
    """The sentence at one field, and no complaint anywhere else."""
    checked = form(**changes)
    assert list(checked.errors) == [name], checked.errors
    return str(checked.errors[name][0])


def test_the_end_is_by_default_as_the_format_takes():
    checked = form()

    assert checked.is_valid()
    planned = checked.planned()
    assert planned["ends_at"] - planned["starts_at"] == timedelta(hours=3)
    assert timezone.localtime(planned["starts_at"]).hour == 16


def test_an_all_day_event_ends_at_the_midnight_after_its_last_day():
    checked = form(all_day="on", starts_time="", ends_on="2030-12-04")

    assert checked.is_valid()
    start, end = (timezone.localtime(checked.planned()[name]) for name in ("starts_at", "ends_at"))
    assert (start.hour, end.hour, end.day) == (0, 0, 5)


def test_an_event_may_last_several_days():
    checked = form(ends_on="2030-12-04", ends_time="12:00")

    assert checked.is_valid()
    assert checked.planned()["ends_at"] - checked.planned()["starts_at"] == timedelta(hours=20)


@pytest.mark.parametrize(("changes", "name"), [
    ({"ends_time": "15:00"}, "ends_time"),
    ({"ends_time": "16:00"}, "ends_time"),
    ({"ends_on": "2030-12-01", "ends_time": "18:00"}, "ends_on"),
    ({"all_day": "on", "ends_on": "2030-12-01"}, "ends_on"),
])  # fmt: skip
def test_an_end_before_the_start_is_said_at_the_end(changes, name):
    assert "before the start" in fault(name, **changes)


@pytest.mark.parametrize(("name", "value"), [
    ("starts_on", "03.13.2030"),
    ("starts_on", "9999-12-31"),
    ("starts_on", "0001-01-01"),
    ("starts_on", ""),
    ("starts_time", "25:00"),
    ("starts_time", ""),
    ("ends_on", "9999-12-31"),
    ("registration_opens_at", "0001-01-01T00:00"),
    ("registration_closes_at", "9999-12-31T23:59"),
    ("registration_closes_at", "gestern"),
])  # fmt: skip
def test_impossible_days_and_times_are_said_at_their_field(name, value):
    assert fault(name, **{name: value})


def test_the_hour_that_summer_time_skips_is_refused():
    assert fault("starts_time", starts_on="2030-03-31", starts_time="02:30")


def test_a_date_as_germans_write_it_is_understood_too():
    with translation.override("de"):
        assert form(starts_on="03.12.2030").is_valid()


@pytest.mark.parametrize("value", ["0", "-1", "100001", "99999999999999999999", "viele", "1.5"])
def test_an_impossible_capacity_is_said_at_its_field(value):
    assert fault("capacity", capacity=value)


def test_registration_cannot_close_before_it_opens():
    assert fault(
        "registration_closes_at",
        registration_opens_at="2030-11-02T10:00",
        registration_closes_at="2030-11-01T10:00",
    )


@pytest.mark.parametrize(("name", "value"), [
    ("title_de", "x" * 201),
    ("title_de", "a\x07b"),
    ("title_de", "a\u202eb"),
    ("title_de", "a\nb"),
    ("title_de", "a\x00b"),
    ("description_de", "x" * 20_001),
    ("description_de", "a\x1bb"),
    ("venue", "x" * 201),
    ("contact_email", "keine Adresse"),
    ("online_url", "javascript:alert(1)"),
    ("online_url", "ftp://example.org/"),
    ("format", "party"),
    ("visibility", "geheim"),
    ("topics", "unbekannt"),
    ("projects", "1"),
    ("fields_of_action", "unbekannt"),
    ("retention_days", "0"),
    ("confirm_email_hours", "100000"),
])  # fmt: skip
def test_what_cannot_be_stored_is_said_at_its_field(name, value):
    assert fault(name, **{name: value})


def test_a_project_that_is_not_published_cannot_be_named():
    project = make_project(is_published=False)

    assert fault("projects", projects=project.slug)


def test_topics_and_projects_are_chosen_by_their_public_names():
    topic, project = make_topic(), make_project()

    checked = form(topics=[topic.slug], projects=[project.slug])

    assert checked.is_valid()
    assert list(checked.planned()["topics"]) == [topic]
    assert f'value="{topic.pk}"' not in str(checked["topics"])


def test_an_empty_override_means_as_the_format_says():
    checked = form(visibility="", entry="", retention_days="")

    assert checked.is_valid()
    assert checked.planned()["visibility"] is None
    assert checked.planned()["retention_days"] is None


def test_the_form_names_the_formats_rule():
    shown = form(format="dialog")

    assert ("", "as the format says: confidential: only invited people") in shown.fields["visibility"].choices
    assert "30" in str(shown.fields["retention_days"].help_text)


def test_a_stored_event_comes_back_as_it_was():
    event = make_event(format=Format.DIALOG, visibility=Visibility.UNLISTED, capacity=12)
    shown = EventForm(instance=event, person=make_organiser())

    sent = {name: shown[name].value() for name in shown.fields}
    sent |= {name: value.isoformat() for name, value in sent.items() if hasattr(value, "isoformat")}
    checked = EventForm(
        {name: value for name, value in sent.items() if value not in (None, "", [])},
        instance=make_event(),
        person=make_organiser(),
    )

    assert checked.is_valid(), checked.errors
    planned = checked.planned()
    assert (planned["capacity"], planned["visibility"]) == (12, "unlisted")
    assert abs(planned["starts_at"] - event.starts_at) < timedelta(minutes=1)
