from datetime import datetime
from xml.etree import ElementTree

import pytest

from events.enums import Format, Visibility
from tests.factories import make_event, make_project, make_topic

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}link"


def test_the_sitemap_names_public_pages_in_both_languages(client):
    make_event(slug="waerme"), make_project(slug="holz"), make_topic(slug="heat")

    text = client.get("/sitemap.xml").content.decode()

    for path in ("/events/waerme/", "/projects/holz/", "/topics/heat/", "/calendar/"):
        assert f"<loc>http://testserver{path}</loc>" in text
        assert f"<loc>http://testserver/en{path}</loc>" in text


def test_a_page_names_its_other_language_and_its_last_change(client):
    event = make_event(slug="waerme", topics=[make_topic(slug="heat")])

    urls = ElementTree.fromstring(client.get("/sitemap.xml").content)

    found = {url.findtext(f"{SITEMAP}loc"): url for url in urls}
    for path in ("/events/waerme/", "/topics/heat/"):
        url = found[f"http://testserver/en{path}"]
        assert {link.get("hreflang"): link.get("href") for link in url.findall(XHTML)} == {
            "de": f"http://testserver{path}",
            "en": f"http://testserver/en{path}",
            "x-default": f"http://testserver{path}",
        }
        assert datetime.fromisoformat(url.findtext(f"{SITEMAP}lastmod")) == event.changed_at


def test_the_last_change_of_a_topic_tells_nothing_of_what_is_not_public(client):
    topic = make_topic()
    before = client.get("/sitemap.xml").content

    make_event(topics=[topic], format=Format.DIALOG)
    make_project(topics=[topic], is_published=False)

    assert client.get("/sitemap.xml").content == before


def test_the_sitemap_is_read_in_few_queries(client, django_assert_max_num_queries):
    for _number in range(3):
        make_event(topics=[make_topic()])

    with django_assert_max_num_queries(4):
        client.get("/sitemap.xml")


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
