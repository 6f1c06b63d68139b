"""One mail for many readers is, for each of them, the mail that would have been built for them alone."""

from email import message_from_bytes, policy

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as runs
from hypothesis import strategies as st

from networking import links
from notifications.models import CompiledMail, Message
from notifications.services import mime, outbox
from notifications.services.compiled import compile_mail
from notifications.services.delivery import wire
from notifications.services.delivery.drain import drain
from notifications.services.letter import Letter
from notifications.services.marks import Marks, slot
from tests.notifications.services.delivery.conftest import make_reader, scripted, sends_to  # noqa: F401

pytestmark = pytest.mark.django_db
TEXT = (
    f"Guten Tag,\n\nfür Sie: {slot('own')}.\nEnde: {Marks()['newsletter_unsubscribe']}\n"
    + "Wärme = Kälte. " * 30
)
HTML = f'<p>Für Sie: {slot("own")}</p><a href="{Marks()["newsletter_unsubscribe"]}">ab</a>' + "<b>ä</b>" * 40


_TEXTS = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Co"]), max_size=200)
_NAMES = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Co", "Z"], blacklist_characters='"\\'), max_size=60
)


def make_compiled(text=TEXT, html=HTML) -> CompiledMail:
    return compile_mail(
        "de", Letter("Neues für Ümläute", text, html), headers={"List-Id": "<news.example.org>"}
    )


def make_message(compiled, **fields) -> Message:
    subscription = make_reader()
    defaults = {
        "priority": 50,
        "subscription": subscription,
        "to_email": subscription.email,
        "slots": {"own": "Ihr Thema"},
    }
    return Message(compiled=compiled, kind="newsletter", **(defaults | fields))


def arrived(raw: bytes) -> dict:
    mail = message_from_bytes(raw, policy=policy.default)
    bodies = {
        kind: mail.get_body((kind,)).get_content().replace("\r\n", "\n").rstrip("\n")
        for kind in ("plain", "html")
    }
    return {
        name.lower(): str(value).strip()
        for name, value in mail.items()
        if name not in ("Date", "Content-Type")
    } | bodies


def test_both_ways_of_building_make_the_same_mail():
    message = make_message(make_compiled())

    @runs(max_examples=25, deadline=None)
    @given(own=_TEXTS | st.just(".\nFrom x\n.."), name=_NAMES)
    def compare(own, name):
        message.slots, message.to_name = {"own": own}, name
        spliced = wire.Parcel(message).content.replace(b"\r\n..", b"\r\n.")
        built = mime.mail(message).message().as_bytes(linesep="\r\n")
        assert arrived(spliced) == arrived(built)

    compare()


def test_every_line_is_short_enough_and_ascii():
    message = make_message(make_compiled(), slots={"own": "ü" * 500}, to_name="Ü" * 100)

    raw = wire.Parcel(message).content

    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_readers_own_part_is_escaped_unless_it_comes_in_both_shapes():
    compiled = make_compiled()

    plain = arrived(wire.Parcel(make_message(compiled, slots={"own": "<b>&"})).content)
    both = make_message(compiled, slots={"own": {"text": "fett", "html": "<b>fett</b>"}})
    shaped = arrived(wire.Parcel(both).content)

    assert ("<b>&" in plain["plain"], "&lt;b&gt;&amp;" in plain["html"]) == (True, True)
    assert ("für Sie: fett." in shaped["plain"], "<p>Für Sie: <b>fett</b>" in shaped["html"]) == (True, True)


def test_the_headers_are_those_of_a_newsletter():
    message = make_message(make_compiled())

    head = arrived(wire.Parcel(message).content)

    token = links.derive("newsletter-unsubscribe", message.subscription.uuid, 1)
    assert token in head["list-unsubscribe"]
    assert head["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert (head["list-id"], head["x-auto-response-suppress"]) == ("<news.example.org>", "All")
    assert "auto-submitted" not in head


def test_each_reader_is_owed_it_once_however_often_it_is_queued(scripted):  # noqa: F811
    server = scripted()
    readers = [make_reader() for _number in range(3)]
    compiled = make_compiled()

    for _try in range(2):
        outbox.queue_many(
            "newsletter", compiled, readers, key="issue:1", slots=lambda reader: {"own": reader.email}
        )
    drain()

    assert Message.objects.count() == 3
    assert [arrived(mail)["plain"].split("für Sie: ")[1].split(".\n")[0] for mail in server.mails] == [
        reader.email for reader in readers
    ]


def test_the_stored_texts_hold_no_private_link():
    readers = [make_reader()]
    outbox.queue_many("newsletter", make_compiled(), readers, key="k", slots=lambda _r: {"own": ""})

    compiled = CompiledMail.objects.get()
    token = links.derive("newsletter-unsubscribe", readers[0].uuid, 1)
    assert token.encode() not in bytes(compiled.body) + compiled.text.encode() + compiled.html.encode()
    assert "••••••" in outbox.masked(Message.objects.get()).text
    assert Message.objects.get().not_before <= timezone.now()
