"""The page on which an editor makes an event of a cluster or a topic."""

import pytest
from django.utils import timezone

from events.models import Event, Invitation
from networking.enums import Role
from networking.models import ProjectMember, Suggestion
from tests.factories import make_event, make_organiser, make_person, make_project, make_topic

pytestmark = pytest.mark.django_db
PAGE = "/organise/network/propose/"
DIVE = {"title_de": "Abwärme & mehr", "title_en": "", "starts_on": "2099-05-06", "starts_time": "10:00"}


@pytest.fixture
def editor(signed_in):
    return signed_in(make_organiser(Role.ORGANISER, Role.NETWORK_EDITOR))


@pytest.fixture
def house():
    topic = make_topic("Abwärme", slug="waste-heat")
    rows = [make_project(slug=f"p{n}", title_de=f"Projekt {n}", topics=[topic]) for n in range(3)]
    for row in rows:
        ProjectMember.objects.create(project=row, person=make_person())
    return rows


@pytest.mark.parametrize(
    ("roles", "status"),
    [((Role.ORGANISER,), 404), ((Role.NETWORK_EDITOR,), 403), ((Role.AUDITOR, Role.NETWORK_EDITOR), 403)],
)
def test_it_takes_the_networks_and_the_events_rights(roles, status, house, signed_in):
    assert signed_in(make_organiser(*roles)).get(f"{PAGE}?topic=waste-heat").status_code == status


def test_a_network_editor_on_an_events_team_may_propose_a_table_there_and_no_deep_dive(house, signed_in):
    editor = make_organiser(Role.NETWORK_EDITOR)
    event = make_event(owner=editor)
    make_event()

    asked = signed_in(editor).get(f"{PAGE}?topic=waste-heat").context["asked"]

    assert (asked.is_table, asked.may_create, asked.events) == (True, False, [event])


def test_the_preview_writes_nothing(editor, house):
    response = editor.get(f"{PAGE}?project=p0&project=p1")

    assert (response.context["number"], Event.objects.count(), Invitation.objects.count()) == (2, 0, 0)
    assert response.context["form"]["title_de"].value() == "Abwärme"


def test_a_topic_offers_its_projects_and_leaves_completed_ones_unchosen(editor, house):
    house[0].is_completed = True
    house[0].save()

    asked = editor.get(f"{PAGE}?topic=waste-heat").context["asked"]

    assert (len(asked.projects), asked.slugs) == (3, {"p1", "p2"})


def test_a_project_taken_out_stays_on_the_page_unchosen(editor, house):
    asked = editor.get(f"{PAGE}?among=p0&among=p1&project=p1").context["asked"]

    assert ([p.slug for p in asked.projects], [p.slug for p in asked.chosen]) == (["p0", "p1"], ["p1"])


def test_the_button_makes_the_draft_and_plans_its_invitations(editor, house):
    response = editor.post(f"{PAGE}?project=p0&project=p1", DIVE)

    event = Event.objects.get()
    assert response.url == f"/organise/events/{event.slug}/"
    assert (event.title_de, event.invitations.count()) == ("Abwärme & mehr", 2)


def test_the_button_adds_the_table_and_leads_to_its_wave(editor, house):
    event = make_event()

    response = editor.post(
        f"{PAGE}?project=p0&project=p1&kind=table&event={event.slug}", {"title_de": "Thementisch: Abwärme"}
    )

    assert response.url == f"/organise/events/{event.slug}/invitations/waves/{event.waves.get().uuid}/"


def test_the_table_suggests_its_title_in_both_languages(editor, house):
    make_event()

    form = editor.get(f"{PAGE}?topic=waste-heat&kind=table").context["form"]

    assert [field.value() for field in form] == ["Thementisch: Abwärme", "Topic table: Abwärme"]


def test_a_dialog_cannot_be_chosen_even_by_its_owner(editor, house, signed_in):
    owner = make_organiser(Role.ORGANISER, Role.NETWORK_EDITOR)
    dialog = make_event(format="dialog", owner=owner, slug="the-dialog")
    client = signed_in(owner)

    client.post(f"{PAGE}?project=p0&kind=table&event={dialog.slug}", {"title_de": "Tisch"} | DIVE)

    assert dialog.programme.count() == 0
    assert "the-dialog" not in client.get(f"{PAGE}?project=p0&kind=table").content.decode()


def test_without_a_day_nothing_is_made_and_what_was_typed_stays(editor, house):
    response = editor.post(f"{PAGE}?project=p0", DIVE | {"starts_on": ""})

    assert (response.status_code, Event.objects.count()) == (422, 0)
    assert "Abwärme &amp; mehr" in response.content.decode()


def test_a_day_that_is_over_is_refused(editor, house):
    assert editor.post(f"{PAGE}?project=p0", DIVE | {"starts_on": "2020-01-01"}).status_code == 422


def test_without_a_project_the_page_says_where_to_begin(editor, house):
    response = editor.post(PAGE, DIVE)

    assert (response.status_code, Event.objects.count()) == (200, 0)
    assert "/organise/network/map/" in response.content.decode()


def test_a_cluster_and_a_topic_lead_there(editor, house):
    for one in house:
        for rank, other in enumerate([row for row in house if row != one], start=1):
            Suggestion.objects.create(
                project=one, other=other, rank=rank, score=1, computed_at=timezone.now()
            )

    assert (
        f"{PAGE}?project=p0&amp;project=p1&amp;project=p2"
        in editor.get("/organise/network/map/").content.decode()
    )
    assert f"{PAGE}?topic=waste-heat" in editor.get("/organise/network/topics/waste-heat/").content.decode()


def test_the_pages_queries_do_not_grow_with_the_projects(editor, house, django_assert_num_queries):
    editor.get(f"{PAGE}?project=p0")

    with django_assert_num_queries(12):
        editor.get(f"{PAGE}?project=p0&project=p1&project=p2")
