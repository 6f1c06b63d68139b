"""manage.py demo: loads the demo world and runs web server and worker until Ctrl-C."""

import os
import signal
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.urls import reverse

from backend import children, demo, static_files
from backend.port import obstacle
from networking import links
from notifications.models import Message

BREATH = 0.5  # seconds between two looks
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Command(BaseCommand):
    help = "Loads the real data and example events, then runs web server and worker on SQLite until Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--no-serve", action="store_true", help="load only")

    def handle(self, *, no_serve, **options):
        if not settings.DEMO:
            raise CommandError(
                "This writes example data: it runs only with MPI_DEMO=1 (`make demo` sets it)."
            )
        port = os.environ.get("PORT", "8000")
        if not no_serve and (reason := obstacle(port, children.HOST)):
            raise CommandError(reason)
        self._prepare()
        if not no_serve:
            self._serve(port)

    def _prepare(self):
        self._say("Preparing the database …")
        call_command("migrate", verbosity=0)
        added = demo.load()
        self._say(f"Added {added} example events." if added else "Your data of the last time is kept.")
        static_files.collect()

    def _serve(self, port):
        for number in STOP_SIGNALS:
            signal.signal(number, _interrupt)
        running = []
        try:
            running.append(children.web_server(port))
            running.append(children.worker())
            self._await(running, port)
            self._welcome()
            self._watch(running)
        except KeyboardInterrupt:
            self._say("\nStopping …")
        finally:
            children.stop(running)
        self._say("Stopped. Your data are kept for the next start.")

    def _await(self, running, port):
        """Come back when the web server answers; a slow machine may take its time."""
        while not children.answers(port):
            self._look_after(running)
            time.sleep(BREATH)

    def _welcome(self):
        sign_in = settings.SITE_URL + reverse("account_request_login_code")
        self._say(f"\n  Treffwerk runs at      {settings.SITE_URL}/")
        self._say(f"  Organisers sign in at  {sign_in}")
        self._say(f"  as                     {demo.ORGANISER} (the code appears here)")
        if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
            self._say(f"  Mails are written to   {settings.EMAIL_FILE_PATH}")
        self._say("  Ctrl-C stops.\n")

    def _watch(self, running):
        """Show sign-in codes as they are asked for, until Ctrl-C."""
        last = _last_message()
        while True:
            self._look_after(running)
            last = self._show_codes(last)
            time.sleep(BREATH)

    def _look_after(self, running):
        """Raise CommandError when a child has died: half a demo is none."""
        for child in running:
            if child.poll() is not None:
                raise CommandError(f"{child.args[2]} stopped by itself (exit code {child.returncode}).")

    def _show_codes(self, after):
        """Print the codes of sign-in mails newer than `after` and return the newest one's number."""
        try:
            messages = list(Message.objects.filter(kind="login_code", pk__gt=after).order_by("pk"))
        except OperationalError:  # the database is busy for a moment: look again
            return after
        for message in messages:
            self._show_code(message)
        return messages[-1].pk if messages else after

    def _show_code(self, message):
        line = f"|  Sign-in code for {message.to_email}:  {links.code('sign-in', message.uuid)}  |"
        border = "+" + "-" * (len(line) - 2) + "+"
        self._say(f"\n{border}\n{line}\n{border}\n")

    def _say(self, line):
        self.stdout.write(line)
        self.stdout.flush()


def _last_message():
    return Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _interrupt(_signal, _frame):
    """The first signal stops; a second one (make passes its own on) must not stop the stopping."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
