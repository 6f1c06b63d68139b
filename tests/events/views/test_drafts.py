from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import EventState, Format, TeamRole
from events.models import Event, Invitation, ProgrammeItem, TeamMember
from networking.enums import Role
from networking.models import AuditEntry
from tests.factories import (
    make_event,
    make_organiser,
    make_person,
    make_project,
    make_registration,
)

pytestmark = pytest.mark.django_db
BASE = "/en/organise/events/"
NEW_DATE = {"starts_on": "2030-12-03", "starts_time": "16:30"}


def member(event, role):
    return TeamMember.objects.create(event=event, person=make_person(), role=role).person


# --- who ---


@pytest.mark.parametrize("path", ["preview/", "copy/", "delete/"])
def test_another_teams_confidential_draft_does_not_exist(signed_in, path):
    event = make_event(format=Format.DIALOG, draft=True)

    assert signed_in(make_organiser()).get(f"{BASE}{event.slug}/{path}").status_code == 404


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        (TeamRole.OWNER, (200, 403, 200)),
        (TeamRole.EDITOR, (200, 403, 403)),
        (TeamRole.DESK, (200, 403, 403)),
        (TeamRole.CHECK_IN, (200, 403, 403)),
    ],
)
def test_what_a_team_may_do_with_its_draft(signed_in, role, statuses):
    """Copying makes a new event, which is for organisers of the house."""
    event = make_event(draft=True)
    client = signed_in(member(event, role))

    got = tuple(
        client.get(f"{BASE}{event.slug}/{path}").status_code for path in ("preview/", "copy/", "delete/")
    )

    assert got == statuses


@pytest.mark.parametrize(("role", "statuses"), [(Role.ORGANISER, (200, 200)), (Role.AUDITOR, (403, 403))])
def test_what_the_house_may_do_with_a_draft(signed_in, role, statuses):
    event = make_event(draft=True)
    client = signed_in(make_organiser(role))

    got = tuple(client.get(f"{BASE}{event.slug}/{path}").status_code for path in ("copy/", "delete/"))

    assert got == statuses


# --- preview ---


def test_the_preview_of_a_draft_looks_published_and_publishes_nothing(signed_in):
    event = make_event(draft=True, title_de="Wärme aus Abwärme")

    answer = signed_in(make_organiser()).get(f"{BASE}{event.slug}/preview/")

    page = answer.content.decode()
    assert "Register now" in page
    assert "This is a draft" not in page
    assert '<meta name="robots" content="noindex">' in page
    event.refresh_from_db()
    assert event.state == EventState.DRAFT


def test_the_preview_shows_what_visitors_see_of_projects(signed_in):
    event = make_event(draft=True)
    for published in (True, False):
        project = make_project(title_de=f"Projekt {published}", is_published=published)
        ProgrammeItem.objects.create(event=event, title_de="Vortrag", project=project)

    page = signed_in(make_organiser(*Role)).get(f"{BASE}{event.slug}/preview/").content.decode()

    assert ("Projekt True" in page, "Projekt False" in page) == (True, False)


@pytest.mark.parametrize("fields", [{}, {"format": Format.DIALOG}, {"state": EventState.CANCELLED}])
def test_every_event_has_a_preview(signed_in, fields):
    ada = make_person()
    event = make_event(owner=ada, **fields)

    assert signed_in(ada).get(f"{BASE}{event.slug}/preview/").status_code == 200


# --- copy ---


def test_copying_asks_for_the_new_date_and_opens_the_new_draft(signed_in):
    ada, event = make_organiser(), make_event(slug="reihe", title_de="Reihe")

    answer = signed_in(ada).post(f"{BASE}reihe/copy/", NEW_DATE)

    twin = Event.objects.exclude(pk=event.pk).get()
    assert answer.url == f"{BASE}{twin.slug}/"
    assert (twin.state, twin.title_de) == (EventState.DRAFT, "Reihe")
    assert f"{timezone.localtime(twin.starts_at):%Y-%m-%d %H:%M}" == "2030-12-03 16:30"


def test_the_copy_form_knows_the_time_of_day(signed_in):
    start = timezone.make_aware(timezone.datetime(2030, 1, 8, 9, 15))
    event = make_event(starts_at=start)

    page = signed_in(make_organiser()).get(f"{BASE}{event.slug}/copy/").content.decode()

    assert 'value="09:15"' in page


def test_an_all_day_event_is_copied_to_a_day(signed_in):
    start = timezone.make_aware(timezone.datetime(2030, 1, 8))
    event = make_event(all_day=True, starts_at=start, ends_at=start + timedelta(days=1))

    signed_in(make_organiser()).post(f"{BASE}{event.slug}/copy/", {"starts_on": "2030-07-02"})

    twin = Event.objects.exclude(pk=event.pk).get()
    assert timezone.localtime(twin.starts_at) == timezone.make_aware(timezone.datetime(2030, 7, 2))
    assert timezone.localtime(twin.ends_at) == timezone.make_aware(timezone.datetime(2030, 7, 3))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "starts_on"),
        ({"starts_on": "2030-12-03"}, "starts_time"),
        ({"starts_on": "irgendwann", "starts_time": "16:00"}, "starts_on"),
        ({"starts_on": "1830-12-03", "starts_time": "16:00"}, "starts_on"),
        ({"starts_on": "2030-03-31", "starts_time": "02:30"}, "starts_time"),
    ],
)
def test_a_date_that_cannot_be_is_said_at_its_field(signed_in, typed, field):
    event = make_event()

    answer = signed_in(make_organiser()).post(f"{BASE}{event.slug}/copy/", typed)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert Event.objects.count() == 1


# --- delete ---


def test_deleting_a_draft_is_a_page_and_a_post(signed_in):
    ada, event = make_person(), make_event(draft=True)
    TeamMember.objects.create(event=event, person=ada, role=TeamRole.OWNER)
    ProgrammeItem.objects.create(event=event, title_de="Vortrag")
    client, path = signed_in(ada), f"{BASE}{event.slug}/delete/"

    assert client.get(path).status_code == 200
    assert Event.objects.exists()

    assert client.post(path).url == BASE
    assert not Event.objects.exists()
    entry = AuditEntry.objects.get(verb="event.delete")
    assert (entry.actor, entry.object_id) == (ada, str(event.uuid))


def published(event):
    Event.objects.filter(pk=event.pk).update(state=EventState.PUBLISHED, published_at=timezone.now())


def cancelled(event):
    Event.objects.filter(pk=event.pk).update(state=EventState.CANCELLED)


def registered_for(event):
    make_registration(event, state="cancelled")


def invited_to(event):
    Invitation.objects.create(
        event=event, given_name="Mira", family_name="Gast", email="m@example.org", email_key="m@example.org"
    )


@pytest.mark.parametrize("happened", [published, cancelled, registered_for, invited_to])
def test_what_concerns_anybody_else_is_not_deleted(signed_in, happened):
    event = make_event(draft=True)
    happened(event)

    answer = signed_in(make_organiser()).post(f"{BASE}{event.slug}/delete/")

    assert answer.status_code == 409
    assert Event.objects.filter(pk=event.pk).exists()
    assert not AuditEntry.objects.exists()
