from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import EventState, Format, RegistrationState, TeamRole
from events.models import TeamMember
from events.services import planning
from networking.enums import Role, Source
from networking.models import AuditEntry
from notifications.enums import MessageState
from notifications.models import Message
from tests.factories import make_event, make_organiser, make_person, make_registration, make_topic

pytestmark = pytest.mark.django_db


def board(client):
    return client.get("/en/organise/").context


def test_strangers_and_people_without_a_role_stay_out(client, signed_in):
    assert client.get("/organise/").url == "/account/login/code/?next=/organise/"
    assert signed_in(make_person()).get("/organise/").status_code == 403


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_first_page(signed_in, role):
    assert signed_in(make_organiser(role)).get("/organise/").status_code == 200


def test_a_team_sees_its_own_events_only(signed_in):
    ada = make_person()
    mine = make_event(format=Format.DIALOG, owner=ada)
    make_event()

    assert list(board(signed_in(ada))["next_events"]) == [mine]


def test_what_waits_stands_on_the_first_page(signed_in):
    event, draft = make_event(), make_event(draft=True)
    make_event(state=EventState.CANCELLED)
    make_registration(event, state=RegistrationState.PENDING)
    make_registration(event, state=RegistrationState.WAITING)
    make_registration(make_event(format=Format.DIALOG), state=RegistrationState.PENDING)
    Message.objects.create(
        kind="x", idempotency_key="x", to_email="a@example.org", event=event, state=MessageState.FAILED
    )

    shown = board(signed_in(make_organiser()))

    assert list(shown["next_events"]) == [event]
    assert [row[0] for row in shown["drafts"]] == [draft]
    assert shown["to_decide"] == shown["in_line"] == [event]
    assert (shown["pending"], shown["waiting"], shown["failed_mails"]) == (1, 1, 1)


def test_nothing_is_offered_that_the_person_may_not_open(signed_in):
    event, person = make_event(), make_person()
    TeamMember.objects.create(event=event, person=person, role=TeamRole.CHECK_IN)
    make_registration(event, state=RegistrationState.PENDING)
    make_registration(event, state=RegistrationState.WAITING)
    planning.edit(event, {"venue": "Anderswo"}, actor=make_organiser(), revision=0)

    shown = board(signed_in(person))

    assert (shown["to_decide"], shown["in_line"], shown["untold"]) == ([], [], [])


def test_a_move_that_nobody_was_told_of_waits(signed_in):
    event = make_event()
    make_registration(event)
    planning.edit(event, {"venue": "Anderswo"}, actor=make_organiser(), revision=0)

    answer = signed_in(make_organiser()).get("/en/organise/")

    assert answer.context["untold"] == [event]
    assert f"/en/organise/events/{event.slug}/tell/" in answer.content.decode()


def test_drafts_say_what_they_lack(signed_in):
    make_event(draft=True, venue="", locality="")

    page = signed_in(make_organiser()).get("/en/organise/").content.decode()

    assert "Still missing: a place or “takes place online”" in page


# --- last changes ---


def lines(person, client):
    """Words and event of each line, in English."""
    return [(line.words, line.event) for line in board(client(person))["changes"]]


def test_last_changes_say_who_did_what(signed_in):
    ada = make_organiser(given_name="Ada", family_name="Albers")
    event = planning.create(
        {
            "format": Format.MEETUP,
            "title_de": "Wärme",
            "starts_at": timezone.now() + timedelta(days=9),
            "ends_at": timezone.now() + timedelta(days=10),
        },
        actor=ada,
    )
    planning.edit(event, {"venue": "Kraftwerk", "topics": [make_topic()]}, actor=ada, revision=0)
    planning.publish(event, actor=ada)

    shown = board(signed_in(ada))["changes"]

    assert [(line.who, line.words) for line in shown] == [
        ("Ada Albers", "published"),
        ("Ada Albers", "changed: venue · topics"),
        ("Ada Albers", "planned as a draft"),
    ]


def test_saving_several_times_in_a_row_is_one_line(signed_in):
    ada, event = make_organiser(), make_event()
    for revision, place in enumerate(["Haus A", "Haus B", "Haus C"]):
        planning.edit(event, {"venue": place}, actor=ada, revision=revision)

    assert lines(ada, signed_in) == [("changed: venue", event)]


def test_many_fields_are_counted_and_not_listed(signed_in):
    ada, event = make_organiser(), make_event()
    names = ["venue", "street", "locality", "language", "contact_name", "title_de"]
    planning.edit(event, dict.fromkeys(names, "Neu"), actor=ada, revision=0)

    [(words, _event)] = lines(ada, signed_in)

    assert words.endswith(" · 2 more")
    assert words.count("·") == 4


def test_changes_of_a_confidential_event_are_its_teams(signed_in):
    ada = make_person()
    event = make_event(format=Format.DIALOG, owner=ada)
    planning.edit(event, {"venue": "Anderswo"}, actor=ada, revision=0)

    assert lines(make_organiser(), signed_in) == []
    assert lines(make_organiser(Role.AUDITOR), signed_in) == []
    assert [event for _words, event in lines(ada, signed_in)] == [event]


def test_a_team_reads_the_changes_of_its_own_events_only(signed_in):
    ada = make_person()
    mine, other = make_event(owner=ada), make_event()
    for event in (mine, other):
        planning.edit(event, {"venue": "Anderswo"}, actor=make_organiser(), revision=0)

    assert [event for _words, event in lines(ada, signed_in)] == [mine]


def test_other_peoples_secrets_do_not_use_up_the_lines(signed_in):
    seen = make_event()
    planning.edit(seen, {"venue": "Anderswo"}, actor=make_organiser(), revision=0)
    hidden = make_event(format=Format.DIALOG)
    AuditEntry.objects.bulk_create(
        AuditEntry(
            source="organiser", verb="event.edit", object_kind="events.event", object_id=str(hidden.uuid)
        )
        for _number in range(300)
    )

    assert [event for _words, event in lines(make_organiser(), signed_in)] == [seen]


def test_a_deleted_draft_leaves_no_line(signed_in):
    ada = make_organiser()
    draft = make_event(draft=True)
    planning.edit(draft, {"venue": "Anderswo"}, actor=ada, revision=0)
    planning.delete(draft, actor=ada)

    assert lines(ada, signed_in) == []


def test_acts_without_a_person_name_their_door(signed_in):
    event = make_event()
    planning.edit(event, {"report_url": "https://example.org"}, actor=None, revision=0, source=Source.IMPORT)

    [line] = board(signed_in(make_organiser()))["changes"]

    assert (line.who, line.words) == ("import", "changed: report")


def test_an_empty_house_says_so(signed_in):
    page = signed_in(make_organiser()).get("/en/organise/").content.decode()

    assert page.count("mpi-empty") == 4


def test_the_first_page_is_read_in_few_queries(signed_in, django_assert_max_num_queries):
    for _number in range(10):
        make_registration(make_event(), state=RegistrationState.PENDING)
        make_event(draft=True, topics=[make_topic()])
        planning.edit(make_event(), {"venue": "Anderswo"}, actor=make_organiser(), revision=0)
    client = signed_in(make_organiser())

    with django_assert_max_num_queries(18):
        client.get("/organise/")


def test_the_side_shows_only_the_doors_that_open(signed_in):
    page = signed_in(make_organiser(Role.NEWSLETTER_EDITOR)).get("/organise/").content.decode()

    assert "/organise/newsletters/" in page
    assert "/organise/outbox/" not in page
    assert "/organise/events/" not in page


def test_the_report_says_what_is_to_come(signed_in):
    assert signed_in(make_organiser(Role.AUDITOR)).get("/en/organise/report/").status_code == 200
    assert signed_in(make_person()).get("/en/organise/report/").status_code == 403
