import re
from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import EventState, Format, RegistrationState, TeamRole
from events.models import Event, TeamMember
from networking.enums import Role
from notifications.models import Message
from tests.factories import (
    make_event,
    make_organiser,
    make_person,
    make_project,
    make_registration,
    make_topic,
)

pytestmark = pytest.mark.django_db
BASE = "/en/organise/events/"


def typed(**changes):
    """The whole form as a browser sends it."""
    return {
        "format": "deep-dive",
        "title_de": "Abwärme nutzen",
        "starts_on": "2030-12-03",
        "starts_time": "16:00",
        "venue": "Haus der Industrie",
        "programme-TOTAL_FORMS": "0",
        "programme-INITIAL_FORMS": "0",
    } | changes


def typed_over(event, **changes):
    """The form of a stored event with some changes."""
    start = timezone.localtime(event.starts_at)
    return typed(
        format=event.format,
        title_de=event.title_de,
        starts_on=f"{start:%Y-%m-%d}",
        starts_time=f"{start:%H:%M}",
        capacity=str(event.capacity or ""),
        revision=str(event.revision),
        **changes,
    )


def text(answer):
    return answer.content.decode()


# --- who may come in ---


@pytest.mark.parametrize("path", ["", "new/"])
def test_strangers_are_asked_to_sign_in(client, path):
    assert client.get(BASE + path).url.startswith("/en/account/login/code/?next=")


@pytest.mark.parametrize("path", ["", "new/"])
def test_people_without_a_role_get_403(signed_in, path):
    assert signed_in(make_person()).get(BASE + path).status_code == 403


def test_auditors_see_the_list_but_create_nothing(signed_in):
    client = signed_in(make_organiser(Role.AUDITOR))

    assert client.get(BASE).status_code == 200
    assert client.get(BASE + "new/").status_code == 403


PAGES = ["", "edit/", "publish/", "cancel/", "attendees/", "attendees.csv"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", [Role.ORGANISER, Role.AUDITOR])
def test_another_teams_confidential_event_does_not_exist(signed_in, path, role):
    event = make_event(format=Format.DIALOG, title_de="Kanarienvogel")
    client = signed_in(make_organiser(role))

    answer = client.get(f"{BASE}{event.slug}/{path}")
    unknown = client.get(f"{BASE}does-not-exist/{path}")

    assert answer.status_code == unknown.status_code == 404
    assert answer.content == unknown.content


@pytest.mark.parametrize("path", PAGES)
def test_the_owner_of_a_confidential_event_opens_every_page(signed_in, path):
    ada = make_person()
    event = make_event(format=Format.DIALOG, owner=ada)

    assert signed_in(ada).get(f"{BASE}{event.slug}/{path}").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"), [("", 200), ("edit/", 403), ("attendees/", 403), ("attendees.csv", 403)]
)
def test_check_in_people_see_figures_and_no_names(signed_in, path, status):
    event, person = make_event(), make_person()
    TeamMember.objects.create(event=event, person=person, role=TeamRole.CHECK_IN)
    make_registration(event, family_name="Kanarienvogel")

    answer = signed_in(person).get(f"{BASE}{event.slug}/{path}")

    assert answer.status_code == status
    assert "Kanarienvogel" not in text(answer)


def test_an_auditor_reads_names_but_changes_nothing(signed_in):
    event = make_event()
    client = signed_in(make_organiser(Role.AUDITOR))

    statuses = {path: client.get(f"{BASE}{event.slug}/{path}").status_code for path in PAGES}

    assert statuses == {
        "": 200, "edit/": 403, "publish/": 403, "cancel/": 403, "attendees/": 200, "attendees.csv": 403,
    }  # fmt: skip


@pytest.mark.parametrize("path", ["edit/", "publish/", "cancel/"])
def test_nothing_is_posted_without_a_token(client, path):
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(make_organiser())

    assert strict.post(f"{BASE}{make_event().slug}/{path}").status_code == 403


# --- the list ---


def test_the_list_has_tabs(signed_in):
    make_event(title_de="Kommt")
    make_event(title_de="Entwurf", draft=True)
    make_event(title_de="War", starts_at=timezone.now() - timedelta(days=9))
    make_event(title_de="Vertraulich", format=Format.DIALOG)
    client = signed_in(make_organiser())

    shown = {
        tab: [event.title_de for event in client.get(f"{BASE}?tab={tab}").context["page"]]
        for tab in ("upcoming", "drafts", "past", "nonsense")
    }

    assert shown == {"upcoming": ["Kommt"], "drafts": ["Entwurf"], "past": ["War"], "nonsense": ["Kommt"]}


def test_the_list_is_read_in_few_queries(signed_in, django_assert_max_num_queries):
    client = signed_in(make_organiser())
    for _number in range(30):
        make_registration(make_event())

    with django_assert_max_num_queries(14):
        client.get(BASE)


@pytest.mark.parametrize("tab", ["upcoming", "drafts", "past"])
def test_an_empty_list_says_so(signed_in, tab):
    assert "mpi-empty" in text(signed_in(make_organiser()).get(f"{BASE}?tab={tab}"))


# --- the event's page ---


def test_the_seats_panel_adds_up(signed_in):
    event = make_event(capacity=10)
    for state, number in {"confirmed": 3, "held": 2, "offered": 1, "waiting": 4, "cancelled": 5}.items():
        for _number in range(number):
            make_registration(event, state=state)

    seats = signed_in(make_organiser()).get(f"{BASE}{event.slug}/").context["seats"]

    assert (seats["confirmed"], seats["held"], seats["offered"], seats["free"], seats["waiting"]) == (
        3,
        2,
        1,
        4,
        4,
    )
    assert seats["confirmed"] + seats["held"] + seats["offered"] + seats["free"] == event.capacity


@pytest.mark.parametrize("fields", [
    {"draft": True}, {"draft": True, "venue": "", "locality": ""}, {"capacity": None}, {"all_day": True},
    {"state": EventState.CANCELLED, "cancellation_reason_de": "Sturm"}, {"is_online": True, "venue": ""},
    {"starts_at": timezone.now() - timedelta(days=9)}, {"moved_from": timezone.now()},
])  # fmt: skip
def test_every_state_has_its_page(signed_in, fields):
    event = make_event(**fields)

    assert signed_in(make_organiser()).get(f"{BASE}{event.slug}/").status_code == 200


def test_the_plan_is_a_list_of_tasks_that_lead_to_the_form(signed_in):
    event = make_event(draft=True, venue="", locality="")
    client = signed_in(make_organiser())

    page = text(client.get(f"{BASE}{event.slug}/"))
    form = text(client.get(f"{BASE}{event.slug}/edit/"))

    for name in ("basics", "texts", "time", "place", "programme", "registration", "access"):
        assert f'href="{BASE}{event.slug}/edit/#{name}"' in page
        assert f'id="{name}"' in form
    assert "Still missing: a place or “takes place online”" in page


def test_who_may_not_edit_reads_the_plan_without_links(signed_in):
    event = make_event()

    page = text(signed_in(make_organiser(Role.AUDITOR)).get(f"{BASE}{event.slug}/"))

    assert "Date and time" in page
    assert "/edit/" not in page


def test_the_events_page_is_read_in_few_queries(signed_in, django_assert_max_num_queries):
    event = make_event(topics=[make_topic() for _number in range(5)])
    for _number in range(10):
        make_registration(event)
        TeamMember.objects.create(event=event, person=make_person(), role=TeamRole.DESK)
    client = signed_in(make_organiser())

    with django_assert_max_num_queries(12):
        client.get(f"{BASE}{event.slug}/")


def test_english_fields_say_that_they_are_english(signed_in):
    page = text(signed_in(make_organiser()).get(f"{BASE}new/"))

    assert re.search(r'name="title_en"[^>]*lang="en"', page)
    assert re.search(r'name="programme-0-title_de"[^>]*lang="de"', page)


# --- new and edit ---


def test_a_new_event_is_a_draft_of_its_creator(signed_in):
    ada, topic, project = make_organiser(), make_topic(), make_project()

    answer = signed_in(ada).post(
        BASE + "new/",
        typed(**{
            "topics": topic.slug,
            "projects": project.slug,
            "programme-TOTAL_FORMS": "2",
            "programme-0-title_de": "Begrüßung",
            "programme-0-kind": "talk",
            "programme-0-starts": "16:00",
            "programme-0-speakers": "Mira, Spreewerk",
            "programme-1-kind": "other",
        }),
    )  # fmt: skip

    event = Event.objects.get()
    assert answer.url == f"{BASE}abwaerme-nutzen/"
    assert (event.state, event.team.get().person) == (EventState.DRAFT, ada)
    assert (event.topics.get(), event.projects.get()) == (topic, project)
    assert event.programme.get().speakers.get().organisation == "Spreewerk"


def test_faults_keep_everything_that_was_typed(signed_in):
    answer = signed_in(make_organiser()).post(
        BASE + "new/",
        typed(**{
            "title_de": "Bleibt stehen",
            "capacity": "0",
            "programme-TOTAL_FORMS": "1",
            "programme-0-kind": "other",
            "programme-0-room": "Saal Nord",
        }),
    )  # fmt: skip

    assert answer.status_code == 422
    assert not Event.objects.exists()
    page = text(answer)
    assert "<title>Error: " in page
    assert 'value="Bleibt stehen"' in page
    assert 'value="Saal Nord"' in page
    assert 'href="#id_capacity"' in page
    assert 'href="#id_programme-0-title_de"' in page


def test_more_rows_are_added_without_saving(signed_in):
    answer = signed_in(make_organiser()).post(BASE + "new/", typed(title_de="", venue="Halle", add_rows="1"))

    assert answer.status_code == 200
    assert not Event.objects.exists()
    page = text(answer)
    assert "programme-2-title_de" in page
    assert 'value="Halle"' in page
    assert "mpi-errsum" not in page


def test_a_broken_programme_form_is_no_crash(signed_in):
    answer = signed_in(make_organiser()).post(BASE + "new/", typed(**{"programme-TOTAL_FORMS": "viele"}))

    assert answer.status_code == 422


def test_saving_an_edit(signed_in):
    event = make_event()

    answer = signed_in(make_organiser()).post(
        f"{BASE}{event.slug}/edit/", typed_over(event, title_en="Using waste heat")
    )

    event.refresh_from_db()
    assert answer.url == f"{BASE}{event.slug}/"
    assert event.title_en == "Using waste heat"


def on_the_minute(**fields):
    """An event whose times a form can send back unchanged, with one person registered."""
    start = timezone.localtime() + timedelta(days=20)
    event = make_event(starts_at=start.replace(hour=16, minute=0, second=0, microsecond=0), **fields)
    make_registration(event)
    return event


def test_after_a_typo_nobody_is_asked_whom_to_tell(signed_in):
    event = on_the_minute()

    answer = signed_in(make_organiser()).post(
        f"{BASE}{event.slug}/edit/", typed_over(event, locality="Berlin", title_en="Without typo")
    )

    assert answer.url == f"{BASE}{event.slug}/"


def test_after_a_new_place_the_organiser_is_asked_whom_to_tell(signed_in):
    event = on_the_minute()

    answer = signed_in(make_organiser()).post(
        f"{BASE}{event.slug}/edit/", typed_over(event, locality="Potsdam")
    )

    assert answer.url == f"{BASE}{event.slug}/tell/"


def test_the_event_keeps_asking_until_somebody_decided(signed_in):
    event = on_the_minute()
    client = signed_in(make_organiser())
    client.post(f"{BASE}{event.slug}/edit/", typed_over(event, locality="Potsdam"))
    event.refresh_from_db()

    later = client.post(f"{BASE}{event.slug}/edit/", typed_over(event, locality="Potsdam", title_en="Better"))

    assert later.url == f"{BASE}{event.slug}/"
    assert f"{BASE}{event.slug}/tell/" in text(client.get(later.url))


# --- two at once ---


def saved_meanwhile(client, event, mine, theirs):
    """The answer to `mine`, typed before somebody else saved `theirs`; and the form as the browser has it now."""
    typed_before = typed_over(event, locality="Berlin")
    client.post(f"{BASE}{event.slug}/edit/", typed_before | theirs)
    answer = client.post(f"{BASE}{event.slug}/edit/", typed_before | mine)
    revision = answer.context["form"]["revision"].value()
    return answer, typed_before | mine | {"revision": revision, "compared": "1"}


def compared(answer):
    return {row.name: (row.typed, row.stored) for row in answer.context["differences"]}


def test_who_saves_over_somebody_elses_edit_sees_both_versions(signed_in):
    event = on_the_minute(description_de="Zwei\nZeilen")
    client = signed_in(make_organiser())
    both = {"description_de": "Zwei\r\nZeilen"}  # as browsers send it

    answer, _again = saved_meanwhile(
        client,
        event,
        both | {"summary_de": "Meins"},
        both | {"summary_de": "Von nebenan", "capacity": "77"},
    )

    assert answer.status_code == 422
    assert compared(answer) == {"summary_de": ("Meins", "Von nebenan"), "capacity": ("100", "77")}
    assert 'name="take" value="capacity"' in text(answer)


def test_saving_again_goes_over_the_other_version(signed_in):
    event = on_the_minute()
    client = signed_in(make_organiser())
    _answer, again = saved_meanwhile(client, event, {"summary_de": "Meins"}, {"summary_de": "Von nebenan"})

    client.post(f"{BASE}{event.slug}/edit/", again)

    event.refresh_from_db()
    assert event.summary_de == "Meins"


def test_what_is_ticked_stays_as_somebody_else_saved_it(signed_in):
    event = on_the_minute()
    client = signed_in(make_organiser())
    theirs = {"capacity": "77", "starts_time": "10:00", "topics": make_topic(slug="waste-heat").slug}
    _answer, again = saved_meanwhile(client, event, {"summary_de": "Meins"}, theirs)

    client.post(f"{BASE}{event.slug}/edit/", again | {"take": ["capacity", "time", "topics"]})

    event.refresh_from_db()
    assert (event.summary_de, event.capacity) == ("Meins", 77)
    assert timezone.localtime(event.starts_at).hour == 10
    assert [topic.slug for topic in event.topics.all()] == ["waste-heat"]


def test_programmes_are_compared_as_a_whole(signed_in):
    event = on_the_minute()
    client = signed_in(make_organiser())

    def point(title):
        return {
            "programme-TOTAL_FORMS": "2",
            "programme-0-title_de": title,
            "programme-0-kind": "talk",
            "programme-0-starts": "16:00",
            "programme-0-speakers": "Mira, Spreewerk",
            "programme-1-kind": "other",
        }

    answer, again = saved_meanwhile(client, event, point("Meins"), point("Von nebenan"))
    assert compared(answer) == {"programme": ("16:00 Meins (Mira)", "16:00 Von nebenan (Mira)")}

    client.post(f"{BASE}{event.slug}/edit/", again | {"take": "programme"})
    assert [item.title_de for item in event.programme.all()] == ["Von nebenan"]

    event.refresh_from_db()
    client.post(f"{BASE}{event.slug}/edit/", again | {"revision": event.revision})
    assert [item.title_de for item in event.programme.all()] == ["Meins"]


def test_an_empty_row_is_no_fault_when_somebody_else_filled_it_meanwhile(signed_in):
    event = on_the_minute()
    client = signed_in(make_organiser())
    theirs = {"programme-TOTAL_FORMS": "1", "programme-0-title_de": "Neu", "programme-0-kind": "talk"}
    empty = {"programme-TOTAL_FORMS": "1", "programme-0-kind": "other"}

    answer, _again = saved_meanwhile(client, event, empty | {"summary_de": "Meins"}, theirs)

    assert compared(answer)["programme"] == ("empty", "Neu")
    assert answer.context["programme"].errors == [{}]


def test_a_fault_after_comparing_keeps_the_comparison(signed_in):
    event = on_the_minute()
    client = signed_in(make_organiser())
    _answer, again = saved_meanwhile(client, event, {"summary_de": "Meins"}, {"summary_de": "Von nebenan"})

    answer = client.post(f"{BASE}{event.slug}/edit/", again | {"title_de": "", "take": "summary_de"})

    assert answer.status_code == 422
    assert compared(answer)["summary_de"] == ("Meins", "Von nebenan")
    assert 'id="take-summary_de" checked' in text(answer)


def test_more_rows_while_comparing_are_no_crash(signed_in):
    event = on_the_minute()
    client = signed_in(make_organiser())
    _answer, again = saved_meanwhile(client, event, {"summary_de": "Meins"}, {"summary_de": "Von nebenan"})

    answer = client.post(f"{BASE}{event.slug}/edit/", again | {"add_rows": "1"})

    assert answer.status_code == 200
    assert "Von nebenan" in text(answer)


def test_a_capacity_below_the_taken_seats_is_said_at_the_field(signed_in):
    event = make_event(capacity=5)
    for _number in range(3):
        make_registration(event)

    answer = signed_in(make_organiser()).post(
        f"{BASE}{event.slug}/edit/", typed_over(event) | {"capacity": "2"}
    )

    assert answer.status_code == 422
    assert "3 seats are already taken" in str(answer.context["form"].errors["capacity"])


def test_the_edit_form_shows_the_stored_event(signed_in):
    event = make_event(capacity=37, topics=[make_topic()])

    page = text(signed_in(make_organiser()).get(f"{BASE}{event.slug}/edit/"))

    assert 'value="37"' in page
    assert f'value="{event.topics.get().slug}"' in page


def test_the_office_cannot_look_at_what_it_made_confidential_for_another_team(signed_in):
    event = make_event(owner=make_person())

    answer = signed_in(make_organiser()).post(
        f"{BASE}{event.slug}/edit/", typed_over(event, visibility="confidential")
    )

    assert answer.url == BASE


# --- publish and cancel ---


def test_looking_at_the_pages_changes_nothing(signed_in):
    event = make_event(draft=True)
    client = signed_in(make_organiser())
    for path in ("publish/", "cancel/", "edit/"):
        client.get(f"{BASE}{event.slug}/{path}")

    event.refresh_from_db()
    assert (event.state, event.revision) == (EventState.DRAFT, 0)


def test_publishing_is_a_page_and_a_post(signed_in):
    event = make_event(draft=True)
    client = signed_in(make_organiser())

    assert client.post(f"{BASE}{event.slug}/publish/").url == f"{BASE}{event.slug}/"

    event.refresh_from_db()
    assert event.is_published


def test_the_publish_page_names_what_is_missing(signed_in):
    event = make_event(draft=True, venue="", locality="")
    client = signed_in(make_organiser())

    answer = client.post(f"{BASE}{event.slug}/publish/")

    assert [str(need) for need in answer.context["missing"]] == ["ein Ort oder „findet online statt“"]
    event.refresh_from_db()
    assert not event.is_published


def test_the_cancel_page_says_how_many_get_a_mail(signed_in):
    event = make_event()
    make_registration(event)
    make_registration(event, state=RegistrationState.WAITING)
    make_registration(event, state=RegistrationState.CANCELLED)

    assert signed_in(make_organiser()).get(f"{BASE}{event.slug}/cancel/").context["told"] == 2


def test_the_mail_is_shown_with_the_reason_before_anything_is_cancelled(signed_in):
    event = make_event(title_de="Wärme", title_en="Heat")
    make_registration(event)
    typed = {"cancellation_reason_de": "Sturm & Flut", "cancellation_reason_en": "Storm", "preview": "1"}

    answer = signed_in(make_organiser()).post(f"{BASE}{event.slug}/cancel/", typed)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Grund: Sturm &amp; Flut" in text
    assert "Reason: Storm" in text
    event.refresh_from_db()
    assert event.is_published
    assert not Message.objects.exists()


def test_where_nobody_is_told_no_mail_is_shown(signed_in):
    event = make_event()

    assert "mpi-letter" not in signed_in(make_organiser()).get(f"{BASE}{event.slug}/cancel/").content.decode()


def test_cancelling_takes_the_reason(signed_in):
    event = make_event()

    signed_in(make_organiser()).post(
        f"{BASE}{event.slug}/cancel/",
        {"cancellation_reason_de": "Sturm", "cancellation_reason_en": "Storm"},
    )

    event.refresh_from_db()
    assert (event.state, event.cancellation_reason_en) == (EventState.CANCELLED, "Storm")


@pytest.mark.parametrize("fields", [{"draft": True}, {"starts_at": timezone.now() - timedelta(days=9)}])
def test_what_cannot_be_cancelled_is_not(signed_in, fields):
    event = make_event(**fields)

    answer = signed_in(make_organiser()).post(f"{BASE}{event.slug}/cancel/", {})

    event.refresh_from_db()
    assert answer.status_code == 422
    assert not event.is_cancelled
