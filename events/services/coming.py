"""Saying that one is still coming."""

from django.db import transaction
from django.utils import timezone

from events.enums import RegistrationState
from events.errors import NotAwaited
from events.models import Registration


@transaction.atomic
def say_coming(registration: Registration) -> None:
    """Note that the person comes; twice keeps the latest. Raises NotAwaited for whoever has no sure seat any more."""
    rows = Registration.objects.filter(pk=registration.pk, state=RegistrationState.CONFIRMED)
    if registration.event.is_past or not rows.update(coming_at=timezone.now()):
        raise NotAwaited(registration)
