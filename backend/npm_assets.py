"""Publishes an explicit list of files from node_modules, and nothing else of it."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import Error
from django.core.files.storage import FileSystemStorage


class NpmStorage(FileSystemStorage):
    """Opens a published name as the file it stands for."""

    def path(self, name):
        return str(Path(settings.NPM_ROOT) / settings.NPM_FILES[name])


class NpmFinder(BaseFinder):
    """Finds the files of `settings.NPM_FILES`; a missing one is an error, not a warning."""

    def __init__(self, app_names=None, *args, **kwargs):
        self.storage = NpmStorage(location=str(settings.NPM_ROOT))

    def check(self, **kwargs):
        root = Path(settings.NPM_ROOT)
        missing = [source for source in settings.NPM_FILES.values() if not (root / source).is_file()]
        return [
            Error(f"{source} is not installed.", hint="Run `make assets`.", id="treffwerk.E001")
            for source in missing
        ]

    def find(self, path, find_all=False, **kwargs):
        source = settings.NPM_FILES.get(path)
        full = str(Path(settings.NPM_ROOT) / source) if source else None
        if full and Path(full).is_file():
            return [full] if find_all else full
        return []

    def list(self, ignore_patterns):
        for name in settings.NPM_FILES:
            yield name, self.storage
