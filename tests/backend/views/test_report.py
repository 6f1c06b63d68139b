"""The monitoring report: its page, its file, who may read them, what a wrong period says."""

from datetime import UTC, datetime

import pytest

from events.enums import Format
from networking.enums import Role
from tests.factories import make_event, make_organiser, make_person, make_registration, tick

pytestmark = pytest.mark.django_db
ADDRESS = "/en/organise/report/"
MAY = datetime(2025, 5, 8, 16, tzinfo=UTC)


@pytest.mark.parametrize("address", [ADDRESS, "/organise/report/figures.csv"])
def test_people_without_a_role_read_no_report(signed_in, address):
    assert signed_in(make_person()).get(address).status_code == 403


@pytest.mark.parametrize("role", Role)
def test_every_role_of_the_house_reads_the_report(signed_in, role):
    assert signed_in(make_organiser(role)).get(ADDRESS).status_code == 200


def test_the_page_shows_the_figures_of_the_chosen_days(signed_in):
    event = make_event(starts_at=MAY, format=Format.MEETUP)
    tick(make_registration(event))
    make_registration(event)

    page = signed_in(make_organiser()).get(ADDRESS, {"from": "2025-01-01", "to": "2025-12-31"})

    assert page.context["report"].total.confirmed == 2
    assert "50 %" in page.content.decode()
    assert 'value="2025-01-01"' in page.content.decode()


def test_one_open_end_is_the_end_of_its_year(signed_in):
    page = signed_in(make_organiser()).get(ADDRESS, {"from": "2025-03-01"})

    assert str(page.context["report"].period.last) == "2025-12-31"


def test_days_in_the_wrong_order_are_said_and_kept(signed_in):
    page = signed_in(make_organiser()).get(ADDRESS, {"from": "2025-03-01", "to": "2025-02-01"})

    assert page.status_code == 400
    assert "The last day is before the first one." in page.content.decode()
    assert 'value="2025-02-01"' in page.content.decode()


def test_a_year_without_events_says_so(signed_in):
    page = signed_in(make_organiser()).get(ADDRESS, {"from": "1999-01-01"})

    assert "No event began on these days" in page.content.decode()


def test_the_file_holds_every_table_with_its_figures(signed_in):
    make_registration(make_event(starts_at=MAY, format=Format.KONFERENZ))

    answer = signed_in(make_organiser()).get("/en/organise/report/figures.csv?from=2025-01-01&to=2025-12-31")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

    assert lines[1] == "All events;;1;0;1;0;1;0;0;0;0;0"
    assert "By format;MPI Konferenz;1;0;1;0;1;0;0;0;0;0" in lines
    assert "Newsletter and network;Readers today;0" in lines
    assert "treffwerk-2025-01-01-2025-12-31.csv" in answer["Content-Disposition"]
