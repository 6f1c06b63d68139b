from email import message_from_bytes, policy

import pytest

from networking.services import pictures
from notifications.models import Message
from notifications.newsletter.blocks import new
from notifications.services import compiled, mime
from notifications.services.newsletters.checks import Examination
from tests.factories import make_event, make_issue, make_photograph, make_reader, send_issue

pytestmark = pytest.mark.django_db


def letter(*blocks, language="de"):
    return Examination(make_issue(*blocks)).letters[language]


def shot_block(**entries):
    shot = pictures.read(make_photograph())
    return new("image", alt_de="Eine Halle", alt_en="A hall", upload=shot, **entries)


def test_styles_stand_at_the_elements_and_nothing_is_loaded():
    html = letter().html

    assert 'lang="de"' in html
    assert "<p style=" in html
    assert "prefers-color-scheme: dark" in html
    for foreign in ("<link", "<script", 'src="http', "url(", "@import"):
        assert foreign not in html


def test_names_are_shown_as_they_are_typed():
    event = make_event(title_de="O'Neill & Söhne <GmbH>", title_en="Heat")

    written = letter(new("event", event=str(event.uuid)))

    assert "O'Neill & Söhne <GmbH>" in written.text
    assert "<GmbH>" not in written.html
    assert "Heat" in letter(new("event", event=str(event.uuid)), language="en").text


def test_the_text_says_what_the_html_says():
    blocks = [
        new("text", text_de="## Wir **suchen**", text_en="x"),
        new("button", label_de="Mitmachen", label_en="Join", url="https://example.org/mit"),
    ]

    assert "Wir suchen\n\nMitmachen:\nhttps://example.org/mit" in letter(*blocks).text


def test_pictures_travel_with_the_mail_whichever_way_it_is_built():
    make_reader()
    send_issue(make_issue(shot_block()))
    message = Message.objects.get()

    for raw in (compiled.content(message, message.to_email), mime.mail(message).message().as_bytes()):
        mail = message_from_bytes(raw, policy=policy.default)
        html = mail.get_body(("html",)).get_content()
        picture = next(part for part in mail.walk() if part.get_content_type() == "image/jpeg")
        assert f'src="cid:{picture["Content-ID"][1:-1]}"' in html
        assert picture.get_content().startswith(b"\xff\xd8")
        assert 'alt="Eine Halle"' in html


def test_pictures_may_be_linked_instead():
    make_reader()
    send_issue(make_issue(shot_block(), links_pictures=True))

    mail = message_from_bytes(compiled.content(Message.objects.get(), "a@example.org"), policy=policy.default)

    assert "cid:" not in mail.get_body(("html",)).get_content()
    assert [part for part in mail.walk() if part.get_content_maintype() == "image"] == []
