"""The frame of every page, by keyboard and on a phone."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(world, page, live_server):
    page.goto(live_server.url + "/en/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_the_menu_of_a_phone_opens_and_escape_closes_it(world, page, live_server):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(live_server.url + "/en/")
    projects = page.get_by_role("navigation", name="Main navigation").get_by_role("link", name="Projects")
    expect(projects).not_to_be_visible()

    page.get_by_text("Menu", exact=True).click()
    expect(projects).to_be_visible()
    page.keyboard.press("Escape")

    expect(projects).not_to_be_visible()
    expect(page.locator(".mpi-menu summary")).to_be_focused()


def test_the_language_switch_stays_on_the_page(world, page, live_server):
    page.goto(live_server.url + "/en/events/?past=1")

    page.get_by_role("link", name="Deutsch").click()

    expect(page).to_have_url(live_server.url + "/events/?past=1")
