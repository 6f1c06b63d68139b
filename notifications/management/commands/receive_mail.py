"""`manage.py receive_mail`: takes one mail from standard input, as a mail server's pipe hands it over."""

import os
import sys

from django.core.management.base import BaseCommand
from django.db import OperationalError

from notifications.services import incoming


class Command(BaseCommand):
    help = "Take one mail from standard input: answers of calendars, bounces, complaints, goodbyes."

    def add_arguments(self, parser):
        parser.add_argument(
            "--recipient",
            default=os.environ.get("ORIGINAL_RECIPIENT", ""),
            help="The address it came to; Postfix's pipe says it as ${original_recipient}.",
        )

    def handle(self, *args, **options):
        raw = sys.stdin.buffer.read(incoming.MAX_BYTES + 1)
        while sys.stdin.buffer.read(incoming.MAX_BYTES):
            pass  # a pipe that closes early looks like a failure to the mail server
        try:
            self.stdout.write(incoming.receive(raw, options["recipient"]).label)
        except OperationalError as error:
            self.stderr.write(f"The database is not there: {error}")
            sys.exit(os.EX_TEMPFAIL)  # the mail server keeps the mail and tries again
