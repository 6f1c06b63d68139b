"""Signing in: allauth's flows in this house's way."""

import uuid

from allauth.account.adapter import DefaultAccountAdapter

from networking import links
from notifications.services.account_mails import queue_account_mail


class AccountAdapter(DefaultAccountAdapter):
    """Mail goes through the outbox; the sign-in code is derived from the mail's own uuid, so no table holds it."""

    def is_open_for_signup(self, request) -> bool:
        """Nobody signs up by themselves: participants need no account, teams are invited."""
        return False

    def generate_login_code(self) -> str:
        self.request.sign_in_mail = uuid.uuid4()
        return links.code("sign-in", self.request.sign_in_mail)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        kind = template_prefix.rsplit("/", 1)[-1]
        message_uuid = getattr(self.request, "sign_in_mail", None) if "code" in context else None
        queue_account_mail(kind, email=email, language=self.request.LANGUAGE_CODE, message_uuid=message_uuid)
