import pytest

from events.forms.details import DetailsForm
from tests.factories import make_event, register_guest

pytestmark = pytest.mark.django_db


def test_an_organiser_is_asked_for_contact_data_and_the_language_only():
    registration = register_guest(make_event(), language="en")

    shown = DetailsForm(registration=registration)

    names = ["given_name", "family_name", "organisation", "category", "project", "language"]
    assert sorted(shown.fields) == sorted(names)
    assert shown["language"].value() == "en"
    assert shown["given_name"].value() == registration.given_name
