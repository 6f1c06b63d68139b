"""Mails to send and servers that play a part."""

from itertools import count

import pytest

from notifications.enums import MessageState, SubscriptionState
from notifications.models import Message, Subscription
from tests.smtp_server import ScriptedServer

_numbers = count(1)


def make_mail(**fields) -> Message:
    number = next(_numbers)
    defaults = {
        "kind": "seat_confirmed",
        "idempotency_key": f"delivery:{number}",
        "to_email": f"guest{number}@example.org",
        "subject": f"Ihr Platz Nr. {number}",
        "text": f"Guten Tag,\n.Zeile mit Punkt\nNr. {number}\n",
        "html": f"<p>Nr. {number}</p>",
    }
    return Message.objects.create(**(defaults | fields))


def make_reader(**fields) -> Subscription:
    email = f"reader{next(_numbers)}@example.org"
    defaults = {"email": email, "email_key": email, "state": SubscriptionState.CONFIRMED}
    return Subscription.objects.create(**(defaults | fields))


def states() -> dict[str, int]:
    found = Message.objects.values_list("state", flat=True)
    return {state: list(found).count(state) for state in MessageState.values if state in set(found)}


@pytest.fixture
def sends_to(settings, tmp_path):
    """`sends_to(server)` makes the outbox send there."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT, settings.MAIL_SPOOL = "127.0.0.1", 2, tmp_path / "spool"

    def send_to(server):
        settings.EMAIL_PORT = server.port
        return server

    return send_to


@pytest.fixture
def scripted(sends_to):
    """`scripted(script)` starts a server with that script, to which the outbox sends."""
    running = []

    def start(script=lambda step, number: None, **options):
        server = ScriptedServer(script, **options)
        running.append(server.__enter__())
        return sends_to(server)

    yield start
    for server in running:
        server.__exit__()
