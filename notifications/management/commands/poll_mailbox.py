"""`manage.py poll_mailbox`: takes what is new in the mailbox of MPI_MAILBOX_URL, as the clock does."""

from django.core.management.base import BaseCommand, CommandError

from notifications.errors import NotificationError
from notifications.services import mailbox


class Command(BaseCommand):
    help = "Take new mails from the mailbox of MPI_MAILBOX_URL: answers of calendars, bounces, complaints, goodbyes."

    def handle(self, *args, **options):
        try:
            self.stdout.write(f"{mailbox.poll()} mails read")
        except NotificationError as error:
            raise CommandError(str(error)) from error
