"""A list is looked at before anybody is invited, and what is wrong with it is said line by line."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.errors import NotInvitable, TooFewSeatsToReserve
from events.models import GuestList
from events.services import guest_lists, waves
from events.services.guest_rows import Guest
from notifications.models import Message
from tests.factories import (
    make_event,
    make_invitation,
    make_organiser,
    make_project,
    make_registration,
    make_wave,
)

pytestmark = pytest.mark.django_db


def keep(event, *guests, **fields):
    return guest_lists.keep(event, guests, **({"origin": "list", "actor": make_organiser()} | fields))


def guest(number, **fields):
    return Guest(number, "Mira", "Muster", f"mira{number}@example.org")._replace(**fields)


def test_every_fault_names_line_field_and_reason():
    event = make_event()
    make_invitation(event, email="invited@example.org")
    make_registration(event, email="there@example.org")
    kept = keep(
        event,
        guest(1),
        guest(2, email="MIRA1@example.org"),
        guest(3, email="invited@example.org"),
        guest(4, email="there@example.org"),
        guest(5, email="no address"),
        guest(6, email=""),
        guest(7, given_name="", family_name=""),
        guest(8, organisation="x" * 201),
        guest(9, project="unknown"),
        guest(10, language="fr"),
        guest(11, family_name="\u202eevil"),
    )

    judgement = guest_lists.judge(kept)

    assert [line for line, _contact in judgement.contacts] == [1]
    assert [(fault.line, fault.field, fault.kind) for fault in judgement.faults] == [
        (2, "email", "twice"),
        (3, "email", "invited"),
        (4, "email", "registered"),
        (5, "email", "broken"),
        (6, "email", "broken"),
        (7, "family_name", "broken"),
        (8, "organisation", "broken"),
        (9, "project", "broken"),
        (10, "language", "broken"),
        (11, "family_name", "broken"),
    ]
    assert judgement.left_out == {"broken": 7, "twice": 1, "invited": 1, "registered": 1}


def test_judging_asks_the_database_as_often_for_many_as_for_one(django_assert_num_queries):
    kept = keep(make_event(), *(guest(number) for number in range(300)))

    with django_assert_num_queries(3):
        judgement = guest_lists.judge(kept)

    assert len(judgement.contacts) == 300


def test_writing_invites_the_good_ones_and_forgets_the_list():
    event, project = make_event(), make_project()
    kept = keep(event, guest(1, project=project.slug, language="en"), guest(2, email="broken"))

    assert guest_lists.write(kept, actor=make_organiser()) == 1

    row = event.invitations.get()
    assert (row.state, row.project, row.language, row.origin) == ("open", project, "en", "list")
    assert not GuestList.objects.exists()


def test_writing_twice_writes_once():
    event = make_event()
    kept = keep(event, guest(1))
    again = GuestList.objects.get(pk=kept.pk)
    guest_lists.write(kept, actor=make_organiser())

    assert guest_lists.write(again, actor=make_organiser()) == 0
    assert event.invitations.count() == 1


def test_mails_follow_in_batches_and_once_only():
    kept = keep(make_event(), guest(1), guest(2))
    guest_lists.write(kept, actor=make_organiser())

    assert (waves.write_owed_mails(), waves.write_owed_mails()) == (2, 0)
    assert Message.objects.filter(kind="invitation").count() == 2


def test_people_in_a_wave_that_was_not_sent_get_no_mail():
    event = make_event(draft=True)
    kept = keep(event, guest(1), wave=make_wave(event))

    guest_lists.write(kept, actor=make_organiser())

    assert event.invitations.get().state == "planned"
    assert waves.write_owed_mails() == 0


def test_nobody_is_invited_to_a_draft():
    event = make_event(draft=True)
    kept = keep(event, guest(1))

    with pytest.raises(NotInvitable):
        guest_lists.write(kept, actor=make_organiser())

    assert (event.invitations.count(), GuestList.objects.count()) == (0, 1)


def test_seats_are_not_kept_for_more_people_than_there_are_seats():
    event = make_event(capacity=1)
    wave = make_wave(event, reserves_seats=True, sent_at=timezone.now())

    with pytest.raises(TooFewSeatsToReserve):
        guest_lists.write(keep(event, guest(1), guest(2), wave=wave), actor=make_organiser())


def test_somebody_withdrawn_is_invited_anew_and_the_old_link_stays_dead():
    event = make_event()
    former = make_invitation(event, email="mira1@example.org", state="withdrawn")

    guest_lists.write(keep(event, guest(1)), actor=make_organiser())

    row = event.invitations.get()
    assert (row.pk, row.state, row.key_version) == (former.pk, "open", former.key_version + 1)


def test_lists_that_nobody_used_are_forgotten_after_a_day():
    kept, _fresh = keep(make_event(), guest(1)), keep(make_event(), guest(1))
    GuestList.objects.filter(pk=kept.pk).update(created_at=timezone.now() - timedelta(hours=25))

    assert guest_lists.forget_old() == 1
    assert GuestList.objects.count() == 1
