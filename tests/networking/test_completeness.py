"""How complete a page is, and what is missing."""

import pytest

from networking.completeness import completeness
from networking.portraits import values_of
from tests.factories import make_project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_an_empty_page_lacks_all_but_its_title_and_says_what_is_needed():
    project = make_project()

    found = completeness(project, values_of(project))

    assert (found.there, len(found.parts), found.needed) == (1, 10, ["a summary"])


def test_private_contacts_and_short_portraits_do_not_count():
    project = make_project(portrait_de="Kurz.", summary_de="Zusammenfassung")
    values = values_of(project) | {"contacts": [{"name": "Ada", "is_public": False}]}

    missing = [part.anchor for part in completeness(project, values).missing]

    assert "contacts" in missing
    assert missing.count("texts") == 2
