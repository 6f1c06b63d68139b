"""Deleting the mails of people who are forgotten: addresses and texts are personal data."""

from django.db.models import Q
from django.db.models.functions import Lower

from events.models import Event, Registration
from notifications.enums import LINKS_MAIL
from notifications.models import Message
from notifications.queries import mails_to

NAMING_ANOTHER = ("deputy_seated", "place_handed_on")


def delete_mails(event: Event) -> int:
    """Delete every mail about the event and every list of links to one of its people. Returns how many."""
    people = event.registrations.annotate(key=Lower("email")).values("key")
    lists = Message.objects.annotate(key=Lower("to_email")).filter(kind=LINKS_MAIL, key__in=people)
    return lists.delete()[0] + Message.objects.filter(event=event).delete()[0]


def delete_mails_of(registration: Registration) -> int:
    """Delete every mail to this person about their event, and those in which somebody else reads their name."""
    partners = Registration.objects.filter(Q(pk=registration.replaces_id) | Q(replaces=registration))
    of_them = Message.objects.filter(kind__in=NAMING_ANOTHER, registration__in=partners)
    return mails_to(registration).delete()[0] + of_them.delete()[0]
