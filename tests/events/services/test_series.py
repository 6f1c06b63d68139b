"""An event knows the edition before and after it, and names only what the reader may know."""

import pytest
from django.contrib.auth.models import AnonymousUser

from events import queries
from events.errors import EditionCircle
from events.models import Event
from events.services import planning
from events.services.series import follow
from networking.models import AuditEntry
from tests.factories import make_event, make_invitation, make_organiser, make_person

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def test_an_event_names_the_edition_before_and_the_next_one():
    first, second, third = make_event(), make_event(), make_event()
    follow(second, first, actor=make_organiser())
    second = follow(Event.objects.get(pk=second.pk), first, actor=make_organiser())
    follow(third, second, actor=make_organiser())

    assert queries.editions(second, NOBODY) == (first, third)
    assert AuditEntry.objects.filter(verb="event.series").count() == 2


def test_the_link_can_be_taken_away():
    first = make_event()
    second = make_event(previous=first)

    follow(second, None, actor=make_organiser())

    assert queries.editions(first, NOBODY) == (None, None)


def test_of_several_that_follow_the_nearest_is_named():
    first = make_event()
    later, sooner = make_event(previous=first), make_event(previous=first)
    Event.objects.filter(pk=sooner.pk).update(starts_at=first.starts_at)

    assert queries.editions(first, NOBODY) == (None, sooner)
    assert later.previous == first


def test_nothing_follows_itself():
    first = make_event()
    second = make_event(previous=first)
    third = make_event(previous=second)

    for circle in (first, third):
        with pytest.raises(EditionCircle):
            follow(first, circle, actor=make_organiser())


@pytest.mark.parametrize(
    "fields", [{"draft": True}, {"visibility": "unlisted"}, {"visibility": "community"}, {"format": "dialog"}]
)
def test_what_a_reader_may_not_see_is_named_neither_before_nor_after(fields):
    hidden = make_event(**fields)
    event = make_event(previous=hidden)
    make_event(previous=event, **fields)

    assert queries.editions(event, NOBODY) == (None, None)


def test_whoever_was_invited_to_both_dialogs_finds_the_one_from_the_other():
    last_year, guest = make_event(format="dialog"), make_person()
    dialog = make_event(format="dialog", previous=last_year)
    make_invitation(last_year, person=guest, email=guest.email, state="accepted")
    make_invitation(dialog, person=guest, email=guest.email)

    assert queries.editions(dialog, guest) == (last_year, None)
    assert queries.editions(dialog, make_organiser()) == (None, None)


def test_what_is_kept_of_a_page_is_old_as_soon_as_a_neighbour_changes():
    first, ada = make_event(slug="first"), make_organiser()
    seen = [queries.edition_of("first")]

    twin = planning.copy(first, actor=ada, starts_at=first.starts_at)
    seen.append(queries.edition_of("first"))
    planning.publish(twin, actor=ada)
    seen.append(queries.edition_of("first"))
    follow(twin, None, actor=ada)
    seen.append(queries.edition_of("first"))

    assert len(set(seen)) == 4
