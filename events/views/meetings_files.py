"""The plan of 1:1 meetings as it leaves the screen: on paper, CSV, Excel. Projects only, no names of people."""

from tempfile import TemporaryFile

from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import meeting_overview, meetings
from events.views.attendee_files import XLSX
from events.views.meetings_organising import set_up_round
from networking.enums import Source
from networking.exports.cells import csv_lines, write_xlsx
from networking.services import audit


@require_safe
def meetings_print(request, slug):
    """One list by time for the door and the tables, one by project for everybody's hand."""
    event, meeting_round = set_up_round(request, slug)
    rows = meetings.schedule(meeting_round)
    context = {"event": event, "rows": rows, "lines": meeting_overview.by_project(meeting_round, rows)}
    return render(request, "events/meetings_print.html", context)


@require_safe
def meetings_csv(request, slug):
    event, table = _exported(request, slug)
    response = StreamingHttpResponse(csv_lines(*table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="meetings-{event.slug}.csv"'
    return response


@require_safe
def meetings_xlsx(request, slug):
    event, table = _exported(request, slug)
    file = TemporaryFile()  # noqa: SIM115 -- the response closes it, which deletes it
    write_xlsx(_("Meetings"), *table, file)
    file.seek(0)
    name = f"meetings-{event.slug}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _exported(request, slug):
    """The event; headings and rows."""
    event, meeting_round = set_up_round(request, slug)
    audit.record("meetings.export", meeting_round, actor=request.user, source=Source.ORGANISER)
    rows = meeting_overview.table(meetings.schedule(meeting_round))
    return event, ([str(name) for name in meeting_overview.COLUMNS], rows)
