"""The monitoring report as a page and as a file."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from backend import report as reading
from backend.forms import ReportForm
from networking.access import can
from networking.exports.cells import csv_lines


@require_safe
def report(request):
    """The figures of the chosen days; of this year until days are chosen."""
    _only_for_the_house(request)
    form = ReportForm(request.GET)
    period = form.period() if form.is_valid() else _this_year()
    context = {
        "form": ReportForm.of(period) if form.is_valid() else form,
        "report": reading.report(period),
        "fewest": reading.FEWEST,
        "years": [(year, period == _year(year)) for year in reading.years()],
    }
    return render(request, "backend/report.html", context, status=200 if form.is_valid() else 400)


@require_safe
def report_file(request):
    """All tables of the report, one below the other, as one CSV file."""
    _only_for_the_house(request)
    form = ReportForm(request.GET)
    period = form.period() if form.is_valid() else _this_year()
    headings = [
        gettext("Table"),
        gettext("Group"),
        gettext("Events"),
        gettext("Cancelled events"),
        gettext("Registrations"),
        gettext("Waited"),
        gettext("Attendees"),
        gettext("Gave their seat back"),
        gettext("Attendees where arrivals were recorded"),
        gettext("Came"),
        gettext("Organisations"),
        gettext("Projects"),
    ]
    response = StreamingHttpResponse(
        csv_lines(headings, list(_rows(reading.report(period)))), content_type="text/csv; charset=utf-8"
    )
    name = f"treffwerk-{period.first:%Y-%m-%d}-{period.last:%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _only_for_the_house(request):
    if not can(request.user, "organise.enter"):
        raise PermissionDenied


def _this_year():
    return _year(timezone.localdate().year)


def _year(year):
    return reading.Period(date(year, 1, 1), date(year, 12, 31))


def _rows(report):
    yield _cells(gettext("All events"), "", report.total)
    for table, groups in report.tables:
        for group in groups:
            yield _cells(table, group.name, group.figures)
    for people in report.categories:
        number = f"< {reading.FEWEST}" if people.confirmed is None else str(people.confirmed)
        yield [gettext("Attendees by where they come from"), people.name, "", "", "", "", number]
    readers, contacts = report.readers, report.contacts
    for name, number in [
        (gettext("Readers today"), readers.today),
        (gettext("Subscribed in the period"), readers.joined),
        (gettext("Unsubscribed in the period"), readers.left),
        (gettext("Asked for contact"), contacts.asked),
        (gettext("Introductions"), contacts.introduced),
        *((str(outcome.label), number) for outcome, number in contacts.outcomes),
    ]:
        yield [gettext("Newsletter and network"), name, str(number)]


def _cells(table, name, figures):
    numbers = (
        figures.events,
        figures.cancelled_events,
        figures.registered,
        figures.waited,
        figures.confirmed,
        figures.gave_back,
        figures.checked,
        figures.came,
        figures.organisations,
        figures.projects,
    )
    return [table, name, *map(str, numbers)]
