"""The door on a phone, with and without a script."""

import pytest
from playwright.sync_api import expect

from events.models import CheckIn, Event
from tests.factories import make_registration

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 800}
DOOR = "/en/organise/events/open/check-in/"


@pytest.fixture
def guest(world):
    return make_registration(Event.objects.get(slug="open"), given_name="Cem", family_name="Öztürk")


def test_somebody_is_found_ticked_and_taken_back_without_a_reload(world, guest, page, live_server, sign_in):
    sign_in(world)
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + DOOR)
    page.evaluate("window.same = true")

    page.get_by_label("Name or organisation").press_sequentially("ozt")
    expect(page.locator(".mpi-door__row")).to_have_count(1)
    page.get_by_role("button", name="Is here (Cem Öztürk)").click()
    expect(page.locator("#said")).to_have_text("Cem Öztürk is in.")
    expect(page.locator(".mpi-arrivals__figure strong")).to_have_text("1")
    page.get_by_role("button", name="Undo (Cem Öztürk)").click()
    expect(page.locator(".mpi-arrivals__figure strong")).to_have_text("0")

    assert page.evaluate("window.same")
    assert list(CheckIn.objects.values_list("kind", flat=True)) == ["arrived", "undone"]


def test_a_second_tap_on_the_same_place_undoes_nothing(world, guest, page, live_server, sign_in):
    sign_in(world)
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + DOOR + "?q=ozt")
    place = page.get_by_role("button", name="Is here (Cem Öztürk)").bounding_box()

    for _tap in range(2):
        page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
        expect(page.locator("#said")).to_have_text("Cem Öztürk is in.")

    assert list(CheckIn.objects.values_list("kind", flat=True)) == ["arrived"]


def test_the_door_works_without_javascript(world, guest, browser, live_server, client):
    client.force_login(world)
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    context.add_cookies([
        {"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in client.cookies.items()
    ])  # fmt: skip
    page = context.new_page()
    page.goto(live_server.url + DOOR)

    page.get_by_label("Name or organisation").fill("oeztuerk")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Is here (Cem Öztürk)").click()

    expect(page.get_by_text("Cem Öztürk is in.")).to_be_visible()
    assert CheckIn.objects.get().registration == guest
    context.close()


def test_buttons_at_the_door_are_big_enough_for_a_thumb(world, guest, page, live_server, sign_in):
    sign_in(world)
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + DOOR)

    sizes = [button.bounding_box() for button in page.locator(".mpi-door__tick").all()]

    assert min(min(size["width"], size["height"]) for size in sizes) >= 48
