"""Ways into the calendar by mouse, keyboard and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/en/events/?format=deep-dive", "/en/events/open/"])
def test_the_dialog_copies_an_address_and_gives_the_focus_back(world, page, live_server, axe, path):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(live_server.url + path)
    link = page.get_by_role("link", name="Subscribe to the calendar")

    link.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", level=2)).to_be_focused()
    dialog.get_by_role("button", name="Copy: MPI Deep Dive").click()
    expect(dialog.get_by_role("status").first).to_have_text("The address is copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("/calendar/format/deep-dive.ics?lang=en")
    assert axe(page) == []

    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()


def test_the_dialog_follows_the_chosen_filter(world, page, live_server):
    page.goto(live_server.url + "/en/events/")

    with page.expect_response(re.compile("format=meet-up")):
        page.get_by_role("checkbox", name=re.compile("MPI Meet-up")).check()
    page.get_by_role("link", name="Subscribe to the calendar").click()

    expect(page.get_by_role("dialog").get_by_label("Address of the calendar “MPI Meet-up”")).to_be_visible()


def test_without_javascript_the_link_leads_to_the_address(world, browser, live_server):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + "/en/events/open/")

    page.get_by_role("link", name="Subscribe to the calendar").click()

    expect(page).to_have_url(live_server.url + "/en/calendar/#address-format-deep-dive")
    expect(page.get_by_label("Address of the calendar “All MPI events”")).to_be_visible()
