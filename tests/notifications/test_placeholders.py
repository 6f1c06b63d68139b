"""Words in braces: a short list is filled, everything else is refused or stays as it was typed."""

import pytest

from notifications import placeholders
from tests.factories import make_event

ATTACKS = [
    "{{ settings.SECRET_KEY }}",
    "{% include 'base.html' %}",
    "{% debug %}",
    "{0.__class__}",
    "{name.__class__.__mro__}",
    "{given_name!r}",
    "{title:>9999}",
    "${7*7}",
    "{{7*7}}",
    "{#comment#}",
    "{}",
    "{email}",
    "{ name }",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_none_of_our_words_is_refused_and_never_worked_out(attack):
    said = dict.fromkeys(placeholders.WORDS, "x")

    assert placeholders.unknown(f"Hello {attack}")
    assert placeholders.filled(attack, said) in (attack, attack.replace("{name}", "x"))


def test_our_words_are_filled_once():
    text = placeholders.filled("{given_name}: {title}", {"given_name": "{title}", "title": "T"})

    assert text == "{title}: T"
    assert placeholders.unknown("{given_name} {name} {title} {date} {time} {place} a { b } c") == ["{ b }"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "https://evil.example",
        "www.evil.example",
        "Ada\r\nBcc: x@y.example",
        "A\x00B",
        "A\u2028B",
        "\ue000manage\ue001",
    ],
)
def test_a_name_plants_neither_link_nor_line_nor_mark(name):
    said = placeholders.values(make_event(), "de", given_name=name, name=name)["name"]

    assert "://" not in said
    assert "www." not in said
    assert said.isprintable()
    assert "\ue000" not in said
