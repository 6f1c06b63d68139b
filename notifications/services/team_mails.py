"""The mails of an event's team."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from events.models import TeamMember
from networking.enums import Source
from notifications.models import Message
from notifications.services import outbox


def announce_added(member: TeamMember, *, is_new: bool) -> Message:
    """Owe a new member of a team the mail that says how to sign in; the membership's row makes it once only."""
    person, event = member.person, member.event
    with translation.override(person.language):
        page = settings.SITE_URL + reverse("events:organise_event", args=[event.slug])
    return outbox.queue(
        "team_added",
        key=f"team:{event.uuid}:{member.pk}",
        to_email=person.email,
        to_name=person.get_full_name(),
        language=person.language,
        person=person,
        event=event,
        context={
            "member": member,
            "page": page,
            "is_new": is_new,
            "needs_second_factor": settings.REQUIRE_SECOND_FACTOR,
        },
        source=Source.ORGANISER,
    )
