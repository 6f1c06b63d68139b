"""Raising an edition: pages that were kept are written anew at the next visit."""

from django.db.models import F

from networking.models import Edition


def rise(name: str = Edition.NETWORK) -> None:
    """Say that something pages show has changed. Call it in the transaction that changes it."""
    if not Edition.objects.filter(pk=name).update(number=F("number") + 1):
        Edition.objects.get_or_create(pk=name)
