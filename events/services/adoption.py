"""Registrations and invitations find their person when somebody signs in with the address they were made for."""

from events.models import Invitation, Registration
from networking.models import Person
from networking.models.address import address_key


def adopt(person: Person) -> int:
    """Link everything that was made for this person's proved address. Returns how many rows; twice finds none."""
    key = address_key(person.email)
    return sum(
        model.objects.filter(email_key=key, person=None).update(person=person)
        for model in (Registration, Invitation)
    )
