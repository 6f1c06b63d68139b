"""A project's page and one-pager."""

from urllib.parse import quote

import pytest

from events.enums import Format
from events.models import Contribution
from networking.models import FundingCall, Grant, Organisation, ProjectMember
from tests.factories import make_event, make_person, make_project, make_topic

pytestmark = pytest.mark.django_db


def page(client, project):
    return client.get(f"/en/projects/{project.slug}/").content.decode()


def test_the_page_shows_what_is_known(client):
    topic = make_topic("Robotik", label_en="Robotics")
    project = make_project(
        title_de="Titel", portrait_de="Erster Satz.", topics=[topic], report_url="https://berlin.de/x"
    )
    project.applicants.add(Organisation.objects.create(name="Technik & Söhne"))
    Grant.objects.create(project=project, number=3, starts_on="2024-04-01", ends_on="2025-10-31")
    FundingCall.objects.create(slug="call", title_de="Fördercall").projects.add(project)

    content = page(client, project)

    for words in (
        ">Titel</h1>",
        "Erster Satz.",
        f'href="/en/topics/{topic.slug}/">Robotics</a>',
        f'href="/en/projects/?q={quote("Technik & Söhne")}">Technik &amp; Söhne</a>',
        "1 April 2024",
        "Fördercall",
        'href="https://berlin.de/x"',
        f'href="/en/projects/{project.slug}/one-pager.pdf"',
    ):
        assert words in content


def test_a_project_without_a_grant_has_a_page_too(client):
    assert "Grant of the Masterplan" not in page(client, make_project())


def test_public_events_are_shown_and_confidential_ones_are_not(client):
    project = make_project()
    for title, format in (("Offener Deep Dive", Format.DEEP_DIVE), ("Vertraulicher Dialog", Format.DIALOG)):
        Contribution.objects.create(event=make_event(title_de=title, format=format), project=project)
    Contribution.objects.create(event=make_event(title_de="Entwurf", draft=True), project=project)

    content = page(client, project)

    assert "Offener Deep Dive" in content
    assert "Vertraulicher Dialog" not in content
    assert "Entwurf" not in content


@pytest.mark.parametrize("suffix", ["", "one-pager.pdf"])
def test_a_draft_answers_like_an_unknown_address(client, suffix):
    make_project(slug="draft", is_published=False)

    draft, unknown = client.get(f"/projects/draft/{suffix}"), client.get(f"/projects/never/{suffix}")

    assert draft.status_code == unknown.status_code == 404
    assert draft.content.replace(b"draft", b"") == unknown.content.replace(b"never", b"")


def test_members_read_their_draft(signed_in):
    project, person = make_project(slug="draft", is_published=False), make_person()
    ProjectMember.objects.create(project=project, person=person)

    assert signed_in(person).get("/projects/draft/").status_code == 200


def test_hostile_titles_are_shown_as_text(client):
    assert "<script>alert(1)" not in page(client, make_project(title_de="<script>alert(1)</script>"))


@pytest.mark.parametrize(
    ("address", "language"), [("", "de"), ("?lang=en", "en"), ("?lang=xx", "de"), ("?lang=", "de")]
)
def test_the_one_pager_is_a_pdf_in_the_language_asked_for(client, address, language):
    project = make_project(slug="a")

    response = client.get(f"/projects/{project.slug}/one-pager.pdf{address}")

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Language"] == language
    assert response["Content-Disposition"] == f'inline; filename="a-{language}.pdf"'
    assert response.content.startswith(b"%PDF-")


def test_the_english_address_gives_the_english_one_pager(client):
    make_project(slug="a")

    assert client.get("/en/projects/a/one-pager.pdf")["Content-Language"] == "en"
