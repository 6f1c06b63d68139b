"""A project's page as its team writes it, and who does not get there."""

import pytest

from networking.enums import Role
from networking.models import ProjectMember
from networking.portraits import written
from networking.services import portraits, project_pictures
from networking.services.pictures import Shot
from tests.factories import make_organiser, make_person, make_project, make_topic

pytestmark = pytest.mark.django_db
PAGES = [
    "edit/",
    "edit/discard/",
    "edit/withdraw/",
    "edit/picture/",
    "edit/picture/remove/",
    "team/",
    "welcome/",
]


@pytest.fixture
def team():
    """A project and somebody of its team."""
    project, person = make_project(slug="mine", title_de="Unseres", summary_de="Alt"), make_person()
    ProjectMember.objects.create(project=project, person=person, is_contact=True)
    return project, person


def form(project, **typed):
    """What the browser sends: everything as it stands, and `typed`."""
    values = dict.fromkeys(("title_en", "summary_en", "portrait_de", "portrait_en", "website"), "")
    values |= {"title_de": project.title_de, "summary_de": project.summary_de, "revision": project.revision}
    for name in ("offers", "seeks", "contacts", "links"):
        values |= {f"{name}-TOTAL_FORMS": "1", f"{name}-INITIAL_FORMS": "0"}
    return values | typed


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_other_people_find_nothing_here(signed_in, team, page, method):
    stranger = make_organiser(Role.ORGANISER)
    ProjectMember.objects.create(project=make_project(), person=stranger)

    answer = getattr(signed_in(stranger), method)(f"/projects/mine/{page}")

    assert answer.status_code == (405 if method == "get" and page.endswith(("discard/", "remove/")) else 404)


def test_visitors_are_asked_to_sign_in(client, team):
    assert client.get("/projects/mine/edit/").status_code == 302


def test_a_member_sees_the_form_in_a_fixed_number_of_queries(signed_in, team, django_assert_max_num_queries):
    make_topic("Robotik")
    client = signed_in(team[1])

    with django_assert_max_num_queries(30):
        assert client.get("/projects/mine/edit/").status_code == 200


def test_offers_name_topics_in_any_language_and_empty_rows_go(signed_in, team):
    project, person = team
    make_topic("Kreislaufwirtschaft", "Circular Economy", slug="ce")
    typed = {"offers-0-text_de": "Messdaten", "offers-0-topics": "circular economy", "seeks-0-text_de": ""}

    signed_in(person).post("/projects/mine/edit/", form(project, **typed))

    project.refresh_from_db()
    assert written(project)["offers"] == [{"text_de": "Messdaten", "text_en": "", "topics": ["ce"]}]
    assert written(project)["seeks"] == []
    assert not project.exchanges.exists()


def test_publishing_leads_to_the_page_that_shows_it(signed_in, team):
    project, person = team
    contact = {"contacts-0-name": "Ada <Lov>", "contacts-0-email": "ada@example.org"}
    hidden = {"contacts-1-name": "Geheime Person", "contacts-TOTAL_FORMS": "2"}
    link = {"links-0-label": "Blog", "links-0-url": "https://example.org/blog"}
    typed = contact | hidden | link | {"contacts-0-is_public": "on", "seeks-0-text_de": "Partner"}

    answer = signed_in(person).post("/projects/mine/edit/", form(project, publish="1", **typed), follow=True)

    page = answer.content.decode()
    for words in ("Ada &lt;Lov&gt;", "ada@example.org", "Partner", "https://example.org/blog"):
        assert words in page
    assert "Geheime Person" not in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"offers-0-text_de": "Daten", "offers-0-topics": "Robotic"}, "Did you mean: Robotik?"),
        ({"offers-0-text_de": "Daten", "offers-0-topics": "Quark"}, "“Quark” is no topic of the Masterplan."),
        ({"seeks-0-topics": "Robotik"}, "Say it in a sentence."),
        ({"contacts-0-email": "a@example.org"}, "Enter the name, or empty the whole row."),
        (
            {"contacts-0-name": "Ada", "contacts-0-is_public": "on"},
            "Enter an address or a number under which this person is asked.",
        ),
        ({"links-0-url": "javascript:alert(1)"}, "This is not the address of a page"),
        ({"portrait_de": "x" * 100_000}, "Ensure this value has at most 10000 characters"),
    ],
)
def test_every_fault_is_told_and_nothing_saved(signed_in, team, typed, sentence):
    project, person = team
    make_topic("Robotik")

    answer = signed_in(person).post("/en/projects/mine/edit/", form(project, **typed))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not hasattr(type(project).objects.get(pk=project.pk), "draft")


def test_of_two_people_at_once_nobody_loses_anything(signed_in, team):
    project, person = team
    portraits.save_draft(project, {"summary_de": "Von Bob", "website": ""}, actor=make_person(), revision=0)
    client, typed = signed_in(person), form(project, summary_de="Von Ada", title_en="Ours")

    answer = client.post("/en/projects/mine/edit/", typed)
    assert answer.status_code == 422
    assert {(row.typed, row.stored) for row in answer.context["differences"]} == {
        ("Von Ada", "Von Bob"),
        ("Ours", "empty"),
    }

    again = typed | {"revision": answer.context["form"].texts["revision"].value(), "take": ["summary_de"]}
    assert client.post("/en/projects/mine/edit/", again).status_code == 302
    project.refresh_from_db()
    assert [written(project)[name] for name in ("summary_de", "title_en")] == ["Von Bob", "Ours"]


def test_topics_are_suggested_with_the_words_that_led_to_them(signed_in, team):
    project, person = team
    make_topic("Robotik", "Roboter")
    portraits.save_draft(project, {"portrait_de": "Unser Roboterarm."}, actor=person, revision=0)

    page = signed_in(person).get("/en/projects/mine/edit/").content.decode()

    assert "“Roboterarm”" in page


def test_how_the_masterplan_sorts_a_project_is_not_for_its_team_to_say(signed_in, team):
    project, person = team

    signed_in(person).post(
        "/projects/mine/edit/", form(project, publish="1", is_completed="on", summary_de="x")
    )
    assert signed_in(person).post("/projects/mine/edit/withdraw/").status_code == 403

    project.refresh_from_db()
    assert (project.is_completed, project.is_published) == (False, True)


def test_the_networks_editor_writes_every_page_also_unpublished_ones(signed_in):
    project = make_project(slug="hidden", is_published=False)

    client = signed_in(make_organiser(Role.NETWORK_EDITOR))
    client.post("/projects/hidden/edit/", form(project, publish="1", summary_de="Da", is_completed="on"))

    project.refresh_from_db()
    assert (project.is_completed, project.is_published) == (True, True)


def test_a_drafts_picture_is_seen_by_its_team_only(client, signed_in, team):
    project, person = team
    portraits.withdraw(project, actor=person)
    project = project_pictures.show(
        project, Shot(b"a photograph", 640, 360), alt_de="Eine Halle", actor=person
    )
    address = f"/projects/mine/picture-{project.picture.public_id}.webp"

    assert client.get(address).status_code == 404
    answer = signed_in(person).get(address)
    assert (answer.content, answer["Content-Type"]) == (b"a photograph", "image/webp")
    assert "private" in answer["Cache-Control"]
