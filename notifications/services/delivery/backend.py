"""The other ways out: Django's e-mail backends that write files, print, or keep mails for tests."""

import smtplib
from collections.abc import Callable

from django.core.mail import get_connection

from notifications.services.delivery.reply import Reply
from notifications.services.delivery.smtp import Lost, Refused
from notifications.services.delivery.wire import Parcel

TAKEN = Reply(250, "")


class Session:
    """The same sentences as a conversation with a mail server, for a backend that takes whole mails."""

    is_in_between = False

    def __init__(self) -> None:
        self.mails = 0
        self._backend = get_connection()

    def deliver(self, parcel: Parcel, begin: Callable[[], object], following: Parcel | None = None) -> Reply:
        """Raises Refused or Lost as delivery.smtp does."""
        self.mails += 1
        begin()
        try:
            self._backend.send_messages([parcel.mail])
        except smtplib.SMTPRecipientsRefused as error:
            raise Refused("RCPT", Reply.of(*next(iter(error.recipients.values())))) from error
        except smtplib.SMTPResponseException as error:
            raise Refused("text", Reply.of(error.smtp_code, error.smtp_error)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Lost(Reply.of(0, f"{type(error).__name__}: {error}")) from error
        return TAKEN

    def close(self) -> None:
        self._backend.close()
