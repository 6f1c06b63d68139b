"""Work of the queue: fetch, hand over."""

from notifications.services import outbox, subscriptions


def deliver_due() -> int:
    return outbox.deliver_due()


def forget_unconfirmed() -> int:
    return subscriptions.forget_unconfirmed()
