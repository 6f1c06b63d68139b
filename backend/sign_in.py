"""Signing in: allauth's flows in this house's way."""

import uuid

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from networking import links
from networking.access import can
from notifications.services.account_mails import queue_account_mail


class AccountAdapter(DefaultAccountAdapter):
    """Mail goes through the outbox; the sign-in code is derived from the mail's own uuid, so no table holds it."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _("Too many attempts. Please wait a few minutes and try again."),
        "rate_limited": _("That was too often in a short time. Please wait a few minutes."),
        "incorrect_code": _(
            "This code is not right. Compare it with the mail or the app; use only the latest."
        ),
    }

    def is_open_for_signup(self, request) -> bool:
        """Nobody signs up by themselves: participants need no account, teams are invited."""
        return False

    def get_login_redirect_url(self, request) -> str:
        """Whoever organises lands on the organisers' pages, everybody else on their account."""
        organises = can(request.user, "organise.enter") or can(request.user, "event.oversee")
        return reverse("dashboard") if organises else super().get_login_redirect_url(request)

    def generate_login_code(self) -> str:
        self.request.sign_in_mail = uuid.uuid4()
        return links.code("sign-in", self.request.sign_in_mail)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        kind = template_prefix.rsplit("/", 1)[-1]
        message_uuid = getattr(self.request, "sign_in_mail", None) if "code" in context else None
        queue_account_mail(kind, email=email, language=self.request.LANGUAGE_CODE, message_uuid=message_uuid)
