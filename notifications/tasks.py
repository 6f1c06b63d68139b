"""Work of the queue: fetch, hand over."""

from notifications.services import (
    bounces,
    lost_links,
    mailbox,
    outbox,
    planned_mails,
    reader_import,
    subscriptions,
)
from notifications.services.newsletters import sending


def deliver_due() -> int:
    return outbox.deliver_due()


def send_newsletters() -> int:
    return sending.send_due()


def answer_link_requests() -> int:
    return lost_links.answer_due()


def forget_unconfirmed() -> int:
    return subscriptions.forget_unconfirmed()


def forget_old_suppressions() -> int:
    return bounces.decay()


def poll_mailbox() -> int:
    return mailbox.poll()


def forget_old_reader_files() -> int:
    return reader_import.forget_old_files()


def send_planned_mails() -> int:
    return planned_mails.send_due()
