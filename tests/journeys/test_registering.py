"""Registering for an event, the way people do it."""

import pytest
from playwright.sync_api import expect

from events.models import Registration

pytestmark = pytest.mark.browser


def tab_to(page, target):
    """Press Tab until `target` has the focus, as somebody without a mouse does."""
    for _stop in range(60):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach {target}")


def test_somebody_registers_by_keyboard_alone(world, page, live_server):
    page.goto(live_server.url + "/en/events/open/")
    tab_to(page, page.get_by_role("link", name="Register now"))
    page.keyboard.press("Enter")
    for label, text in (
        ("Given name", "Mira"),
        ("Family name", "Yılmaz"),
        ("E-mail address", "mira@example.org"),
    ):
        tab_to(page, page.get_by_label(label, exact=True))
        page.keyboard.type(text)
    tab_to(page, page.locator("#id_privacy"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Register", exact=True))
    page.keyboard.press("Enter")

    page.wait_for_url("**/register/done/**")
    assert Registration.objects.get(email="mira@example.org").state == "confirmed"


def test_somebody_registers_without_javascript(world, browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/en/events/waiting/register/")
    page.get_by_label("Given name").fill("Mira")
    page.get_by_label("Family name").fill("Yılmaz")
    page.get_by_label("E-mail address", exact=True).fill("mira@example.org")
    page.locator("#id_privacy").check()
    page.get_by_role("button", name="Join the waiting list").click()

    page.wait_for_url("**/register/done/**")
    assert Registration.objects.get(email="mira@example.org").state == "waiting"
    context.close()


def test_a_mistake_puts_the_focus_on_the_list_of_errors_whose_links_lead_to_the_fields(
    world, browser, live_server
):
    page = browser.new_page()  # the answer 422 is meant to stand in this console
    page.goto(live_server.url + "/en/events/open/register/")
    page.get_by_label("Given name").fill("Mira")
    page.get_by_role("button", name="Register", exact=True).click()

    expect(page.locator("#errors")).to_be_focused()
    expect(page.get_by_label("Given name")).to_have_value("Mira")
    page.locator("#errors").get_by_role("link").first.click()
    expect(page.get_by_label("Family name")).to_be_focused()
    page.close()
