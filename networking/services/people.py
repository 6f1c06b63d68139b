"""Writing people who sign in."""

from django.db import transaction

from networking.models import Person
from networking.services import audit


@transaction.atomic
def change_profile(person: Person, fields: list[str]) -> None:
    """Save the named fields of the person's own profile; none named changes nothing."""
    if fields:
        person.save(update_fields=fields)
        audit.record("person.change", person, actor=person, fields=fields)
