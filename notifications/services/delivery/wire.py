"""The mail as it goes over the line."""

from email.utils import parseaddr
from functools import lru_cache

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.functional import cached_property

from notifications import links
from notifications.models import Message
from notifications.services import compiled, mime
from notifications.services.delivery.address import for_server


class Parcel:
    """A mail ready to be handed over; its parts are made when they are asked for, once."""

    def __init__(self, message: Message):
        self.message = message

    @cached_property
    def sender(self) -> str:
        """Where mail servers report to if they cannot deliver it: an address of its own, where the house has such."""
        return links.bounce_address(self.message.uuid) or _address(settings.DEFAULT_FROM_EMAIL)

    @cached_property
    def recipient(self) -> str:
        """Raises AddressRefused."""
        return for_server(self.message.to_email)

    @property
    def is_compiled(self) -> bool:
        """Its text is ASCII and quick to build."""
        return self.message.compiled_id is not None

    @cached_property
    def content(self) -> bytes:
        """Lines end in CRLF; a dot at the start of one is doubled, for one alone would end the mail."""
        if self.is_compiled:
            return compiled.content(self.message, self.recipient)
        text = self.mail.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own class
        return compiled.doubled_dots(text if text.endswith(b"\r\n") else text + b"\r\n")

    @cached_property
    def mail(self) -> EmailMessage:
        """For the ways out that take whole mails."""
        self.message.to_email = self.recipient
        return mime.mail(self.message)


@lru_cache(maxsize=8)
def _address(mailbox: str) -> str:
    return parseaddr(mailbox)[1]
