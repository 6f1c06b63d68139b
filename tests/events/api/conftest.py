import pytest

from events.enums import WaitingList
from tests.factories import ask, make_event


@pytest.fixture
def questioned():
    """Asks for a tour with places, then for the size of the shoes."""
    event = make_event(waiting_list=WaitingList.OFF)
    tour = ask(event, "tour", "one-of", ("harbour", 1), "hall", label_en="Which tour?")
    ask(event, "shoes", "number", shown_if=tour, shown_if_values="harbour", is_required=True)
    ask(event, "colours", "some-of", "red", "blue")
    ask(event, "eats", "yes-no")
    ask(event, "table", is_organiser_only=True)
    ask(event, "old", is_retired=True)
    return event
