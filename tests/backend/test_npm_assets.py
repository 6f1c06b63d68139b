"""Of node_modules exactly the listed files are published; a missing one is an error."""

import pytest

from backend.npm_assets import NpmFinder


@pytest.fixture
def finder(settings, tmp_path):
    (tmp_path / "kern").mkdir()
    (tmp_path / "kern" / "kern.css").write_text("p {}")
    (tmp_path / "kern" / "secret.txt").write_text("not for you")
    settings.NPM_ROOT = tmp_path
    settings.NPM_FILES = {"vendor/kern.css": "kern/kern.css"}
    return NpmFinder()


def test_a_listed_file_is_found_under_its_published_name(finder, settings):
    assert finder.find("vendor/kern.css") == str(settings.NPM_ROOT / "kern" / "kern.css")


@pytest.mark.parametrize("path", ["kern/kern.css", "kern/secret.txt", "vendor/../kern/secret.txt"])
def test_nothing_else_is_found(finder, path):
    assert finder.find(path, find_all=True) == []


def test_listing_and_opening_give_the_published_name_and_the_files_content(finder):
    [(name, storage)] = finder.list([])

    with storage.open(name) as file:
        assert (name, file.read()) == ("vendor/kern.css", b"p {}")


def test_a_missing_file_is_an_error_that_says_what_to_do(finder, settings):
    settings.NPM_FILES = {"vendor/kern.css": "kern/kern.css", "vendor/gone.css": "gone/gone.css"}

    [fault] = finder.check()

    assert (fault.id, fault.msg, fault.hint) == (
        "treffwerk.E001",
        "gone/gone.css is not installed.",
        "Run `make assets`.",
    )
