import pytest

from events.enums import Format, TeamRole
from events.models import TeamMember
from events.services import planning
from networking.enums import Role
from notifications.models import Message
from tests.factories import make_event, make_organiser, make_person, make_registration

pytestmark = pytest.mark.django_db


def moved_event(people=2, **fields):
    """A published event at a new place, of which its people do not know."""
    event = make_event(**fields)
    for _number in range(people):
        make_registration(event)
    return planning.edit(event, {"venue": "Kraftwerk"}, actor=make_organiser(), revision=0)


def page(event):
    return f"/en/organise/events/{event.slug}/tell/"


def test_the_page_shows_how_many_and_the_mail_in_both_languages(signed_in):
    event = moved_event(title_de="Wärme", title_en="Heat")
    make_registration(event, state="waiting")

    answer = signed_in(make_organiser()).get(page(event))

    text = answer.content.decode()
    assert (answer.context["seats"], answer.context["all"]) == (2, 3)
    assert "Tell 3 people?" in text
    assert [letter.subject for _language, letter in answer.context["letters"]][1] == "New place: Heat"
    assert "Wärme" in answer.context["letters"][0][1].text


def test_no_private_link_stands_on_the_page(signed_in):
    event = moved_event()

    assert "••••••" in signed_in(make_organiser()).get(page(event)).content.decode()


def test_looking_writes_to_nobody(signed_in):
    event = moved_event()

    signed_in(make_organiser()).get(page(event))

    event.refresh_from_db()
    assert event.needs_telling
    assert not Message.objects.exists()


@pytest.mark.parametrize(("audience", "number"), [("all", 3), ("seats", 2), ("nobody", 0)])
def test_the_choice_is_carried_out(signed_in, audience, number):
    event = moved_event()
    make_registration(event, state="waiting")

    answer = signed_in(make_organiser()).post(page(event), {"audience": audience, "sequence": event.sequence})

    assert answer.url == f"/en/organise/events/{event.slug}/"
    assert Message.objects.filter(kind="event_moved").count() == number


@pytest.mark.parametrize("sent", [{"sequence": "0"}, {"sequence": "x"}, {"sequence": "²"}, {}])
def test_who_decided_about_another_state_sees_the_mail_again(signed_in, sent):
    event = moved_event()

    answer = signed_in(make_organiser()).post(page(event), {"audience": "all"} | sent)

    assert answer.status_code == 409
    assert "changed again in the meantime" in answer.content.decode()
    assert not Message.objects.exists()


def test_an_unknown_choice_decides_nothing(signed_in):
    event = moved_event()

    answer = signed_in(make_organiser()).post(page(event), {"audience": "everybody", "sequence": "1"})

    assert answer.status_code == 200
    event.refresh_from_db()
    assert event.needs_telling


def test_where_nothing_is_to_tell_the_page_leads_back(signed_in):
    event = make_event()

    assert signed_in(make_organiser()).get(page(event)).url == f"/en/organise/events/{event.slug}/"


@pytest.mark.parametrize(
    ("role", "status"),
    [("owner", 200), ("editor", 200), ("desk", 403), ("check-in", 403)],
)
def test_who_plans_the_event_decides(signed_in, role, status):
    event, person = moved_event(), make_person()
    TeamMember.objects.create(event=event, person=person, role=TeamRole(role))

    assert signed_in(person).get(page(event)).status_code == status


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.AUDITOR])
def test_of_a_confidential_event_outsiders_learn_nothing(signed_in, role):
    event = moved_event(format=Format.DIALOG)

    assert signed_in(make_organiser(role)).get(page(event)).status_code == 404
