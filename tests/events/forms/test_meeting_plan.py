from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from events.forms.meeting_plan import FrameRulesForm, PatternForm, SlotsForm, TablesForm, as_lines
from events.models import Event, MeetingRound, MeetingSlot

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def event():
    return Event(
        starts_at=datetime(2026, 12, 2, 9, tzinfo=BERLIN), ends_at=datetime(2026, 12, 3, 18, tzinfo=BERLIN)
    )


def read(event, lines):
    form = SlotsForm({"lines": lines}, event=event)
    return (
        [(f"{start:%d %H:%M}", f"{end:%H:%M}") for start, end in form.cleaned_data["lines"]]
        if form.is_valid()
        else None
    )


def test_the_pattern_ends_before_the_last_would_be_over_too_late(event):
    form = PatternForm({"first": "10:00", "last": "11:00", "minutes": 20, "pause": 5})

    assert form.is_valid()
    assert form.lines(event).splitlines() == ["10:00–10:20", "10:25–10:45"]


def test_times_are_read_with_any_dash_and_on_other_days(event):
    assert read(event, "10:00-10:20\n\n2026-12-03 9:30 – 9:50") == [
        ("02 10:00", "10:20"),
        ("03 09:30", "09:50"),
    ]


@pytest.mark.parametrize("line", ["10:00", "25:00-26:00", "2026-13-01 10:00-10:20", "noon"])
def test_what_is_no_time_is_refused_by_name(event, line):
    form = SlotsForm({"lines": line}, event=event)

    assert not form.is_valid()
    assert line in str(form.errors["lines"])


def test_slots_are_written_as_they_are_read(event):
    slots = [
        MeetingSlot(
            starts_at=datetime(2026, 12, day, 10, tzinfo=BERLIN),
            ends_at=datetime(2026, 12, day, 10, 20, tzinfo=BERLIN),
        )
        for day in (2, 3)
    ]

    lines = as_lines(slots, event)

    assert lines.splitlines() == ["10:00–10:20", "2026-12-03 10:00–10:20"]
    assert read(event, lines) == [("02 10:00", "10:20"), ("03 10:00", "10:20")]


def test_tables_are_tidied_and_long_names_refused():
    form = TablesForm({"labels": " Fenster  1 \n\nTür"})

    assert form.is_valid()
    assert form.cleaned_data["labels"] == ["Fenster 1", "Tür"]
    assert not TablesForm({"labels": "x" * 61}).is_valid()


def test_a_weight_set_elsewhere_stays_choosable():
    form = FrameRulesForm(meeting_round=MeetingRound(fairness=33))

    assert (33, "33 %") in form.fields["fairness"].choices
