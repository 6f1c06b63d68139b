"""Which websites of partners may show the list of events."""

import secrets

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from events.errors import OriginTaken
from events.models import EmbedPartner
from networking.enums import Source
from networking.models import Person
from networking.services import audit


@transaction.atomic
def add(name: str, origin: str, *, actor: Person, source: str = Source.ORGANISER) -> EmbedPartner:
    """Let the website show the list from now on, under an address of its own. Raises OriginTaken."""
    partner = EmbedPartner(name=name, origin=origin, created_by=actor)
    partner.key = _free_key(name)
    try:
        with transaction.atomic():
            partner.save()
    except IntegrityError:
        raise OriginTaken from None
    audit.record("embed.add", partner, actor=actor, source=source, fields=["name", "origin"])
    return partner


@transaction.atomic
def pause(partner: EmbedPartner, *, actor: Person, source: str = Source.ORGANISER) -> None:
    """The address answers 404 until it is resumed."""
    _switch(partner, is_active=False, verb="embed.pause", actor=actor, source=source)


@transaction.atomic
def resume(partner: EmbedPartner, *, actor: Person, source: str = Source.ORGANISER) -> None:
    _switch(partner, is_active=True, verb="embed.resume", actor=actor, source=source)


@transaction.atomic
def remove(partner: EmbedPartner, *, actor: Person, source: str = Source.ORGANISER) -> None:
    """For good; removed already is no fault. Whoever still shows the list shows that there is none."""
    if EmbedPartner.objects.filter(pk=partner.pk).exists():
        audit.record("embed.remove", partner, actor=actor, source=source)
        partner.delete()


def _switch(partner: EmbedPartner, *, is_active: bool, verb: str, actor: Person, source: str) -> None:
    if EmbedPartner.objects.filter(pk=partner.pk, is_active=not is_active).update(is_active=is_active):
        audit.record(verb, partner, actor=actor, source=source, fields=["is_active"])


def _free_key(name: str) -> str:
    """A readable address nobody has yet."""
    stem = slugify(name)[:50].strip("-") or "partner"
    taken = EmbedPartner.objects.filter(key=stem).exists()
    return f"{stem}-{secrets.token_hex(3)}" if taken else stem
