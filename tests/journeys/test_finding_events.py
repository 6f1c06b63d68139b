"""Finding an event: with htmx without a reload, and without JavaScript all the same."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_filtering_swaps_the_list_without_a_reload(world, page, live_server):
    page.goto(live_server.url + "/en/events/")
    page.evaluate("window.mark = 1")

    page.get_by_role("checkbox", name="MPI Meet-up").check()

    expect(page.get_by_role("status").filter(has_text="1 event")).to_be_visible()
    expect(page.locator(".mpi-event")).to_have_count(1)
    assert page.evaluate("window.mark") == 1
    assert "format=meet-up" in page.url


def test_going_back_undoes_the_filter(world, page, live_server):
    page.goto(live_server.url + "/en/events/")
    everything = page.locator(".mpi-event").count()
    page.get_by_role("checkbox", name="MPI Meet-up").check()
    expect(page.locator(".mpi-event")).to_have_count(1)

    page.go_back()

    expect(page.locator(".mpi-event")).to_have_count(everything)


def test_typing_searches_and_keeps_the_focus(world, page, live_server):
    page.goto(live_server.url + "/en/events/")

    page.get_by_role("searchbox", name="Search").press_sequentially("Abwärme")

    expect(page.locator(".mpi-event")).to_have_count(1)
    expect(page.get_by_role("searchbox", name="Search")).to_be_focused()


def test_filtering_works_without_javascript(world, browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/en/events/")

    page.get_by_role("checkbox", name="MPI Meet-up").check()
    page.get_by_role("button", name="Apply filters").click()

    expect(page.locator(".mpi-event")).to_have_count(1)
    context.close()
