import pytest

from events.models import EmbedPartner
from networking.enums import Role
from networking.models import AuditEntry
from tests.factories import make_organiser, make_person

pytestmark = pytest.mark.django_db

PAGE = "/en/organise/embeds/"
IHK = {"name": "IHK Berlin", "origin": "https://www.example.org"}


@pytest.fixture
def office(signed_in):
    return signed_in(make_organiser())


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.NETWORK_EDITOR, None])
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_organisers_decide_which_websites_show_the_list(signed_in, role, method):
    client = signed_in(make_organiser(role) if role else make_person())

    assert getattr(client, method)(PAGE, IHK).status_code == 403
    assert not EmbedPartner.objects.exists()


def test_a_new_website_gets_what_its_people_paste(office):
    answer = office.post(PAGE, IHK, follow=True)

    text = answer.content.decode()
    assert "&lt;iframe src=&quot;http://testserver/embed/events/ihk-berlin/" in text.replace('"', "&quot;")
    assert "http://testserver/embed/events/ihk-berlin.html" in text
    assert AuditEntry.objects.filter(verb="embed.add").count() == 1


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://www.example.org/termine/?x=1", "https://www.example.org"),
        ("WWW.Example.org", "https://www.example.org"),
        ("https://example.org:443", "https://example.org"),
        ("https://example.org:8443/", "https://example.org:8443"),
        ("https://wirtschaft-köln.example", "https://xn--wirtschaft-kln-6pb.example"),
        ("http://localhost:3000", "http://localhost:3000"),
    ],
)
def test_whatever_page_is_pasted_its_website_is_kept(office, typed, origin):
    office.post(PAGE, IHK | {"origin": typed})

    assert EmbedPartner.objects.get().origin == origin


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "http://example.org",
        "ftp://example.org",
        "javascript:alert(1)",
        "https://*",
        "https://*.example.org",
        "https://a.example; script-src *",
        "https://a.example,b.example",
        "https://[::1",
        "https://example.org:99999999",
    ],
)
def test_what_is_no_single_website_is_refused(office, typed):
    answer = office.post(PAGE, IHK | {"origin": typed})

    assert (answer.status_code, EmbedPartner.objects.exists()) == (422, False)


def test_a_website_stands_in_the_list_once(office):
    office.post(PAGE, IHK)

    answer = office.post(PAGE, IHK | {"name": "Once more"})

    assert answer.status_code == 422
    assert "already" in answer.content.decode()


def test_two_websites_of_one_name_have_two_addresses(office):
    office.post(PAGE, IHK)
    office.post(PAGE, IHK | {"origin": "https://other.example"})

    assert len(set(EmbedPartner.objects.values_list("key", flat=True))) == 2


def test_pausing_and_resuming(office, client):
    office.post(PAGE, IHK)
    addresses = PAGE + "ihk-berlin/pause/", PAGE + "ihk-berlin/resume/"

    seen = []
    for address in addresses:
        assert office.get(address).status_code == 405
        office.post(address)
        seen.append(client.get("/embed/events/ihk-berlin/").status_code)

    assert seen == [404, 200]


def test_removing_asks_first(office):
    office.post(PAGE, IHK)

    assert office.get(PAGE + "ihk-berlin/remove/").status_code == 200
    assert EmbedPartner.objects.exists()

    office.post(PAGE + "ihk-berlin/remove/")
    assert not EmbedPartner.objects.exists()
    assert office.post(PAGE + "ihk-berlin/remove/").status_code == 404
