"""Planning a mail: form, preview, on and off; who may."""

import pytest

from events import links
from events.models import PlannedMail
from tests.factories import make_event, make_organiser, make_person, make_registration
from tests.notifications.services.test_planned_mails import make_mail
from tests.notifications.test_placeholders import ATTACKS

pytestmark = pytest.mark.django_db
ENTRIES = {
    "aim": "tell",
    "amount": "2",
    "unit": "days",
    "moment": "before-start",
    "states": ["confirmed"],
    "subject_de": "Bald: {title}",
    "text_de": "Guten Tag {given_name}",
}


def base(event):
    return f"/en/organise/events/{event.slug}/mails/"


def test_a_mail_is_written_looked_at_with_its_number_and_switched_on(signed_in):
    event = make_event(title_de="Wärme")
    make_registration(event, given_name="Grete")
    make_registration(event, state="waiting")
    client = signed_in(make_organiser())

    page = client.post(f"{base(event)}new/", ENTRIES, follow=True).content.decode()
    mail = PlannedMail.objects.get()

    assert "Bald: Wärme" in page
    assert "Guten Tag Grete" in page
    assert "1 person" in page
    assert "{title}" not in page + client.get(base(event)).content.decode()
    assert not mail.is_on
    client.post(f"{base(event)}{mail.uuid}/on/")
    mail.refresh_from_db()
    assert mail.is_on
    client.post(f"{base(event)}{mail.uuid}/edit/", ENTRIES | {"amount": "1"})
    mail.refresh_from_db()
    assert (mail.amount, mail.is_on) == (1, False)
    client.post(f"{base(event)}{mail.uuid}/remove/")
    assert not PlannedMail.objects.exists()


@pytest.mark.parametrize(
    "entries",
    [
        *[{"text_de": attack} for attack in ATTACKS],
        {"subject_de": "x\r\nBcc: a@b.example"},
        {"subject_de": "x\u2028y"},
        {"text_de": "\ue000manage\ue001"},
        {"subject_en": "only a subject"},
        {"aim": "ask", "moment": "after-end"},
        {"amount": "91"},
        {"states": ["cancelled"]},
        {"answer": "no:such"},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_a_sentence(signed_in, entries):
    event = make_event()

    answer = signed_in(make_organiser()).post(f"{base(event)}new/", ENTRIES | entries)

    assert (answer.status_code, PlannedMail.objects.count()) == (422, 0)


def test_somebodys_private_link_is_refused(signed_in):
    seat = make_registration(make_event())

    answer = signed_in(make_organiser()).post(
        f"{base(seat.event)}new/", ENTRIES | {"text_de": f"Hier: {links.manage_url(seat)}"}
    )

    assert "private link" in answer.content.decode()
    assert not PlannedMail.objects.exists()


@pytest.mark.parametrize("purpose", ["reminder", "coming", "thanks", "unknown"])
def test_the_first_words_are_there(signed_in, purpose):
    event = make_event()

    assert signed_in(make_organiser()).get(f"{base(event)}new/?for={purpose}").status_code == 200


def test_only_those_who_decide_about_attendees_plan_mails(signed_in):
    event = make_event()
    mail, foreign = make_mail(event), make_mail(make_event())

    assert signed_in(make_person()).get(base(event)).status_code == 404
    client = signed_in(make_organiser())
    assert client.get(f"{base(event)}{mail.uuid}/on/").status_code == 405
    assert client.post(f"{base(event)}{foreign.uuid}/on/").status_code == 404
    assert client.post(f"{base(event)}{mail.uuid}/explode/").status_code == 404


def test_the_list_asks_the_same_number_of_queries_for_many(signed_in, django_assert_max_num_queries):
    event = make_event()
    for _number in range(12):
        make_mail(event)
    client = signed_in(make_organiser())

    with django_assert_max_num_queries(14):
        client.get(base(event))
