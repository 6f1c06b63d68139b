"""manage.py verify_consents: is the ledger of consents as it was written?"""

from django.core.management.base import BaseCommand, CommandError

from notifications.models import ConsentEvent
from notifications.services import consents


class Command(BaseCommand):
    help = "Reads the whole ledger of consents and names every row that was altered, removed or slipped in."

    def handle(self, **options):
        breaks = list(consents.verify())
        for broken in breaks:
            self.stdout.write(f"  row {broken.row or 'none'}: {broken.fault}")
        if breaks:
            raise CommandError("The ledger is not as it was written. Compare it with a backup.")
        if not consents.is_guarded():
            raise CommandError(
                "The ledger is whole, but the database no longer refuses changes: see docs/operating.md."
            )
        self.stdout.write(f"The ledger is whole: {ConsentEvent.objects.count()} rows.")
