"""New projects: opened, welcomed, seen only by those who should."""

from datetime import timedelta

import pytest
from django.utils import timezone

from networking.enums import Role
from networking.models import Project, Welcome
from networking.services import members, welcomes
from tests.factories import make_organiser, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_organiser(Role.NETWORK_EDITOR)


@pytest.fixture
def welcome(editor):
    project = welcomes.open_project("Neues", actor=editor)
    members.invite(project, make_person().email, actor=editor)
    return Welcome.objects.get(project=project)


def test_the_editor_opens_a_project_with_its_first_member(signed_in, editor):
    typed = {"title_de": "Neues Projekt", "email": "nora@example.org", "language": "de"}

    answer = signed_in(editor).post("/organise/network/projects/new/", typed)

    assert answer["Location"] == "/organise/network/projects/neues-projekt/welcome/"
    assert Project.objects.get().members.get().email == "nora@example.org"


def test_a_closed_account_leaves_no_half_project(signed_in, editor):
    typed = {"title_de": "Neues", "email": make_person(is_active=False).email}

    assert signed_in(editor).post("/organise/network/projects/new/", typed).status_code == 422
    assert not Project.objects.exists()


def test_moments_are_offered_chosen_and_done(signed_in, editor, welcome):
    moment = (timezone.localtime() + timedelta(days=2)).replace(hour=10, minute=0, second=0, microsecond=0)
    typed = {"slot_1": moment.strftime("%Y-%m-%dT%H:%M"), "place": "Raum 5"}

    signed_in(editor).post("/organise/network/projects/neues/welcome/", typed)
    member = welcome.project.members.get()
    page = signed_in(member).get("/projects/neues/welcome/")
    signed_in(member).post("/projects/neues/welcome/", {"moment": page.context["slots"][0].isoformat()})

    welcome.refresh_from_db()
    assert (welcome.chosen_at, welcome.chosen_by, welcome.place) == (moment, member, "Raum 5")
    signed_in(editor).post("/organise/network/projects/neues/welcome/finish/")
    assert "Neues" not in signed_in(editor).get("/organise/network/").context["welcomes"].values_list(
        "project__title_de", flat=True
    )


def test_the_editors_overview_names_whom_to_welcome_and_others_do_not(signed_in, editor, welcome):
    assert "/organise/network/projects/neues/welcome/" in signed_in(editor).get("/organise/").content.decode()
    assert "neues" not in signed_in(make_organiser(Role.ORGANISER)).get("/organise/").content.decode()


@pytest.mark.parametrize("moment", ["", "nonsense", "2020-01-01T10:00:00+01:00", "2026-13-45T99:00"])
def test_a_moment_nobody_offered_is_refused(signed_in, welcome, moment):
    client = signed_in(welcome.project.members.get())

    assert client.post("/projects/neues/welcome/", {"moment": moment}).status_code == 409


@pytest.mark.parametrize("typed", [{"place": "x"}, {"slot_1": "2020-01-01T10:00", "place": "x"}])
def test_an_offer_without_a_moment_to_come_is_refused(signed_in, editor, welcome, typed):
    answer = signed_in(editor).post("/organise/network/projects/neues/welcome/", typed)

    assert answer.status_code == 422


@pytest.mark.parametrize("page", ["new/", "neues/welcome/", "neues/welcome/finish/"])
def test_only_the_editor_welcomes(signed_in, welcome, page):
    for person in (welcome.project.members.get(), make_organiser(Role.ORGANISER)):
        assert signed_in(person).post(f"/organise/network/projects/{page}").status_code == 404
