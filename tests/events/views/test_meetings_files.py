"""The plan of 1:1 meetings as files and on paper."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from events.enums import MeetingRoundState
from networking.models import AuditEntry
from tests.factories import make_event, make_meeting, make_organiser, make_party, make_person, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(signed_in):
    return signed_in(make_organiser())


@pytest.fixture
def meeting():
    meeting_round = make_round(make_event(slug="waerme"), state=MeetingRoundState.PUBLISHED)
    return make_meeting(make_party(meeting_round, "=Abwärme"), make_party(meeting_round, "Biogas"))


def test_the_csv_file_has_a_row_for_each_meeting_and_computes_nothing(office, meeting):
    answer = office.get("/en/organise/events/waerme/meetings.csv")

    heading, row = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert heading == "Start;End;Table;Project;meets;State"
    assert row.endswith(";Tisch 1;'=Abwärme;Biogas;published")


def test_the_excel_file_has_the_same_rows(office, meeting):
    answer = office.get("/en/organise/events/waerme/meetings.xlsx")

    sheet = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    assert sheet.to_python()[1][2:] == ["Tisch 1", "=Abwärme", "Biogas", "published"]


def test_that_a_file_left_the_house_is_noted(office, meeting):
    office.get("/en/organise/events/waerme/meetings.csv")

    assert AuditEntry.objects.filter(verb="meetings.export").count() == 1


def test_paper_lists_by_time_and_by_project(office, meeting):
    text = office.get("/en/organise/events/waerme/meetings/print/").content.decode()

    assert text.count("Biogas") == 3


def test_strangers_get_no_file(signed_in, meeting):
    assert signed_in(make_person()).get("/en/organise/events/waerme/meetings.csv").status_code == 404
