"""Work by the clock: fetch by id, hand over."""

from events import queries
from events.services import registration, retention


def settle_due() -> None:
    """Settle every event in which a hold or an offer ran out."""
    for event_id in queries.events_to_settle().values_list("pk", flat=True):
        registration.settle(event_id)


def anonymise_due() -> None:
    """Delete personal data whose time is over."""
    retention.anonymise_due()
