"""Actor x verb as a table: who may do what with an event, open and confidential."""

import pytest
from django.contrib.auth.models import AnonymousUser

from events.enums import Format, TeamRole
from events.models import Event, TeamMember
from networking.access import can
from networking.enums import Role
from tests.factories import make_event, make_organiser, make_person

pytestmark = pytest.mark.django_db

VERBS = [
    "event.oversee",
    "event.edit",
    "event.publish",
    "event.cancel",
    "event.copy",
    "event.delete",
    "team.edit",
    "team.leave",
    "attendees.read",
    "attendees.decide",
    "attendees.export",
    "needs.read",
    "check_in.record",
    "check_in.admit",
]
ALL = set(VERBS)
OWNER = ALL - {"event.copy"}  # a copy is a new event: for organisers of the house
EDITOR = OWNER - {"event.cancel", "event.delete", "team.edit", "needs.read"}
DESK = EDITOR - {"event.edit", "event.publish", "attendees.export"} | {"needs.read"}
CHECK_IN = DESK - {"attendees.read", "attendees.decide", "needs.read"}
AUDITOR = {"event.oversee", "attendees.read"}

OPEN = {
    "owner": OWNER,
    "editor": EDITOR,
    "desk": DESK,
    "check-in": CHECK_IN,
    "organiser": ALL - {"team.leave", "needs.read"},
    "auditor": AUDITOR,
    "network-editor": set(),
    "newsletter-editor": set(),
    "owner of another event": set(),
    "signed in": set(),
    "visitor": set(),
    "inactive organiser": set(),
}
CONFIDENTIAL = OPEN | {
    "editor": EDITOR - {"attendees.export"},
    "check-in": CHECK_IN - {"check_in.admit"},
    "organiser": set(),
    "auditor": set(),
}


def actor_for(name, event):
    if name in TeamRole.values:
        person = make_person()
        TeamMember.objects.create(event=event, person=person, role=name)
        return person
    if name in Role.values:
        return make_organiser(Role(name))
    return {
        "owner of another event": lambda: make_event(owner=make_person()).team.get().person,
        "signed in": make_person,
        "visitor": AnonymousUser,
        "inactive organiser": lambda: make_organiser(is_active=False),
    }[name]()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(("name", "allowed"), OPEN.items())
def test_who_may_do_what_with_an_open_event(name, allowed, verb):
    event = make_event(format=Format.DEEP_DIVE)

    assert can(actor_for(name, event), verb, event) is (verb in allowed)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(("name", "allowed"), CONFIDENTIAL.items())
def test_who_may_do_what_with_a_confidential_event(name, allowed, verb):
    event = make_event(format=Format.DIALOG)

    assert can(actor_for(name, event), verb, event) is (verb in allowed)


@pytest.mark.parametrize(
    ("name", "allowed"), [("organiser", True), ("auditor", False), ("network-editor", False)]
)
def test_only_organisers_create_events(name, allowed):
    assert can(make_organiser(Role(name)), "event.create") is allowed


@pytest.mark.parametrize(
    ("name", "allowed"), [("organiser", True), ("auditor", True), ("newsletter-editor", False)]
)
def test_who_sees_the_list_of_events(name, allowed):
    assert can(make_organiser(Role(name)), "event.oversee") is allowed


def test_an_auditor_oversees_open_events_but_does_not_manage_them():
    auditor, event = make_organiser(Role.AUDITOR), make_event()
    make_event(format=Format.DIALOG)

    assert list(Event.objects.overseen_by(auditor)) == [event]
    assert list(Event.objects.managed_by(auditor)) == []
