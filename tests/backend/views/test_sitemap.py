import pytest

from events.enums import Format, Visibility
from tests.factories import make_event, make_project, make_topic

pytestmark = pytest.mark.django_db


def test_the_sitemap_names_public_pages_in_both_languages(client):
    make_event(slug="waerme"), make_project(slug="holz"), make_topic(slug="heat")

    text = client.get("/sitemap.xml").content.decode()

    for path in ("/events/waerme/", "/projects/holz/", "/topics/heat/", "/calendar/"):
        assert f"<loc>http://testserver{path}</loc>" in text
        assert f"<loc>http://testserver/en{path}</loc>" in text


@pytest.mark.parametrize(
    "fields",
    [
        {"format": Format.DIALOG},
        {"visibility": Visibility.UNLISTED},
        {"visibility": Visibility.COMMUNITY},
        {"draft": True},
    ],
)
def test_the_sitemap_names_no_event_that_is_not_public(client, fields):
    make_event(slug="geheim", **fields)

    assert b"geheim" not in client.get("/sitemap.xml").content


def test_the_sitemap_names_no_unpublished_project(client):
    make_project(slug="geheim", is_published=False)

    assert b"geheim" not in client.get("/sitemap.xml").content


def test_robots_keep_out_of_private_pages_and_find_the_sitemap(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    wanted = {f"Disallow: {path}" for path in ("/r/", "/en/r/", "/invitations/", "/organise/", "/account/")}
    assert wanted | {"Disallow: /calendar/me/", "Sitemap: http://testserver/sitemap.xml"} <= set(lines)


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt"])
def test_what_search_engines_read_is_the_same_for_everybody(client, path):
    response = client.get(path)

    assert "Cookie" not in response.get("Vary", "")
    assert "public" in response["Cache-Control"]
