"""Static files are published when they changed, and only then."""

import pytest

from backend import static_files


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "own.css").write_text("p { color: red }")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "published"
    settings.DATA_DIR = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }


def test_unchanged_files_are_not_published_again():
    first = static_files.collect()

    second = static_files.collect()

    assert (first, second) == (True, False)


def test_a_changed_file_is_published(settings, tmp_path):
    static_files.collect()
    (tmp_path / "source" / "own.css").write_text("p { color: green; }")

    static_files.collect()

    assert any("green" in path.read_text() for path in settings.STATIC_ROOT.glob("own.*.css"))


def test_what_somebody_removed_is_published_again(settings):
    static_files.collect()
    (settings.STATIC_ROOT / "staticfiles.json").unlink()

    assert static_files.collect()
