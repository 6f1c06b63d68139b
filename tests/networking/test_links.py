"""Derived links: one purpose each, revocable, with a key that can be changed."""

import uuid

import pytest

from networking import links

ROW = uuid.uuid4()


def test_a_token_opens_its_own_purpose():
    token = links.derive("manage", ROW, 1)

    assert links.is_valid(token, "manage", ROW, 1)


@pytest.mark.parametrize(
    ("purpose", "row", "version"),
    [("calendar", ROW, 1), ("manage", uuid.uuid4(), 1), ("manage", ROW, 2), ("manag", ROW, 1)],
)
def test_a_token_opens_nothing_else(purpose, row, version):
    token = links.derive("manage", ROW, 1)

    assert not links.is_valid(token, purpose, row, version)


def test_a_token_names_its_row():
    assert links.uuid_in(links.derive("manage", ROW, 1)) == ROW


@pytest.mark.parametrize("nonsense", ["", "x", "ü", "A" * 47, "A" * 49, "=" * 48, "A" * 10_000, "\x00" * 48])
def test_nonsense_names_no_row(nonsense):
    assert links.uuid_in(nonsense) is None


def test_a_new_key_keeps_links_of_the_former_one_alive(settings):
    token = links.derive("manage", ROW, 1)
    settings.LINK_KEY_FALLBACKS, settings.LINK_KEY = [settings.LINK_KEY], "a new key"

    assert links.is_valid(token, "manage", ROW, 1)


def test_without_the_fallback_a_new_key_revokes_every_link(settings):
    token = links.derive("manage", ROW, 1)
    settings.LINK_KEY = "a new key"

    assert not links.is_valid(token, "manage", ROW, 1)


def test_a_code_is_easy_to_type():
    code = links.code("sign-in", ROW)

    assert len(code) == 9
    assert code[4] == "-"
    assert not set(code) & set("AEIOU01")


def test_codes_of_two_mails_differ():
    assert links.code("sign-in", ROW) != links.code("sign-in", uuid.uuid4())
