"""Reporting a barrier."""

from django.conf import settings
from django.db import transaction

from backend.models import BarrierReport
from networking.enums import Language
from notifications.services import outbox


@transaction.atomic
def report(*, page: str, description: str, name: str, email: str, language: str) -> BarrierReport:
    """Write a ticket; the office and, if an address was given, the reporter get a mail with its number."""
    barrier = BarrierReport.objects.create(
        page=page, description=description, name=name, email=email, language=language
    )
    outbox.queue(
        "barrier_report",
        key=f"barrier-report:{barrier.number}",
        to_email=settings.CONTACT_EMAIL,
        language=Language.GERMAN,
        context={"barrier": barrier},
    )
    if email:
        outbox.queue(
            "barrier_received",
            key=f"barrier-received:{barrier.number}",
            to_email=email,
            to_name=name,
            language=language,
            context={"barrier": barrier},
        )
    return barrier
