"""manage.py check_mail_dns: does the world take mail from our address for ours?"""

from email.utils import parseaddr

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from notifications import mail_dns

_MARKS = {True: "good ", False: "FAULT", None: "look "}


class Command(BaseCommand):
    help = "Prints what SPF, DKIM, DMARC and MX say about the domain of MPI_FROM_EMAIL; fails if something is wrong."
    requires_system_checks = []
    stealth_options = ("lookup",)  # tests ask a resolver of their own

    def add_arguments(self, parser):
        own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
        parser.add_argument("--domain", default=own, help=f"another domain than {own}")
        parser.add_argument("--selector", action="append", help="what the mail server signs with (DKIM)")

    def handle(self, *, domain, selector, lookup=mail_dns.lookup, **options):
        try:
            found = mail_dns.findings(domain, selector or mail_dns.SELECTORS, lookup)
        except mail_dns.NoAnswer as error:
            raise CommandError(
                f"Nobody answered about {domain}: is this machine connected, may it ask a name server? ({error})"
            ) from error
        self.stdout.write(f"Mail from {domain}")
        for finding in found:
            self.stdout.write(f"  {_MARKS[finding.is_good]}  {finding.subject:5}  {finding.sentence}")
        if any(finding.is_good is False for finding in found):
            raise CommandError(
                "Put the faults right before you send a newsletter: many servers refuse it otherwise."
            )
