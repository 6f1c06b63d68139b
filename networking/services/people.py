"""Writing people who sign in."""

from django.db import IntegrityError, transaction
from django.db.models import F

from networking.enums import Language, Source
from networking.models import Person
from networking.services import audit


@transaction.atomic
def change_profile(person: Person, fields: list[str]) -> None:
    """Save the named fields of the person's own profile; none named changes nothing."""
    if fields:
        person.save(update_fields=fields)
        audit.record("person.change", person, actor=person, fields=fields)


@transaction.atomic
def renew_links(person: Person) -> None:
    """Revoke the person's private links (today: their calendar's address); new ones are derived from now on."""
    Person.objects.filter(pk=person.pk).update(key_version=F("key_version") + 1)
    person.refresh_from_db(fields=["key_version"])
    audit.record("person.renew-links", person, actor=person, fields=["key_version"])


@transaction.atomic
def account_for(
    email: str,
    *,
    given_name: str = "",
    family_name: str = "",
    language: str = Language.GERMAN,
    actor: Person,
    source: str = Source.ORGANISER,
) -> tuple[Person, bool]:
    """The person with that address, and whether the account was opened now.

    Names and language count for a new account only: nobody else changes what a person says about themselves.
    """
    if known := Person.objects.filter(email__iexact=email.strip()).first():
        return known, False
    try:
        with transaction.atomic():
            person = Person.objects.create_user(
                email, given_name=given_name, family_name=family_name, language=language
            )
    except IntegrityError:  # somebody opened it a moment ago
        return Person.objects.get(email__iexact=email.strip()), False
    audit.record("person.create", person, actor=actor, source=source)
    return person, True
