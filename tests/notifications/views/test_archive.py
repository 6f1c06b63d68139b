import xml.etree.ElementTree as ElementTree

import pytest

from networking.services import pictures
from notifications.models import Issue
from notifications.newsletter.blocks import new
from tests.factories import approve_issue, make_event, make_issue, make_photograph, make_reader, send_issue

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_sent_issue_is_readable_by_everybody_in_both_languages(client):
    issue = send_issue(make_issue())

    german, english = client.get(issue.get_absolute_url()), client.get("/en" + issue.get_absolute_url())

    assert "Guten Tag" in german.content.decode()
    assert "Good day" in english.content.decode()
    assert (
        f'<link rel="canonical" href="http://testserver/newsletter/archive/{issue.slug}/">'
        in german.content.decode()
    )
    assert "Neues" in client.get("/newsletter/archive/").content.decode()


def test_what_has_not_been_sent_does_not_exist(client):
    issue = approve_issue(make_issue())

    assert client.get(issue.get_absolute_url()).status_code == 404
    assert "Neues" not in client.get("/newsletter/archive/").content.decode()
    assert "Neues" not in client.get("/newsletter/archive.atom").content.decode()


def test_the_archive_holds_nothing_personal(client):
    make_reader()
    make_event(title_de="Persönlich empfohlen")

    issue = send_issue(make_issue(new("personal"), new("text", text_de="a", text_en="b")))

    page = client.get(issue.get_absolute_url()).content.decode()
    assert "Persönlich empfohlen" not in page
    assert "unsubscribe" not in page


def test_what_became_confidential_since_leaves_the_archive(client):
    event = make_event(title_de="Später geheim")
    issue = send_issue(make_issue(new("event", event=str(event.uuid))))
    before = client.get(issue.get_absolute_url()).content.decode()
    type(event).objects.update(format="dialog")

    after = client.get(issue.get_absolute_url()).content.decode()

    assert "Später geheim" in before
    assert "Später geheim" not in after


def test_pictures_are_open_once_the_issue_is_agreed_to(client):
    shot = pictures.read(make_photograph())
    issue = make_issue(new("image", upload=shot, alt_de="a", alt_en="b"))
    address = f"/newsletter/pictures/{issue.blocks[0]['picture']}.jpg"
    before = client.get(address).status_code

    approve_issue(issue)

    answer = client.get(address)
    assert before == 404
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert "public" in answer["Cache-Control"]


def test_the_feed_names_every_issue_in_the_language_asked_for(client):
    issue = send_issue(make_issue(preheader_en="In short"))

    feed = ElementTree.fromstring(client.get("/newsletter/archive.atom?lang=en").content)

    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "News"
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{issue.uuid}"
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/en/newsletter/archive/{issue.slug}/"


def test_an_empty_feed_is_the_same_every_time(client):
    first, second = client.get("/newsletter/archive.atom"), client.get("/newsletter/archive.atom")

    assert first.content == second.content


def test_the_list_costs_the_same_however_many_issues_there_are(client, django_assert_max_num_queries):
    for _number in range(3):
        send_issue(make_issue())
    assert Issue.objects.published().count() == 3

    with django_assert_max_num_queries(3):
        client.get("/newsletter/archive/")
