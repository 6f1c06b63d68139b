"""manage.py messages: keep the German catalogue in step with the sources."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from backend import catalogue


class Command(BaseCommand):
    help = "Renews the German catalogue from the sources; merges, checks or compiles it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="change nothing, fail when German is incomplete"
        )
        parser.add_argument("--compile", action="store_true", help="write the .mo file Django reads")
        parser.add_argument(
            "--merge", nargs="+", type=Path, metavar="FILE.json", default=[], help="take translations"
        )

    def handle(self, *args, **options):
        if options["check"]:
            return self._check()
        if options["compile"]:
            return self._say(f"Compiled {catalogue.compile_catalogue().relative_to(catalogue.ROOT)}.")
        return self._renew(options["merge"])

    def _renew(self, files):
        renewed = catalogue.renewed(catalogue.read(), catalogue.extract())
        for path in files:
            for name in self._merge(renewed, path):
                self._say(f"{path.name}: no such sentence in the sources: {name!r}")
        catalogue.save(renewed)
        self._say(f"{len(renewed)} sentences, {len(renewed.untranslated_entries())} not translated.")

    def _merge(self, renewed, path):
        try:
            return catalogue.merge(renewed, path)
        except (OSError, ValueError) as error:
            raise CommandError(f"{path} cannot be read: {error}") from error

    def _check(self):
        faults = catalogue.faults(catalogue.read(), catalogue.extract())
        if faults:
            raise CommandError("The German catalogue is not complete:\n  " + "\n  ".join(faults))
        self._say("The German catalogue is complete.")

    def _say(self, line):
        self.stdout.write(line)
