"""The list of attendees as it leaves the house: CSV, Excel, paper."""

from tempfile import TemporaryFile

from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events import exports
from events.attendance import attendee_list, by_name
from events.enums import RegistrationState
from events.forms.columns import ColumnsForm
from events.views.attendees import asked_of
from events.views.organising import event_for
from networking.enums import Source
from networking.services import audit

KEPT = ("q", "state", "came", "sort")  # filters that go from the list to its files
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def attendees_export(request, slug):
    event = event_for(request, slug, "attendees.export")
    asked = asked_of(request)
    context = {
        "event": event,
        "form": _columns_form(request),
        "number": attendee_list(event, **asked).count(),
        "kept": [(name, value) for name, value in request.GET.items() if name in KEPT and value],
    }
    return render(request, "events/attendees_export.html", context)


@require_safe
def attendees_csv(request, slug):
    event = event_for(request, slug, "attendees.export")
    columns = _columns(request, event)
    rows = exports.csv_rows(event, attendee_list(event, **asked_of(request)), columns)
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="attendees-{event.slug}.csv"'
    return response


@require_safe
def attendees_xlsx(request, slug):
    event = event_for(request, slug, "attendees.export")
    columns = _columns(request, event)
    file = TemporaryFile()  # noqa: SIM115 -- the response closes it, which deletes it
    exports.write_xlsx(event, attendee_list(event, **asked_of(request)), columns, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"attendees-{event.slug}.xlsx", content_type=XLSX)


@require_safe
def attendees_print(request, slug):
    """The list on paper, with room to sign: those with a sure seat, unless the address asks for others."""
    event = event_for(request, slug, "attendees.read")
    asked = asked_of(request)
    asked["state"] = asked["state"] or RegistrationState.CONFIRMED
    rows = attendee_list(event, **asked)
    if asked["order"] == "name":
        rows = sorted(rows, key=by_name)
    audit.record("attendees.print", event, actor=request.user, source=Source.ORGANISER)
    return render(request, "events/attendees_print.html", {"event": event, "rows": rows, **asked})


def _columns(request, event) -> list[str]:
    """The columns asked for; that these leave the house is noted."""
    columns = _columns_form(request).columns()
    audit.record("attendees.export", event, actor=request.user, source=Source.ORGANISER, fields=columns)
    return columns


def _columns_form(request) -> ColumnsForm:
    labels = {name: column.label for name, column in exports.COLUMNS.items()}
    return ColumnsForm(request.GET, columns=labels, usual=exports.USUAL)
