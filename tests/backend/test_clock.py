"""What happens by the clock is written into the queue's table, once."""

import pytest
from django.utils.module_loading import import_string
from django_q.models import OrmQ, Schedule

from backend import clock
from events.services import planning
from networking import signals as network
from networking.models import Project
from tests.factories import make_event, make_project

pytestmark = pytest.mark.django_db


def test_winding_up_twice_leaves_each_schedule_once():
    clock.wind_up()

    clock.wind_up()

    assert sorted(Schedule.objects.values_list("name", flat=True)) == sorted(clock.SCHEDULES)


def test_a_schedule_that_is_no_longer_wanted_goes():
    Schedule.objects.create(name="old", func="nowhere.nothing", schedule_type=Schedule.MINUTES, minutes=1)

    clock.wind_up()

    assert not Schedule.objects.filter(name="old").exists()


def test_suggestions_and_calendars_follow_projects_and_vocabulary(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        network.project_changed.send(Project, project=make_project())
        network.vocabulary_changed.send(Project, renamed=[])

    assert {row.func() for row in OrmQ.objects.all()} == {
        "networking.tasks.renew_suggestions_around",
        "networking.tasks.renew_suggestions",
        "events.tasks.renew_calendars",
    }


def test_saving_an_event_sets_no_calendar_to_work(django_capture_on_commit_callbacks):
    event = make_event()

    with django_capture_on_commit_callbacks(execute=True):
        planning.edit(event, {"title_de": "Neu"}, actor=None, revision=event.revision)

    assert "events.tasks.renew_calendars" not in {row.func() for row in OrmQ.objects.all()}


@pytest.mark.parametrize("name", clock.SCHEDULES)
def test_every_schedule_names_a_task_that_runs(name):
    function, _minutes = clock.SCHEDULES[name]

    import_string(function)()
