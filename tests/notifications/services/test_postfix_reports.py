"""Our own mails come back from a real Postfix: each report is found to be about its mail, and read for what it says.

Where there is no Postfix these tests say so and are left out; the reports it once wrote are kept beside them
(`reports/*.eml`), and test_reports.py and test_returned.py read those everywhere. MPI_KEEP_REPORTS=1 keeps new ones.
"""

import os
import time
from pathlib import Path

import pytest

from notifications.enums import BounceKind, Incoming, Priority
from notifications.models import Bounce
from notifications.services import incoming
from notifications.services.delivery import drain
from tests import postfix
from tests.notifications.services.delivery.conftest import make_mail
from tests.smtp_server import ScriptedServer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not postfix.is_available(), reason=postfix.MISSING),
]
KEPT = Path(__file__).parent.parent / "reports"
SAID = {
    f"nobody@{postfix.HERE}": (BounceKind.HARD, "5.1.1"),
    f"full@{postfix.HERE}": (BounceKind.FULL, "5.2.2"),
    f"nobody@{postfix.ELSEWHERE}": (BounceKind.HARD, "5.1.1"),
    f"full@{postfix.ELSEWHERE}": (BounceKind.FULL, "5.2.2"),
    f"plain@{postfix.ELSEWHERE}": (BounceKind.SOFT, "5.0.0"),
    f"unwanted@{postfix.ELSEWHERE}": (BounceKind.POLICY, "5.7.1"),
    f"later@{postfix.ELSEWHERE}": (BounceKind.SOFT, "4.3.0"),
    f"grete@{postfix.NOWHERE}": (BounceKind.SOFT, "4.4.1"),
}


@pytest.fixture
def sends_through(settings, tmp_path):
    """`sends_through(recipients, **Postfix's settings)` sends each a mail and returns what came back, by recipient."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.MAIL_SPOOL = "127.0.0.1", tmp_path / "spool"
    settings.BOUNCE_ADDRESS = f"bounces@{postfix.BACK}"

    def send(recipients, **more):
        with ScriptedServer() as back, postfix.running(back_to=back.port, **more) as settings.EMAIL_PORT:
            for recipient in recipients:
                make_mail(to_email=recipient, priority=Priority.TRANSACTIONAL)
            assert drain.drain().sent == len(recipients)
            _await(back, len(recipients))
        return list(zip(back.envelopes, back.mails, strict=True))

    return send


def _await(back, number):
    until = time.monotonic() + 30
    while len(back.mails) < number and time.monotonic() < until:
        time.sleep(0.05)
    assert len(back.mails) == number


def test_what_a_real_postfix_sends_back_is_noted_at_the_right_mail(sends_through):
    came_back = sends_through(SAID)

    for (sender, to), raw in came_back:
        assert sender == ""
        assert incoming.receive(raw, to) == Incoming.BOUNCE

    found = {b.message.to_email: (b.kind, b.status) for b in Bounce.objects.select_related("message")}
    assert found == SAID
    _keep(came_back)


def test_a_warning_that_a_mail_is_late_is_no_bounce(sends_through):
    [((_sender, to), raw)] = came_back = sends_through(
        [f"later@{postfix.ELSEWHERE}"],
        maximal_queue_lifetime="1d", bounce_queue_lifetime="1d", delay_warning_time="1s", queue_run_delay="1s",
        minimal_backoff_time="1s", maximal_backoff_time="2s",
    )  # fmt: skip

    assert b"Action: delayed" in raw
    assert incoming.receive(raw, to) == Incoming.IGNORED
    _keep(came_back, "delayed-")


def _keep(came_back, prefix=""):
    if os.environ.get("MPI_KEEP_REPORTS"):
        KEPT.mkdir(exist_ok=True)
        for (_sender, _to), raw in came_back:
            recipient = raw.partition(b"Final-Recipient: rfc822; ")[2].partition(b"\r\n")[0].decode()
            name = recipient.replace("@", "-").removesuffix(".example")
            (KEPT / f"{prefix}{name}.eml").write_bytes(raw)
