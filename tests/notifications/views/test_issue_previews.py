import pytest

from networking.enums import Role
from networking.services import pictures
from notifications.newsletter.blocks import new
from tests.factories import make_event, make_issue, make_organiser, make_photograph, make_reader, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in):
    return signed_in(make_organiser(Role.NEWSLETTER_EDITOR))


def frame(client, issue, query=""):
    return client.get(f"/organise/newsletters/{issue.uuid}/preview/html/{query}")


def test_the_frame_is_a_document_without_powers(client):
    answer = frame(client, make_issue())

    policy = answer["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src 'none'" in policy
    assert "Guten Tag" in answer.content.decode()


def test_a_chosen_reader_sees_their_own_part(client):
    topic = make_topic("Abwärme")
    make_event(title_de="Zur Abwärme", topics=[topic])
    make_event(title_de="Anderes")
    reader, issue = make_reader(topics=[topic]), make_issue(new("personal"))

    theirs = frame(client, issue, f"?mail=de&reader={reader.uuid}").content.decode()
    anybodys = frame(client, issue, "?mail=de").content.decode()

    assert "Anderes" not in theirs
    assert "Zur Abwärme" in theirs
    assert "Anderes" in anybodys


def test_no_preview_holds_a_private_link_or_a_whole_address(client):
    reader, issue = make_reader(email="ada@example.org"), make_issue()

    pages = [
        client.get(f"/organise/newsletters/{issue.uuid}/preview/?mail=de&way=text&reader={reader.uuid}"),
        frame(client, issue, f"?reader={reader.uuid}"),
    ]

    text = "".join(page.content.decode() for page in pages)
    assert "/newsletter/unsubscribe/" not in text
    assert "ada@example.org" not in text
    assert "a…@example.org" in text


def test_dark_is_shown_whatever_the_screen_prefers(client):
    assert "@media all" in frame(client, make_issue(), "?way=dark").content.decode()


def test_pictures_stand_within_the_document(client):
    shot = pictures.read(make_photograph())
    issue = make_issue(new("image", upload=shot, alt_de="a", alt_en="b"), links_pictures=True)

    assert 'src="data:image/jpeg;base64,/9j/' in frame(client, issue).content.decode()


def test_a_reader_that_is_none_is_nobody(client):
    assert frame(client, make_issue(), "?reader=x' OR 1=1&way=up&mail=fr").status_code == 200
