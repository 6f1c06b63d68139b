"""The organisers' pages about readers: former lists and one reader's proofs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from networking.enums import Role
from networking.models import AuditEntry
from notifications import links
from notifications.models import ReaderFile, Subscription
from notifications.services.subscriptions import confirm, subscribe
from tests.factories import make_organiser, make_person

pytestmark = pytest.mark.django_db

BASE = "/organise/newsletters/readers/"
SENTENCE = "ich möchte Post <b>"


@pytest.fixture
def editor(signed_in):
    return signed_in(make_organiser(Role.NEWSLETTER_EDITOR))


def upload(client, text):
    file = SimpleUploadedFile("alt.csv", text.encode())
    return client.post(BASE, {"upload": "1", "way": "proven", "file": file})


def test_a_list_is_looked_at_before_it_is_written(editor):
    answer = upload(editor, f"email;date;source;text\na@example.org;2021-05-04;Messe;{SENTENCE}\n")
    preview = editor.get(answer["Location"])
    before = Subscription.objects.count()

    editor.post(answer["Location"])

    assert (preview.status_code, before, Subscription.objects.count()) == (200, 0, 1)
    assert not ReaderFile.objects.exists()


def test_a_list_with_faults_cannot_be_written(editor):
    answer = upload(editor, "email;date;source;text\nx;2021-05-04;Messe;Ja\n")

    refusal = editor.post(answer["Location"])

    assert refusal.status_code == 422
    assert "alt.csv" in refusal.content.decode()
    assert not Subscription.objects.exists()


def test_the_file_is_seen_only_by_whoever_brought_it(editor, signed_in):
    address = upload(editor, "email\na@example.org\n")["Location"]

    other = signed_in(make_organiser(Role.NEWSLETTER_EDITOR))

    assert other.get(address)["Location"] == BASE


def test_proofs_are_found_by_the_whole_address_and_looking_is_noted(editor):
    subscribe("ada@example.org", "de", [], [])
    reader = confirm(Subscription.objects.get())

    page = editor.post(BASE, {"search": "1", "email": "ADA@example.org"}, follow=True).content.decode()

    digests = list(reader.consent_events.values_list("digest", flat=True))
    assert len(digests) == 2
    assert all(digest in page for digest in digests)
    assert AuditEntry.objects.filter(verb="consents.read").exists()
    assert editor.post(BASE, {"search": "1", "email": "nobody@example.org"}).status_code == 422


def test_readers_see_their_own_proofs_on_their_page(client):
    subscribe("ada@example.org", "de", [], [])
    reader = confirm(Subscription.objects.get())

    page = client.get(links.subscription_url(reader, links.PREFERENCES)).content.decode()

    assert all(digest in page for digest in reader.consent_events.values_list("digest", flat=True))


def test_nobody_else_enters(signed_in):
    client = signed_in(make_person())

    assert client.get(BASE).status_code == 403
