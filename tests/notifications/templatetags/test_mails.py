import pytest
from django.test import RequestFactory

from events.services.selection import Letter
from notifications.templatetags.mails import letter_preview, mails_to
from tests.factories import make_event, make_organiser, make_person, register_guest

pytestmark = pytest.mark.django_db


def context(person):
    request = RequestFactory().get("/")
    request.user = person
    return {"request": request}


def test_organisers_read_the_mails_about_a_registration():
    registration = register_guest(make_event(title_de="Abwärme"))

    [mail] = mails_to(context(make_organiser()), registration)

    assert (mail.kind, mail.shown_subject) == ("seat_confirmed", "Ihr Platz: Abwärme")


def test_others_read_none():
    assert mails_to(context(make_person()), register_guest(make_event())) is None


def test_a_preview_masks_the_private_link():
    mail = letter_preview(make_event(), Letter("Raum", "Saal 2"), "de", "Cem Öztürk")

    assert mail.text.startswith("Guten Tag Cem Öztürk,\n\nSaal 2\n")
    assert "••••••" in mail.text
