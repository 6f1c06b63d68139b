import pytest
from django.utils import translation

from events.forms.event import EventForm
from tests.factories import make_event, make_organiser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def marks(form):
    return {field.name: standard for field, standard in form.rules() if standard}


def test_only_what_differs_from_the_format_is_marked():
    event = make_event(entry="approval", deputies=1, cancel_until_hours=48)

    form = EventForm(instance=event, person=make_organiser())

    assert marks(form) == {"entry": "open registration", "cancel_until_hours": "until the end of the event"}


def test_the_marks_follow_the_format_that_is_typed():
    typed = EventForm(
        {"format": "dialog", "entry": "invitation", "waiting_list": "offer"}, person=make_organiser()
    )

    assert marks(typed) == {"waiting_list": "no waiting list"}


def test_before_a_format_is_chosen_nothing_is_standard():
    form = EventForm({"format": "", "entry": "approval"}, person=make_organiser())

    assert marks(form) == {}
    assert form.fields["entry"].choices[0] == ("", "as the format says")
