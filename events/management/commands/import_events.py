"""manage.py import_events: events from a JSON or CSV file."""

from argparse import RawDescriptionHelpFormatter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from events.services.event_import import PACKAGED, import_events
from events.services.import_columns import EVENTS
from networking.errors import ImportRefused
from networking.models import Person

_NAMES = ", ".join(f"{column.name}*" if column.required else column.name for column in EVENTS)


class Command(BaseCommand):
    help = f"""Import events, all or nothing; importing the same file again changes nothing.

{_NAMES}

* must be filled. Several values of a cell are separated by ";" in CSV and a list in JSON. A column that a file
does not have keeps the values there are, an empty cell empties them. Times are Berlin's: 2026-12-03 16:00; a date
alone means an all-day event. UTF-8. docs/import.md explains every column."""

    def create_parser(self, *args, **kwargs):
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser):
        parser.add_argument(
            "path", nargs="?", type=Path, default=PACKAGED, help="a file (default: the report's past events)"
        )
        parser.add_argument(
            "--owner", metavar="EMAIL", help="who shall own the new events and sign the changes"
        )

    def handle(self, *, path, owner, **options):
        try:
            tally = import_events(path, owner=_person(owner))
        except ImportRefused as refusal:
            raise CommandError("\n".join([*refusal.faults, str(refusal)])) from refusal
        counts = _("%(new)d new, %(changed)d changed, %(unchanged)d unchanged") % vars(tally)
        self.stdout.write(f"events: {counts}")


def _person(email):
    if email is None:
        return None
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        raise CommandError(_("Nobody has the address %(email)s.") % {"email": email})
    return person
