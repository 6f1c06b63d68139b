"""manage.py import_projects: topics, projects and calls from JSON or CSV files."""

from argparse import RawDescriptionHelpFormatter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from networking.errors import ImportRefused
from networking.services.import_columns import TABLES
from networking.services.project_import import PACKAGED, import_projects


def _columns() -> str:
    lines = []
    for kind, columns in TABLES.items():
        names = ", ".join(f"{column.name}*" if column.required else column.name for column in columns)
        lines.append(f"{kind}.json or {kind}.csv: {names}")
    return "\n".join(lines)


class Command(BaseCommand):
    help = f"""Import topics, projects and calls, all or nothing; importing the same files again changes nothing.

{_columns()}

* must be filled. Several values of a cell are separated by ";" in CSV and a list in JSON. A column that a file
does not have keeps the values there are, an empty cell empties them. Dates are written 2024-10-31. UTF-8.
docs/import.md explains every column."""

    def create_parser(self, *args, **kwargs):
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser):
        parser.add_argument(
            "path",
            nargs="?",
            type=Path,
            default=PACKAGED,
            help="a folder or a single file (default: the report's data)",
        )

    def handle(self, *, path, **options):
        try:
            tallies = import_projects(path)
        except ImportRefused as refusal:
            raise CommandError("\n".join([*refusal.faults, str(refusal)])) from refusal
        for kind, tally in tallies.items():
            counts = _("%(new)d new, %(changed)d changed, %(unchanged)d unchanged") % vars(tally)
            self.stdout.write(f"{kind}: {counts}")
