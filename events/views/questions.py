"""The organisers' pages of an event's own questions: list, new, edit, order, retire, preview."""

from copy import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import questionnaire
from events.errors import EditedMeanwhile, EventError
from events.forms.question import Choices, QuestionForm
from events.forms.registration import ContactForm
from events.services import questions as service
from events.views.organising import event_for


@require_safe
def questions(request, slug):
    event = event_for(request, slug, "event.edit")
    rows = questionnaire.with_numbers(event)
    page = {
        "event": event,
        "asked": [row for row in rows if not row.is_retired],
        "retired": [row for row in rows if row.is_retired],
    }
    return render(request, "events/questions.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def question_new(request, slug):
    event = event_for(request, slug, "event.edit")
    above = questionnaire.asked(event, by_organisers=True)
    return _form_page(request, event, None, above)


@require_http_methods(["GET", "HEAD", "POST"])
def question_edit(request, slug, uuid):
    event = event_for(request, slug, "event.edit")
    question = _question(event, uuid)
    asked = questionnaire.asked(event, by_organisers=True)
    above = [row for row in asked if (row.position, row.pk) < (question.position, question.pk)]
    return _form_page(request, event, question, above)


@require_safe
def questions_preview(request, slug):
    """What participants see, to be tried out; nothing can be sent."""
    event = event_for(request, slug, "event.edit")
    form = ContactForm(event=event, language=request.LANGUAGE_CODE)
    return render(request, "events/questions_preview.html", {"event": event, "form": form})


@require_POST
def question_up(request, slug, uuid):
    return _act(request, slug, uuid, lambda row, actor: service.move(row, up=True, actor=actor))


@require_POST
def question_down(request, slug, uuid):
    return _act(request, slug, uuid, lambda row, actor: service.move(row, up=False, actor=actor))


@require_POST
def question_retire(request, slug, uuid):
    return _act(request, slug, uuid, lambda row, actor: service.retire(row, actor=actor))


@require_POST
def question_resume(request, slug, uuid):
    return _act(request, slug, uuid, lambda row, actor: service.resume(row, actor=actor))


@require_POST
def question_remove(request, slug, uuid):
    return _act(request, slug, uuid, lambda row, actor: service.remove(row, actor=actor))


def _act(request, slug, uuid, act):
    """Do it and go back to the list, or say there why not."""
    event = event_for(request, slug, "event.edit")
    try:
        act(_question(event, uuid), request.user)
    except EventError as error:
        messages.error(request, str(error))
    return redirect("events:questions", event.slug)


def _form_page(request, event, question, above):
    sent = request.POST if request.method == "POST" else None
    is_answered = question is not None and question.answers.exists()
    form = QuestionForm(sent, instance=copy(question), above=above, is_answered=is_answered)
    choices, differences = Choices(sent, question=question), []
    if sent is not None and _is_whole(form, choices):
        try:
            saved = _save(event, question, form, choices, request.user)
        except EditedMeanwhile as error:
            form.add_error(None, str(error))
            differences = form.type_over(question.revision) + choices.type_over()
        except EventError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The question is saved."))
            if "more" in request.POST:
                return redirect("events:question_edit", event.slug, saved.uuid)
            return redirect("events:questions", event.slug)
    page = {
        "event": event,
        "question": question,
        "form": form,
        "choices": choices,
        "is_answered": is_answered,
        "differences": differences,
    }
    faulty = bool(form.errors or (sent is not None and not choices.is_valid()))
    return render(request, "events/question_edit.html", page, status=422 if faulty else 200)


def _is_whole(form, choices) -> bool:
    """Both checked, so that all faults show at once; then whether they fit together."""
    if not all([form.is_valid(), choices.is_valid()]):
        return False
    refusal = choices.fits(form.cleaned_data["kind"])
    if refusal:
        form.add_error("kind", refusal)
    return not refusal


def _save(event, question, form, choices, actor):
    planned = form.planned(choices.options())
    if question is None:
        return service.add(event, planned, actor=actor)
    return service.edit(question, planned, actor=actor, revision=form.cleaned_data["revision"])


def _question(event, uuid):
    return get_object_or_404(event.questions.all(), uuid=uuid)
