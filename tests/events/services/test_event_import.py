import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from events import signals
from events.enums import EventState, RegistrationState
from events.models import Event, Registration
from events.services.event_import import PACKAGED, import_events
from networking.errors import ImportRefused
from networking.models import AuditEntry
from networking.services.import_rows import place
from networking.services.project_import import import_projects
from tests.factories import make_event, make_organiser, make_project, make_topic

pytestmark = pytest.mark.django_db

ROW = {
    "slug": "waerme",
    "format": "deep-dive",
    "title_de": "Wärme",
    "starts": "2031-07-01 16:00",
    "venue": "Halle",
}


@pytest.fixture
def imported(tmp_path):
    """`imported({...}, {...})` imports these rows from a JSON file."""

    def run(*rows, owner=None):
        path = tmp_path / "events.json"
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
        return import_events(path, owner=owner)

    return run


def counts(tally):
    return tally.new, tally.changed, tally.unchanged


def the_event():
    return Event.objects.get(slug="waerme")


# --- The report's events ---------------------------------------------------------------------------------


@pytest.fixture
def report():
    import_projects()
    import_events()


def test_the_five_dated_events_of_the_report_are_loaded(report):
    found = Event.objects.order_by("starts_at").values_list("format", "starts_at__date", "state", "all_day")

    assert [(format_, f"{day:%Y-%m-%d}", state, all_day) for format_, day, state, all_day in found] == [
        ("konferenz", "2023-11-28", "published", True),
        ("meet-up", "2024-04-25", "published", True),
        ("deep-dive", "2024-07-10", "published", True),
        ("dialog", "2024-10-16", "published", True),
        ("konferenz", "2024-11-26", "published", True),
    ]


def test_the_dialog_of_the_report_is_not_public(report):
    assert not Event.objects.public().filter(format="dialog").exists()


def test_the_address_of_the_dialog_does_not_tell_its_subject(report):
    assert Event.objects.get(format="dialog").slug == "mpi-dialog-2024"


def test_the_deep_dive_names_its_programme_projects_and_attendance(report):
    event = Event.objects.get(format="deep-dive")

    assert event.programme.count() == 4
    assert set(event.contributions.values_list("project__slug", "kind")) == {
        ("ringberlin", "presentation"),
        ("ffce", "presentation"),
        ("indice", "presentation"),
        ("holzbau", "presentation"),
        ("circular-kmu-hub", "stand"),
    }
    assert (event.participants_reported, event.participants_approximate) == (100, True)


def test_loading_the_report_again_changes_nothing(report):
    before = list(Event.objects.values())

    tally = import_events(PACKAGED)

    assert counts(tally) == (0, 0, 5)
    assert [row | {"seat_revision": 0} for row in Event.objects.values()] == [
        row | {"seat_revision": 0} for row in before
    ]


# --- Times -----------------------------------------------------------------------------------------------


def test_times_are_berlins(imported):
    imported(ROW | {"ends": "2031-07-01 18:30"})

    event = the_event()

    assert (event.starts_at, event.ends_at, event.all_day) == (
        datetime(2031, 7, 1, 14, 0, tzinfo=UTC),
        datetime(2031, 7, 1, 16, 30, tzinfo=UTC),
        False,
    )


def test_an_all_day_event_ends_at_the_midnight_after_its_last_day(imported):
    imported(ROW | {"starts": "2031-03-29", "ends": "2031-03-30"})

    event = the_event()

    assert (event.starts_at, event.ends_at, event.all_day) == (
        datetime(2031, 3, 28, 23, 0, tzinfo=UTC),
        datetime(2031, 3, 30, 22, 0, tzinfo=UTC),
        True,
    )


def test_without_an_end_an_event_lasts_as_long_as_its_format_usually_does(imported):
    imported(ROW)

    assert the_event().ends_at - the_event().starts_at == timedelta(hours=3)


def test_a_file_without_ends_keeps_the_end_there_is(imported):
    imported(ROW | {"ends": "2031-07-01 22:00"})

    imported(ROW | {"title_de": "Neu"})

    assert the_event().ends_at == datetime(2031, 7, 1, 20, 0, tzinfo=UTC)


# --- States ----------------------------------------------------------------------------------------------


def test_a_new_event_is_a_draft_unless_the_file_says_otherwise(imported):
    imported(ROW)

    assert (the_event().state, the_event().published_at) == (EventState.DRAFT, None)


def test_a_published_event_knows_since_when(imported):
    imported(ROW | {"state": "published"})

    assert the_event().published_at is not None


def test_a_past_event_is_recorded_without_announcing_it(imported):
    told = []
    signals.event_published.connect(lambda **kwargs: told.append(kwargs), weak=False, dispatch_uid="test")

    imported(ROW | {"state": "published", "starts": "2024-04-25"})

    signals.event_published.disconnect(dispatch_uid="test")
    assert (the_event().is_published, told) == (True, [])


def test_the_owner_gets_the_new_events_team(imported):
    owner = make_organiser()

    imported(ROW, owner=owner)

    assert the_event().team.get().person == owner


# --- Changes ---------------------------------------------------------------------------------------------


def test_the_same_file_twice_changes_nothing(imported):
    topic, project = make_topic(slug="heat"), make_project(slug="holz")
    row = ROW | {
        "topics": [topic.slug],
        "programme": ["Begrüßung", {"title_de": "Vortrag", "kind": "talk", "project": project.slug}],
        "contributions": [{"project": project.slug, "kind": "stand"}],
    }
    imported(row)
    before = Event.objects.values("sequence", "changed_at", "revision").get()

    tally = imported(row)

    assert counts(tally) == (0, 0, 1)
    assert Event.objects.values("sequence", "changed_at", "revision").get() == before
    assert AuditEntry.objects.filter(verb__startswith="event.").count() == 1


def test_another_title_is_a_visible_change_that_moves_no_calendar_entry(imported):
    imported(ROW | {"state": "published"})
    before = the_event()

    tally = imported(ROW | {"title_de": "Kälte"})

    assert counts(tally) == (0, 1, 0)
    assert the_event().sequence == before.sequence
    assert the_event().changed_at > before.changed_at


@pytest.mark.parametrize("change", [{"starts": "2031-07-02 16:00"}, {"venue": "Anderswo"}])
def test_another_time_or_place_raises_the_calendars_revision(imported, change):
    imported(ROW)
    before = the_event().sequence

    imported(ROW | change)

    assert the_event().sequence == before + 1


def test_a_field_the_file_does_not_name_keeps_its_value(imported):
    imported(ROW | {"capacity": 40, "topics": [make_topic(slug="heat").slug]})

    imported(ROW)

    assert (the_event().capacity, the_event().topics.count()) == (40, 1)


def test_an_empty_cell_empties_the_field(imported):
    imported(ROW | {"capacity": 40})

    imported(ROW | {"capacity": None})

    assert the_event().capacity is None


def test_another_contribution_is_a_visible_change(imported):
    project = make_project()
    imported(ROW)
    before = the_event()

    tally = imported(ROW | {"contributions": [project.slug]})

    assert counts(tally) == (0, 1, 0)
    assert the_event().changed_at > before.changed_at


def test_csv_and_json_say_the_same(imported, tmp_path):
    make_topic(slug="heat"), make_topic(slug="energy"), make_project(slug="holz")
    path = tmp_path / "events.csv"
    path.write_text(
        "slug;format;title_de;starts;venue;topics;programme;contributions;is_online\n"
        "waerme;deep-dive;Wärme;2031-07-01 16:00;Halle;heat;energy;;\n".replace(
            "heat;energy", '"heat;energy"'
        ).replace(";;\n", ';"Begrüßung; Ausklang";holz:stand;nein\n'),
        encoding="utf-8-sig",
    )
    import_events(path)

    tally = imported(
        ROW
        | {
            "topics": ["heat", "energy"],
            "programme": ["Begrüßung", "Ausklang"],
            "contributions": [{"project": "holz", "kind": "stand"}],
            "is_online": False,
        }
    )

    assert counts(tally) == (0, 0, 1)


# --- Faults ----------------------------------------------------------------------------------------------

FAULTS = {
    "unknown format": ({"format": "party"}, "format"),
    "no title": ({"title_de": ""}, "title_de"),
    "overlong title": ({"title_de": "x" * 201}, "title_de"),
    "control character": ({"title_de": "W\x00rme"}, "title_de"),
    "line break in a line": ({"venue": "Halle\nHof"}, "venue"),
    "no date": ({"starts": "next week"}, "starts"),
    "day that does not exist": ({"starts": "2031-02-30"}, "starts"),
    "year out of reach": ({"starts": "9999-12-31"}, "starts"),
    "hour that does not exist": ({"starts": "2031-07-01 24:00"}, "starts"),
    "hour that March leaves out": ({"starts": "2031-03-30 02:30"}, "starts"),
    "end before start": ({"ends": "2031-07-01 15:00"}, "ends"),
    "end equals start": ({"ends": "2031-07-01 16:00"}, "ends"),
    "day against time": ({"ends": "2031-07-02"}, "ends"),
    "no seats": ({"capacity": 0}, "capacity"),
    "negative seats": ({"capacity": -1}, "capacity"),
    "unknown topic": ({"topics": ["nothing"]}, "topics"),
    "unknown field of action": ({"fields_of_action": ["nothing"]}, "fields_of_action"),
    "unknown project": ({"contributions": ["nothing"]}, "contributions"),
    "unknown kind of contribution": ({"contributions": ["nothing:dance"]}, "contributions"),
    "unknown project in the programme": (
        {"programme": [{"title_de": "x", "project": "nothing"}]},
        "programme",
    ),
    "point without a title": ({"programme": [{"title_en": "x"}]}, "programme"),
    "unknown state": ({"state": "maybe"}, "state"),
    "bad mail address": ({"contact_email": "ada"}, "contact_email"),
    "address that is no page": ({"online_url": "javascript:alert(1)"}, "online_url"),
    "closes before it opens": (
        {"registration_opens_at": "2031-06-02", "registration_closes_at": "2031-06-01"},
        "registration_closes_at",
    ),
    "bad slug": ({"slug": "Ä/b"}, "slug"),
    "slug that is taken by a page": ({"slug": "new"}, "slug"),
    "unknown field": ({"titel": "x"}, "titel"),
    "published without a place": ({"state": "published", "venue": ""}, "state"),
}


@pytest.mark.parametrize(("change", "field"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_line_and_field_and_nothing_is_written(imported, change, field):
    good = ROW | {"slug": "good"}

    with pytest.raises(ImportRefused) as refusal:
        imported(good, ROW | change)

    [fault] = refusal.value.faults
    assert fault.startswith(place("events.json", 9, 2, field))
    assert not Event.objects.exists()


def test_one_address_twice_in_a_file_is_a_fault(imported):
    with pytest.raises(ImportRefused) as refusal:
        imported(ROW, ROW)

    assert "waerme" in refusal.value.faults[0]


def test_fewer_seats_than_are_taken_is_a_fault_and_nothing_is_written(imported):
    imported(ROW | {"state": "published", "capacity": 10})
    for number in (1, 2):
        Registration.objects.create(
            event=the_event(),
            given_name="Ada",
            family_name="Byron",
            email=f"a{number}@example.org",
            email_key=f"a{number}@example.org",
            state=RegistrationState.CONFIRMED,
            position=number,
        )

    with pytest.raises(ImportRefused) as refusal:
        imported(ROW | {"title_de": "Neu", "capacity": 1})

    assert "capacity" in refusal.value.faults[0]
    assert the_event().title_de == "Wärme"


@pytest.mark.parametrize(
    ("fields", "change", "field"),
    [
        ({"state": EventState.CANCELLED, "cancelled_at": timezone.now()}, {"state": "published"}, "state"),
        ({}, {"state": "draft"}, "state"),
        ({}, {"visibility": "confidential"}, "visibility"),
        ({}, {"format": "dialog"}, "visibility"),
    ],
)
def test_what_needs_a_decision_is_not_imported_in_passing(imported, fields, change, field):
    make_event(slug="waerme", **fields)

    with pytest.raises(ImportRefused) as refusal:
        imported(ROW | change)

    assert field in refusal.value.faults[0]


# --- The command -----------------------------------------------------------------------------------------


def test_the_command_says_what_it_did(tmp_path, capsys):
    path = tmp_path / "events.json"
    path.write_text(json.dumps([ROW]))

    call_command("import_events", str(path))

    assert capsys.readouterr().out.startswith("events: 1 ")


def test_the_command_lists_every_fault(tmp_path):
    path = tmp_path / "events.json"
    path.write_text(json.dumps([ROW | {"format": "party", "capacity": 0}]))

    with pytest.raises(CommandError, match=r"format(.|\n)*capacity"):
        call_command("import_events", str(path))


@pytest.mark.parametrize("content", ["[{", "{}", "", "\x00", '[{"slug": 1}]', "[1]"])
def test_a_broken_file_is_refused_with_a_sentence(tmp_path, content):
    path = tmp_path / "events.json"
    path.write_text(content)

    with pytest.raises(CommandError, match=r"events\.json"):
        call_command("import_events", str(path))


def test_an_owner_nobody_knows_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"nobody@example\.org"):
        call_command("import_events", owner="nobody@example.org")


def test_a_file_carries_the_rules_that_differ_and_refuses_impossible_ones(imported):
    imported(
        ROW | {"attendee_list": "category", "cancel_until_hours": 48, "deputies": 0, "retention_days": ""}
    )

    event = Event.objects.get()
    assert (event.attendee_list, event.cancel_until_hours, event.deputies) == ("category", 48, 0)
    assert event.retention_days is None
    with pytest.raises(ImportRefused) as refusal:
        imported(ROW | {"deputies": 99})
    assert "deputies" in refusal.value.faults[0]
