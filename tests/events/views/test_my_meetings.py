"""The participants' pages of 1:1 meetings, in every stage, and what they never tell."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.enums import ConsentKind
from events.links import manage_token
from events.models import Consent, MeetingParty
from networking.models import Organisation, Suggestion
from tests.factories import (
    make_event,
    make_meeting,
    make_party,
    make_person,
    make_project,
    make_registration,
    make_round,
    make_topic,
    wish,
)

pytestmark = pytest.mark.django_db


def address(seat, name="my_meetings", *more):
    return reverse(f"events:{name}", args=[manage_token(seat), *more])


def text(response):
    return response.content.decode()


def sent(client, party, wishes=(), away=(), *, revision=0, **more):
    """The form of the party's person as a browser sends it."""
    data = {
        "act": "choose",
        "revision": revision,
        "away": [f"{slot.starts_at:%Y%m%dT%H%M%SZ}" for slot in away],
    }
    data |= {f"wish-{other.uuid}": kind for other, kind in dict(wishes).items()}
    return client.post(address(party.joined_by), data | more)


def agree(seat, *kinds):
    for kind in kinds:
        Consent.objects.create(registration=seat, kind=kind, text_version="1", given_at=timezone.now())


# --- Whether there is a page ------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["foreign token", "no round", "not opened", "rule off", "dialog"])
def test_there_is_no_page(client, case):
    fields = {"rule off": {"meetings": "off"}, "dialog": {"format": "dialog", "meetings": "on"}}
    event = make_event(**fields.get(case, {}))
    if case != "no round":
        make_round(event, state="off" if case == "not opened" else "choosing")
    seat = make_registration(event, project=make_project())
    page = "/r/forged/meetings/" if case == "foreign token" else address(seat)

    assert client.get(page).status_code == 404
    assert client.post(page, {"act": "join"}).status_code == 404
    assert not MeetingParty.objects.exists()


def test_my_registration_leads_there_once_it_is_opened(client):
    seat = make_registration(make_event(), project=make_project())
    mine = reverse("events:mine", args=[manage_token(seat)])
    assert address(seat) not in text(client.get(mine))

    make_round(seat.event)

    assert address(seat) in text(client.get(mine))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Ihre Anmeldung nennt kein MPI-Projekt"),
        ({"state": "waiting"}, "Nur wer einen bestätigten Platz hat"),
    ],
)
def test_who_cannot_take_part_is_told_why(client, fields, said):
    seat = make_registration(make_round().event, **fields)

    assert said in text(client.get(address(seat)))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": "planning"}, "Der Plan wird gerade erstellt"),
        ({"state": "draft"}, "Der Plan wird gerade erstellt"),
        ({"choose_until": timezone.now() - timedelta(minutes=1)}, "Der Plan wird gerade erstellt"),
        ({"state": "published"}, "Zurzeit keine Treffen"),
    ],
)
def test_after_choosing_the_page_says_how_things_stand(client, fields, said):
    party = make_party(make_round(**fields))

    response = client.get(address(party.joined_by))

    assert said in text(response)
    assert 'value="choose"' not in text(response)


def test_who_did_not_take_part_in_time_is_told(client):
    seat = make_registration(make_round(state="draft").event, project=make_project())

    assert "Ihr Projekt nimmt nicht teil" in text(client.get(address(seat)))


def test_after_the_event_one_reads_whom_one_met(client):
    event = make_event(
        starts_at=timezone.now() - timedelta(days=1), ends_at=timezone.now() - timedelta(hours=20)
    )
    party, other = (make_party(row) for row in [make_round(event, state="published")] * 2)
    make_meeting(party, other)

    page = text(client.get(address(party.joined_by)))

    assert "Wen Ihr Projekt getroffen hat" in page
    assert other.project.title in page
    assert "absagen" not in page


def test_a_cancelled_event_has_no_meetings(client):
    party = make_party(make_round(make_event(state="cancelled"), state="published"))

    assert "abgesagt" in text(client.get(address(party.joined_by)))


# --- Taking part and choosing -----------------------------------------------------------------------------


def test_taking_part_is_a_post(client):
    seat = make_registration(make_round().event, project=make_project())

    assert "Nimmt Ihr Projekt teil?" in text(client.get(address(seat)))
    assert not MeetingParty.objects.exists()
    assert client.post(address(seat), {"act": "join"}).url == address(seat)

    assert MeetingParty.objects.get().project == seat.project


def test_leaving_is_a_post_and_the_page_offers_to_come_back(client):
    party = make_party(make_round())

    client.post(address(party.joined_by), {"act": "leave"})

    assert "Nimmt Ihr Projekt teil?" in text(client.get(address(party.joined_by)))


def test_wishes_and_times_are_kept_and_shown_again(client):
    meeting_round = make_round()
    party, must, no = (make_party(meeting_round) for _ in range(3))
    slot = meeting_round.slots.all()[1]

    response = sent(client, party, {must: "must", no: "no"}, [slot])

    assert response.url == address(party.joined_by)
    assert dict(party.wishes.values_list("other", "kind")) == {must.pk: "must", no.pk: "no"}
    assert list(party.away.all()) == [slot]
    assert text(client.get(response.url)).count(" checked") == 3


def test_those_that_fit_best_stand_first_with_the_reason(client):
    meeting_round, topic = make_round(), make_topic("Abwärme")
    party, _last, best = (make_party(meeting_round, name) for name in ("Wir", "Anders", "Zuletzt"))
    Suggestion.objects.create(
        project=party.project,
        other=best.project,
        score=1,
        computed_at=timezone.now(),
        reasons=[{"kind": "topic", "name": topic.slug, "shared": True}],
    )

    page = text(client.get(address(party.joined_by)))

    assert page.index("Zuletzt") < page.index("Anders")
    assert "Abwärme" in page
    assert "Wir" not in page.split('class="mpi-wishes"')[1]


def test_where_nothing_is_suggested_shared_topics_are_the_reason(client):
    meeting_round, topics = make_round(), [make_topic("Abwärme"), make_topic("Stahl")]
    party, _none, same = (make_party(meeting_round, name) for name in ("Wir", "Anders", "Zuletzt"))
    party.project.topics.set(topics)
    same.project.topics.set(topics[:1])

    page = text(client.get(address(party.joined_by)))

    assert page.index("Zuletzt") < page.index("Anders")
    assert "Gemeinsame Themen: <strong>Abwärme</strong>" in page
    assert "Stahl" not in page


def test_projects_of_the_same_house_and_those_who_left_are_not_offered(client):
    meeting_round, house = make_round(), Organisation.objects.create(name="Stahl AG")
    party, sister, left = (make_party(meeting_round) for _ in range(3))
    for row in (party, sister):
        row.project.applicants.add(house)
    MeetingParty.objects.filter(pk=left.pk).update(left_at=timezone.now())

    page = text(client.get(address(party.joined_by)))

    assert "Sie sind die Ersten" in page
    assert sent(client, party, {sister: "must", left: "must"}).status_code == 302
    assert not party.wishes.exists()


@pytest.mark.parametrize("case", ["musts", "away", "colleague", "nonsense", "revision"])
def test_what_cannot_be_kept_is_said_on_the_page(client, case):
    meeting_round = make_round(most_musts=1)
    party, one, two = (make_party(meeting_round) for _ in range(3))
    wish(party, one)
    wishes, away, more = {one: "like"}, [], {}
    if case == "musts":
        wishes = {one: "must", two: "must"}
    if case == "away":
        away = meeting_round.slots.all()
    if case == "colleague":
        MeetingParty.objects.update(revision=7)
    if case == "nonsense":
        wishes = {one: "perhaps"}
    if case == "revision":
        more = {"revision": "x"}

    response = sent(client, party, wishes, away, **more)

    assert response.status_code == {"nonsense": 422, "revision": 422}.get(case, 409)
    assert dict(party.wishes.values_list("other", "kind")) == {one.pk: "like"}


def test_after_a_colleague_the_page_shows_what_stands_and_can_be_sent_again(client):
    meeting_round = make_round()
    party, other = make_party(meeting_round), make_party(meeting_round)
    MeetingParty.objects.filter(pk=party.pk).update(revision=3)

    page = text(sent(client, party, {other: "must"}))

    assert "Jemand aus Ihrem Projekt hat zur gleichen Zeit gewählt" in page
    assert 'name="revision" value="3"' in page


@pytest.mark.parametrize("stage", ["choosing", "draft", "published"])
def test_a_no_shows_nowhere_but_with_those_who_said_it(client, stage):
    meeting_round = make_round(state=stage)
    party, other = make_party(meeting_round), make_party(meeting_round)

    def seen():
        main = text(client.get(address(other.joined_by))).split("<main")[1].split("</main>")[0]
        return [line for line in main.splitlines() if line.strip() and "csrfmiddlewaretoken" not in line]

    before = seen()
    wish(party, other, "no")

    assert seen() == before


def test_choosing_costs_few_queries_however_many_take_part(client, django_assert_num_queries):
    meeting_round = make_round()
    party, *others = (make_party(meeting_round) for _ in range(12))
    for other in others:
        wish(party, other)
    page = address(party.joined_by)
    client.get(page)

    with django_assert_num_queries(10):
        client.get(page)


# --- The agenda -------------------------------------------------------------------------------------------


def published(**fields):
    """Two projects that meet, in a published round."""
    meeting_round = make_round(state="published")
    party, other = make_party(meeting_round, "Wir"), make_party(meeting_round, "Die anderen", **fields)
    return party, other, make_meeting(party, other)


def test_everybody_of_the_project_reads_its_agenda(client):
    party, other, meeting = published()
    colleague = make_registration(party.round.event, project=party.project)
    elsewhere = make_registration(make_event(), project=party.project)
    make_round(elsewhere.event, state="published")

    for seat in (party.joined_by, colleague):
        page = text(client.get(address(seat)))
        assert "Die anderen" in page
        assert meeting.table.label in page
    assert "Die anderen" not in text(client.get(address(elsewhere)))


@pytest.mark.parametrize("kinds", [[], [ConsentKind.ATTENDEE_LIST], [ConsentKind.PROJECT]])
def test_names_need_the_consent_for_name_and_project(client, kinds):
    party, other, _meeting = published(family_name="Geheim")
    agree(other.joined_by, *kinds)

    assert "Geheim" not in text(client.get(address(party.joined_by)))


def test_whoever_agreed_is_named(client):
    party, other, _meeting = published(family_name="Offen")
    agree(other.joined_by, ConsentKind.ATTENDEE_LIST, ConsentKind.PROJECT)

    assert "Offen" in text(client.get(address(party.joined_by)))


def test_drafts_are_nobodys_business(client):
    party, _other, meeting = published()
    meeting.state = "planned"
    meeting.save()

    assert "Die anderen" not in text(client.get(address(party.joined_by)))
    assert client.get(address(party.joined_by, "my_meeting_decline", meeting.uuid)).status_code == 404


def test_cancelling_is_a_page_and_then_a_post(client):
    party, _other, meeting = published()
    page = address(party.joined_by, "my_meeting_decline", meeting.uuid)

    assert "Die anderen" in text(client.get(page))
    meeting.refresh_from_db()
    assert meeting.state == "published"
    assert client.post(page, {"reason": "Krank & müde"}).url == address(party.joined_by)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.cancelled_by, meeting.reason) == ("cancelled", party, "Krank & müde")
    assert "Dieses Treffen ist abgesagt" in text(client.get(page))


def test_nobody_cancels_a_meeting_of_others(client):
    _party, _other, meeting = published()
    stranger = make_party(meeting.round)

    page = address(stranger.joined_by, "my_meeting_decline", meeting.uuid)

    assert (client.get(page).status_code, client.post(page).status_code) == (404, 404)


def test_what_has_begun_is_not_cancelled(client):
    party, _other, meeting = published()
    starts_at = timezone.now() - timedelta(minutes=1)
    meeting.slot.starts_at = starts_at
    meeting.slot.save()

    response = client.post(address(party.joined_by, "my_meeting_decline", meeting.uuid))

    assert response.status_code == 409
    assert "hat begonnen" in text(response)


def test_the_agenda_is_printed_and_saved(client):
    party, other, meeting = published()

    assert "Die anderen" in text(client.get(address(party.joined_by, "my_meetings_print")))
    file = client.get(address(party.joined_by, "my_meetings_calendar"))
    assert f"UID:meeting-{meeting.uuid}@" in text(file)
    assert file["Content-Type"].startswith("text/calendar")


@pytest.mark.parametrize("name", ["my_meetings_print", "my_meetings_calendar"])
def test_before_publishing_there_is_nothing_to_print_or_save(client, name):
    party = make_party(make_round(state="draft"))

    assert client.get(address(party.joined_by, name)).status_code == 404


def test_the_agenda_costs_few_queries_however_long_it_is(client, django_assert_num_queries):
    meeting_round = make_round(state="published", slots=8)
    party, *others = (make_party(meeting_round) for _ in range(9))
    for number, other in enumerate(others):
        make_meeting(party, other, slot=number)

    page = address(party.joined_by)
    client.get(page)

    with django_assert_num_queries(7):
        client.get(page)


# --- For people who sign in -------------------------------------------------------------------------------


def test_the_network_lists_where_my_projects_meet_others(client):
    ada = make_person()
    meeting_round, elsewhere, closed = make_round(), make_round(), make_round(state="off")
    seat = make_registration(meeting_round.event, project=make_project(), person=ada)
    client.force_login(ada)

    page = text(client.get(reverse("events:network_meetings")))

    assert address(seat) in page
    assert elsewhere.event.get_absolute_url() in page
    assert closed.event.title not in page


def test_the_network_names_no_dialog(client):
    meeting_round = make_round(make_event(format="dialog", title_de="Zinnober"))
    ada = make_person()
    make_registration(meeting_round.event, project=make_project(), person=ada)
    client.force_login(ada)

    assert "Zinnober" not in text(client.get(reverse("events:network_meetings")))
