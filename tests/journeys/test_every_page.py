"""What holds on every page: accessible, no sideways scroll, nothing from elsewhere, nothing in the console."""

import pytest

pytestmark = pytest.mark.browser

EVENTS = ["open", "waiting", "full", "few", "soon", "closed", "moved", "cancelled", "past"]
PUBLIC = [
    "/",
    "/events/",
    "/events/?past=1",
    "/events/?format=deep-dive&topic=waste-heat&q=w%C3%A4rme",
    "/events/?q=nothing-like-this",
    *[f"/events/{slug}/" for slug in EVENTS],
    "/events/open/register/",
    "/events/waiting/register/",
    "/events/closed/register/",
    "/calendar/",
    "/projects/",
    "/projects/atlas/",
    "/topics/waste-heat/",
    "/newsletter/",
    "/newsletter/archive/",
    "/newsletter/archive/issue/",
    "/account/login/code/",
    "/imprint/",
    "/privacy/",
    "/accessibility/",
    "/accessibility/report/",
    "/easy-language/",
    "/sign-language/",
]
ORGANISERS = [
    "/organise/",
    "/organise/events/",
    "/organise/events/new/",
    "/organise/events/open/",
    "/organise/events/open/edit/",
    "/organise/events/open/questions/",
    "/organise/events/open/questions/new/",
    "/organise/events/open/questions/preview/",
    "/organise/events/open/attendees/",
    "/organise/events/open/attendees/add/",
    "/organise/events/open/attendees/export/",
    "/organise/events/open/attendees/print/",
    "/organise/events/open/attendees/many/message/?all=1",
    "/organise/events/open/attendees/many/cancel/?all=1",
    "/organise/events/open/check-in/",
    "/organise/events/open/check-in/walk-in/",
    "/organise/events/open/cancel/",
    "/organise/events/open/copy/",
    "/organise/events/open/team/",
    "/organise/events/moved/tell/",
    "/organise/events/draft/",
    "/organise/events/draft/publish/",
    "/organise/events/draft/preview/",
    "/organise/events/draft/delete/",
    "/organise/outbox/",
    "/organise/embeds/",
    "/organise/network/",
    "/organise/newsletters/",
    "/organise/newsletters/00000000-0000-4000-8000-000000000001/",
    "/organise/newsletters/00000000-0000-4000-8000-000000000001/edit/",
    "/organise/newsletters/00000000-0000-4000-8000-000000000001/preview/?way=text",
    "/organise/report/",
    "/events/draft/",
    "/account/",
    "/network/",
]
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
VIEWS = [DESKTOP, PHONE]
both_languages = pytest.mark.parametrize(
    ("prefix", "views"),
    [pytest.param("", VIEWS, marks=pytest.mark.audited), ("/en", [PHONE])],
    ids=["german", "english"],
)


@both_languages
def test_axe_finds_nothing_on_public_pages(world, page, live_server, axe, prefix, views):
    assert findings(page, live_server, axe, [prefix + address for address in PUBLIC], views) == {}


def test_axe_finds_nothing_on_a_partners_list(world, page, live_server, axe):
    lists = ["/embed/events/partner/", "/embed/events/partner/?lang=en"]

    assert findings(page, live_server, axe, lists, VIEWS) == {}


@both_languages
def test_axe_finds_nothing_on_organisers_pages(world, page, live_server, axe, sign_in, prefix, views):
    sign_in(world)

    assert findings(page, live_server, axe, [prefix + address for address in ORGANISERS], views) == {}


@pytest.mark.parametrize("addresses", [PUBLIC, ORGANISERS], ids=["public", "organisers"])
def test_no_page_scrolls_sideways(world, page, live_server, sign_in, addresses):
    sign_in(world)
    too_wide = {}
    for address in addresses:
        visit(page, live_server.url + address)
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            needed = page.evaluate("document.documentElement.scrollWidth")
            if needed > width:
                too_wide[f"{address} at {width} px"] = needed

    assert too_wide == {}


def findings(page, live_server, axe, addresses, views):
    """What axe finds per address, in each view."""
    found = {}
    for address in addresses:
        visit(page, live_server.url + address)
        for view in views:
            page.set_viewport_size(view)
            if lines := axe(page):
                found[f"{address} ({view['width']} px)"] = lines
    return found


def visit(page, address):
    response = page.goto(address)
    assert response.status == 200, f"{address} answers {response.status}"
