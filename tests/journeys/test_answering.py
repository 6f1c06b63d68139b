"""Questions that come and go with the answers above them, and the same without script."""

import pytest

from events.models import Registration

pytestmark = pytest.mark.browser


def fill_in(page):
    page.get_by_label("Given name").fill("Ada")
    page.get_by_label("Family name").fill("Lovelace")
    page.get_by_label("E-mail address", exact=True).fill("ada@example.org")
    page.get_by_label("I have read the privacy notice.").check()


def test_a_question_comes_and_goes_with_the_answer_above_it(world, page, live_server):
    page.goto(f"{live_server.url}/en/events/open/register/")
    shoes = page.get_by_label("Frage shoes?")

    shown = [shoes.is_visible()]
    page.get_by_label("Harbour").check()
    shown.append(shoes.is_visible())
    shoes.fill("42")
    page.get_by_label("Hall").check()
    shown.append(shoes.is_visible())

    assert shown == [False, True, False]
    fill_in(page)
    page.get_by_role("button", name="Register").click()
    page.wait_for_url("**/done/**")
    assert [str(row) for row in Registration.objects.get(given_name="Ada").answers.all()] == ["Hall"]


def test_without_script_the_condition_stands_there_in_words(world, browser, live_server):
    page = browser.new_context(java_script_enabled=False).new_page()

    page.goto(f"{live_server.url}/en/events/open/register/")

    assert page.get_by_label("Frage shoes?").is_visible()
    assert page.get_by_text("Only if you answered “Harbour” to “Frage tour?”.").is_visible()
