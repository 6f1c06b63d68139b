import pytest

from notifications.newsletter import markdown


def test_markdown_becomes_a_few_elements():
    text = "# Hallo\n\n**fett** *kursiv* [Ort](https://example.org/?a=1&b=2)\n\n- eins\n- zwei"

    assert markdown.html(text) == (
        "<h2>Hallo</h2>\n<p><strong>fett</strong> <em>kursiv</em> "
        '<a href="https://example.org/?a=1&amp;b=2">Ort</a></p>\n<ul>\n<li>eins</li>\n<li>zwei</li>\n</ul>'
    )


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>)",
        "![x](https://example.org/pixel.gif)",
        '<a href="https://example.org" style="position:fixed">x</a>',
        "<!-- --><style>*{display:none}</style>",
    ],
)
def test_nothing_typed_becomes_an_element_of_its_own(attack):
    html = markdown.html(attack)

    for harm in (
        "<script",
        "<img",
        "<style",
        "<!--",
        'href="javascript',
        'href="data',
        '<a href="https://example.org" style',
    ):
        assert harm not in html


def test_the_marks_of_stored_mails_cannot_be_typed():
    assert markdown.html("\ue000manage\ue001") == "<p>manage</p>"


def test_the_text_part_names_addresses_and_keeps_lists():
    text = "## Neues & Altes\n\n**Erst** [Ort](https://example.org/a)\n\n1. eins\n2. zwei\n   - unter\n\n<https://example.org/>"

    assert markdown.plain(text) == (
        "Neues & Altes\n\nErst Ort (https://example.org/a)\n\n1. eins\n2. zwei\n  - unter\n\nhttps://example.org/"
    )


def test_links_of_a_text_are_found():
    assert markdown.links("[a](http://x.org) und <mailto:b@example.org>\n\n- [c](/d)") == [
        "http://x.org",
        "mailto:b@example.org",
        "/d",
    ]
