"""What happens by the clock is written into the queue's table, once."""

import pytest
from django.utils.module_loading import import_string
from django_q.models import OrmQ, Schedule

from backend import clock
from networking import signals as network
from networking.models import Project
from tests.factories import make_project

pytestmark = pytest.mark.django_db


def test_winding_up_twice_leaves_each_schedule_once():
    clock.wind_up()

    clock.wind_up()

    assert sorted(Schedule.objects.values_list("name", flat=True)) == sorted(clock.SCHEDULES)


def test_a_schedule_that_is_no_longer_wanted_goes():
    Schedule.objects.create(name="old", func="nowhere.nothing", schedule_type=Schedule.MINUTES, minutes=1)

    clock.wind_up()

    assert not Schedule.objects.filter(name="old").exists()


def test_suggestions_follow_a_changed_project_and_a_changed_vocabulary(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        network.project_changed.send(Project, project=make_project())
        network.vocabulary_changed.send(Project)

    assert [row.func() for row in OrmQ.objects.order_by("pk")] == [
        "networking.tasks.renew_suggestions_around",
        "networking.tasks.renew_suggestions",
    ]


@pytest.mark.parametrize("name", clock.SCHEDULES)
def test_every_schedule_names_a_task_that_runs(name):
    function, _minutes = clock.SCHEDULES[name]

    import_string(function)()
