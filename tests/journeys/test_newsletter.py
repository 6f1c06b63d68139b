"""The newsletter in a browser: its mail can be read by everybody, its texts are shown while one types."""

import pytest

from notifications.models import Issue
from notifications.services.newsletters.previews import preview

pytestmark = pytest.mark.browser


def test_axe_finds_nothing_in_the_mail_light_dark_and_on_a_phone(world, page, axe):
    issue = Issue.objects.get(slug="issue")
    found = []

    for dark in (False, True):
        page.set_content(preview(issue, "de", None, dark=dark).html)
        for width in (360, 800):
            page.set_viewport_size({"width": width, "height": 800})
            found += axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width

    assert found == []


def test_a_button_marks_the_selection_and_the_text_is_shown(world, page, live_server, sign_in):
    sign_in(world)
    issue = Issue.objects.exclude(slug="issue").get()
    key = issue.blocks[0]["key"]
    page.goto(f"{live_server.url}/organise/newsletters/{issue.uuid}/edit/")
    area = page.locator(f"#id_{key}-text_de")

    area.fill("wichtig")
    area.select_text()
    page.locator(f"#block-{key} [data-mark=bold]").first.click()

    assert area.input_value() == "**wichtig**"
    page.locator(f"#id_{key}-text_de_preview strong", has_text="wichtig").wait_for()
