"""Letters that say the same to everybody at an event but for the name."""

import pytest

from notifications.services import letter
from tests.factories import make_event, make_registration

pytestmark = pytest.mark.django_db
NAME = "Ada <b>O'Neill</b> & Söhne"


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", sorted(letter.ALIKE))
def test_a_letter_that_is_kept_says_what_a_new_one_says(kind, language):
    event = make_event(title_de="Wärme & <Daten>", street="Straße 1", contact_email="team@example.org")
    registration = make_registration(event)

    kept = letter.write_alike(kind, language, event, NAME)

    context = {"registration": registration, "event": event, "to_name": NAME, "reason": "krank"}
    assert kept == letter.write(kind, language, context)


def test_a_kept_letter_is_written_anew_with_every_change_of_the_event():
    event = make_event(venue="Alter Saal")
    letter.write_alike("seat_confirmed", "de", event, NAME)

    event.venue = "Neuer Saal"

    assert "Neuer Saal" in letter.write_alike("seat_confirmed", "de", event, NAME).text
