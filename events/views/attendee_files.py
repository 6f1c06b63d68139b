"""The list of attendees as it leaves the house: CSV, Excel, paper."""

from tempfile import TemporaryFile

from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events import exports
from events.attendance import attendee_list, by_name
from events.enums import LookedAt, RegistrationState
from events.forms.columns import ColumnsForm
from events.questionnaire import by_choice, readable
from events.services import looks
from events.views.attendees import asked_of
from events.views.organising import event_for
from networking.access import can
from networking.enums import Source
from networking.services import audit
from networking.views.fresh import fresh_sign_in

KEPT = ("q", "state", "came", "answer", "sort")  # filters that go from the list to its files
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@fresh_sign_in
def attendees_export(request, slug):
    event = event_for(request, slug, "attendees.export")
    asked = asked_of(request, event)
    context = {
        "event": event,
        "form": _columns_form(request, _readable(request, event)),
        "number": attendee_list(event, **asked).count(),
        "kept": [(name, value) for name, value in request.GET.items() if name in KEPT and value],
    }
    return render(request, "events/attendees_export.html", context)


@require_safe
@fresh_sign_in
def attendees_csv(request, slug):
    event = event_for(request, slug, "attendees.export")
    questions = _readable(request, event)
    columns = _columns(request, event, questions)
    rows = exports.csv_rows(event, attendee_list(event, **asked_of(request, event)), columns, questions)
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(event)}.csv"'
    return response


@require_safe
@fresh_sign_in
def attendees_xlsx(request, slug):
    event = event_for(request, slug, "attendees.export")
    questions = _readable(request, event)
    columns = _columns(request, event, questions)
    file = TemporaryFile()  # noqa: SIM115 -- the response closes it, which deletes it
    people = attendee_list(event, **asked_of(request, event))
    exports.write_xlsx(event, people, columns, file, questions)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{_file_name(event)}.xlsx", content_type=XLSX)


@require_safe
@fresh_sign_in
def attendees_print(request, slug):
    """The list on paper, with room to sign: those with a sure seat, unless the address asks for others.

    `by` names a question with choices: one list for each of them.
    """
    event = event_for(request, slug, "attendees.read")
    asked = asked_of(request, event)
    asked["state"] = asked["state"] or RegistrationState.CONFIRMED
    rows = attendee_list(event, **asked)
    if asked["order"] == "name":
        rows = sorted(rows, key=by_name)
    questions = [question for question in _readable(request, event) if question.has_options]
    by = next((question for question in questions if question.identifier == request.GET.get("by")), None)
    looks.note(event, request.user, LookedAt.PRINT)
    audit.record("attendees.print", event, actor=request.user, source=Source.ORGANISER)
    page = {"event": event, "lists": by_choice(rows, by), "questions": questions, "by": by, **asked}
    return render(request, "events/attendees_print.html", page)


def _file_name(event) -> str:
    """It lies about on disks: of a confidential event it tells nothing."""
    return "attendees" if event.is_confidential else f"attendees-{event.slug}"


def _readable(request, event) -> list:
    """The questions whose answers this person may take along."""
    return list(readable(event, with_needs=can(request.user, "needs.read", event)))


def _columns(request, event, questions) -> list[str]:
    """The columns asked for; that these leave the house is noted."""
    columns = _columns_form(request, questions).columns()
    looks.note(event, request.user, LookedAt.FILE)
    audit.record("attendees.export", event, actor=request.user, source=Source.ORGANISER, fields=columns)
    return columns


def _columns_form(request, questions) -> ColumnsForm:
    labels = {name: column.label for name, column in exports.columns_with(questions).items()}
    return ColumnsForm(request.GET, columns=labels, usual=exports.usual_with(questions))
