"""German is complete, and text mails leave as they were typed."""

import pytest
from django.conf import settings

from backend import catalogue

MAILS = sorted((settings.BASE_DIR / "templates" / "notifications" / "mail").glob("*.txt"))


def test_the_german_catalogue_is_complete():
    assert catalogue.faults(catalogue.read(), catalogue.extract()) == []


@pytest.mark.parametrize(
    "path", [path for path in MAILS if not path.name.startswith("_")], ids=lambda path: path.stem
)
def test_a_text_mail_is_not_escaped_as_if_it_were_html(path):
    text = path.read_text(encoding="utf-8").strip()

    assert (text.startswith("{% autoescape off %}"), text.endswith("{% endautoescape %}")) == (True, True)


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_a_text_mail_never_turns_escaping_back_on(path):
    text = path.read_text(encoding="utf-8")

    assert not any(
        word in text for word in ("autoescape on", "|escape", "|force_escape", "|linebreaks", "|urlize")
    )
