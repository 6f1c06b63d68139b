"""Mails an event sends by itself: the list, writing one, its preview with the number of people, on and off."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.enums import MailAim, MailMoment, RegistrationState
from events.models import PlannedMail
from events.views.organising import event_for
from networking.enums import Language
from notifications.forms.planned_mails import PlannedMailForm
from notifications.placeholders import WORDS
from notifications.services import planned_mails as service

_VERB = "attendees.decide"
SEATED = [RegistrationState.CONFIRMED.value]


@require_safe
def planned_mails(request, slug):
    event = event_for(request, slug, _VERB)
    rows = list(event.planned_mails.prefetch_related("runs"))
    for row in rows:
        row.event = event
        row.heading = service.heading(row, get_language())
        row.number = sum(run.number for run in row.runs.all())
    rows.sort(key=lambda row: row.due_at)
    return render(request, "notifications/planned_mails.html", {"event": event, "mails": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def planned_mail_new(request, slug):
    event = event_for(request, slug, _VERB)
    row = PlannedMail(event=event, **_start(request.GET.get("for", "")))
    return _write(request, event, row)


@require_http_methods(["GET", "HEAD", "POST"])
def planned_mail_edit(request, slug, uuid):
    event = event_for(request, slug, _VERB)
    return _write(request, event, _mail(event, uuid))


@require_safe
def planned_mail(request, slug, uuid):
    """The mail as people get it, how many that are now, and what it has sent."""
    event = event_for(request, slug, _VERB)
    row = _mail(event, uuid)
    people = service.audience(row)
    example = people.order_by("pk").first()
    written = [Language.GERMAN, *([Language.ENGLISH] if row.text_en else [])]
    context = {
        "event": event,
        "mail": row,
        "heading": service.heading(row, get_language()),
        "number": people.count(),
        "waiting": service.waiting(row).count(),
        "letters": [(language, service.preview(row, language.value, example)) for language in written],
        "runs": row.runs.all()[:100],
    }
    return render(request, "notifications/planned_mail.html", context)


@require_POST
def planned_mail_act(request, slug, uuid, act):
    event = event_for(request, slug, _VERB)
    row = _mail(event, uuid)
    if act == "remove":
        service.remove(row, actor=request.user)
        messages.success(request, _("The mail is no longer planned."))
        return redirect("notifications:planned_mails", event.slug)
    if act not in ("on", "off"):
        raise Http404
    service.switch(row, is_on=act == "on", actor=request.user)
    messages.success(request, _("It goes out by itself.") if act == "on" else _("It is switched off."))
    return redirect("notifications:planned_mail", event.slug, row.uuid)


def _write(request, event, row):
    form = PlannedMailForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        service.save(form.save(commit=False), actor=request.user)
        return redirect("notifications:planned_mail", event.slug, row.uuid)
    context = {"event": event, "form": form, "is_new": row.pk is None, "words": WORDS.items()}
    status = 422 if form.errors else 200
    return render(request, "notifications/planned_mail_edit.html", context, status=status)


def _mail(event, uuid) -> PlannedMail:
    row = get_object_or_404(event.planned_mails, uuid=uuid)
    row.event = event
    return row


def _start(purpose: str) -> dict:
    """Words to begin with."""
    start = {"amount": 2, "moment": MailMoment.BEFORE_START, "states": SEATED}
    return start | _STARTS.get(purpose, {})


_STARTS = {
    "reminder": {
        "subject_de": "Erinnerung: {title}",
        "text_de": "am {date} um {time} Uhr ist es so weit: {title}. Wir freuen uns auf Sie.",
        "subject_en": "Reminder: {title}",
        "text_en": "on {date} at {time} it begins: {title}. We look forward to seeing you.",
    },
    "coming": {
        "aim": MailAim.ASK,
        "amount": 3,
        "subject_de": "Kommen Sie noch? {title}",
        "text_de": "Sie haben einen Platz am {date}. Kommen Sie? Wenn nicht, geben Sie ihn bitte zurück.",
        "subject_en": "Are you still coming? {title}",
        "text_en": "you have a seat on {date}. Are you coming? If not, please give it back.",
    },
    "thanks": {
        "amount": 1,
        "moment": MailMoment.AFTER_END,
        "came": "yes",
        "subject_de": "Danke für Ihr Kommen: {title}",
        "text_de": "vielen Dank, dass Sie dabei waren.",
        "subject_en": "Thank you for coming: {title}",
        "text_en": "thank you for having been there.",
    },
}
