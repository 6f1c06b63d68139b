"""manage.py screenshots: takes the pictures of docs/screenshots from the demo world with a Chromium."""

import os
import shutil
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.test import Client
from django.urls import reverse

from backend import children, demo
from events.enums import Format, RegistrationState
from events.models import Event
from networking.models import Person

FOLDER = settings.BASE_DIR / "docs" / "screenshots"
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


class Command(BaseCommand):
    help = "Takes the pictures of docs/screenshots. Run it on an empty MPI_DATA_DIR: `make screenshots` does."

    def handle(self, *args, **options):
        call_command("demo", "--no-serve")
        port = os.environ.get("PORT", "8000")
        server = children.web_server(port)
        try:
            while not children.answers(port) and server.poll() is None:
                time.sleep(0.5)
            self._take(_pictures())
        finally:
            children.stop([server])

    def _take(self, pictures):
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- a developer's tool

        with sync_playwright() as playwright:
            flags = ["--no-sandbox"] if os.geteuid() == 0 else []
            browser = playwright.chromium.launch(executable_path=_chromium(), args=flags)
            for name, (address, size, cookies) in pictures.items():
                context = browser.new_context(viewport=size, locale="de-DE")
                context.add_cookies(cookies)
                page = context.new_page()
                page.goto(settings.SITE_URL + address, wait_until="networkidle")
                page.screenshot(path=FOLDER / f"{name}.png")
                context.close()
                self.stdout.write(f"{Path(FOLDER.name, name)}.png")
            browser.close()


def _pictures():
    """File name -> address, window, cookies. Asked before Playwright runs: in its loop Django refuses to read."""
    organiser = Person.objects.get(email=demo.ORGANISER)
    examples = Event.objects.managed_by(organiser).filter(is_example=True)
    conference = examples.get(format=Format.KONFERENZ).slug
    konferenz = reverse("events:detail", args=[conference])
    full = examples.filter(registrations__state=RegistrationState.WAITING).first().slug
    cookies = [_session_cookie(organiser)]
    return {
        "home": (reverse("home"), DESKTOP, []),
        "events": (reverse("events:list"), DESKTOP, []),
        "event": (konferenz, DESKTOP, []),
        "register": (konferenz + "register/", DESKTOP, []),
        "phone": (reverse("home"), PHONE, []),
        "organise": (reverse("dashboard"), DESKTOP, cookies),
        "attendees": (reverse("events:attendees", args=[full]), DESKTOP, cookies),
        "tasks": (reverse("events:organise_event", args=[full]), DESKTOP, cookies),
        "waiting": (reverse("events:waiting", args=[full]), DESKTOP, cookies),
        "meetings": (reverse("events:organise_meetings", args=[conference]), DESKTOP, cookies),
        "check_in": (reverse("events:check_in", args=[full]), PHONE, cookies),
    }


def _session_cookie(person):
    client = Client()
    client.force_login(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": settings.SITE_URL}


def _chromium():
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        raise CommandError("No Chromium was found: install one, or name it in CHROMIUM=/path/to/chromium.")
    return path
