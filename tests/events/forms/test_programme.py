from datetime import date, timedelta

import pytest
from django.utils import timezone

from events.forms.programme import Programme
from events.models import ProgrammeItem, Speaker
from tests.factories import make_event, make_organiser, make_project

pytestmark = pytest.mark.django_db
DAY = date(2030, 12, 3)


def programme(*rows, event=None, initial=0):
    data = {"programme-TOTAL_FORMS": len(rows), "programme-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        row = {"kind": "other"} | row
        data |= {f"programme-{number}-{name}": value for name, value in row.items()}
    return Programme(data, person=make_organiser(), event=event)


def items(*rows, **kwargs):
    checked = programme(*rows, **kwargs)
    assert checked.is_valid(), checked.errors
    return checked.items(DAY)


def test_empty_rows_are_left_out():
    assert [item.title_de for item in items({"title_de": "Begrüßung"}, {}, {})] == ["Begrüßung"]


def test_a_line_is_a_speaker_with_an_organisation_or_without():
    [item] = items({"title_de": "A", "speakers": "Mira Yılmaz, Spreewerk, Berlin\r\n\r\nJonas"})

    assert item.speakers == [("Mira Yılmaz", "Spreewerk, Berlin"), ("Jonas", "")]


def test_times_are_of_the_events_first_day_unless_a_day_is_named():
    first, second = items(
        {"title_de": "A", "starts": "16:00", "ends": "17:00"},
        {"title_de": "B", "starts": "09:00", "day": "2030-12-04"},
    )

    assert timezone.localdate(first.starts_at) == DAY
    assert timezone.localdate(second.starts_at) == DAY + timedelta(days=1)


def test_points_with_times_stand_in_the_order_of_their_times():
    rows = items({"title_de": "B", "starts": "17:00"}, {"title_de": "A", "starts": "16:00"})

    assert [item.title_de for item in rows] == ["A", "B"]


def test_points_without_times_stand_by_their_places():
    rows = items({"title_de": "B", "ORDER": "2"}, {"title_de": "A", "ORDER": "1"}, {"title_de": "C"})

    assert [item.title_de for item in rows] == ["A", "B", "C"]


def test_a_removed_point_goes_and_the_others_know_their_former_places():
    event = make_event()
    for position in range(3):
        ProgrammeItem.objects.create(event=event, title_de=f"P{position}", position=position)

    rows = items(
        {"title_de": "P0", "DELETE": "on"}, {"title_de": "P1"}, {"title_de": "P2"}, event=event, initial=3
    )

    assert [(item.title_de, item.former) for item in rows] == [("P1", 1), ("P2", 2)]


@pytest.mark.parametrize(("row", "name"), [
    ({"title_de": "A", "starts": "17:00", "ends": "16:00"}, "ends"),
    ({"title_de": "A", "ends": "16:00"}, "starts"),
    ({"room": "Saal"}, "title_de"),
    ({"title_de": "x" * 201}, "title_de"),
    ({"title_de": "A\x07"}, "title_de"),
    ({"title_de": "A", "speakers": ", Spreewerk"}, "speakers"),
    ({"title_de": "A", "speakers": "x" * 201}, "speakers"),
    ({"title_de": "A", "speakers": "M\u202eira"}, "speakers"),
    ({"title_de": "A", "speakers": "A\n" * 21}, "speakers"),
    ({"title_de": "A", "project": "unbekannt"}, "project"),
    ({"title_de": "A", "day": "9999-12-31"}, "day"),
    ({"title_de": "A", "kind": "rave"}, "kind"),
])  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(row, name):
    checked = programme(row)

    assert not checked.is_valid()
    assert list(checked.errors[0]) == [name]


def test_a_stored_point_comes_back_as_it_was():
    event, project = make_event(), make_project()
    row = ProgrammeItem.objects.create(
        event=event, title_de="A", starts_at=event.starts_at, project=project, room="Saal"
    )
    Speaker.objects.create(item=row, name="Mira", organisation="Spreewerk")

    shown = Programme(person=make_organiser(), event=event)

    first = shown.forms[0]
    assert (first["title_de"].value(), first["speakers"].value()) == ("A", "Mira, Spreewerk")
    assert first["day"].value() is None
    assert f'value="{project.slug}" selected' in str(first["project"])


def test_more_rows_keep_what_was_typed_and_complain_of_nothing():
    checked = programme({"room": "ohne Titel"})

    checked.show_more_rows()

    assert len(checked.forms) == 4
    assert checked.forms[0]["room"].value() == "ohne Titel"
    assert not any(form.errors for form in checked.forms)


def test_there_is_a_most_of_rows():
    checked = programme(*[{"title_de": f"P{n}"} for n in range(41)])

    assert not checked.is_valid()
