"""The organisers' pages of the newsletter: list, one issue with its checks and steps, writing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from networking.access import can
from networking.enums import Language
from notifications.enums import BlockKind, BounceKind, IssueState, MessageState, Notice, SubscriptionState
from notifications.errors import IssueEditedMeanwhile, IssueNotSound, NotificationError
from notifications.forms.issues import Blocks, IssueForm, ScheduleForm
from notifications.models import Issue, Subscription
from notifications.newsletter import blocks as document
from notifications.newsletter import markdown
from notifications.queries import came_back, deliveries, readers
from notifications.segments import in_words
from notifications.services.newsletters import approval, audience, sending, writing
from notifications.services.newsletters.checks import Examination


def issue_for(request, uuid) -> Issue:
    """The issue, for those who write newsletters."""
    if not can(request.user, "newsletter.write"):
        raise PermissionDenied
    return get_object_or_404(Issue, uuid=uuid)


@require_safe
def newsletters(request):
    """Issues in work, issues sent, and how many people read them."""
    if not can(request.user, "newsletter.write"):
        raise PermissionDenied
    counts = dict(Subscription.objects.order_by().values_list("state").annotate(Count("pk")))
    context = {
        "figures": [(label, counts.get(state, 0)) for state, label in SubscriptionState.choices],
        "unsent": Issue.objects.unsent().select_related("created_by"),
        "sent": Issue.objects.filter(state__in=[IssueState.SENDING, IssueState.SENT]).order_by("-sent_at")[
            :50
        ],
    }
    return render(request, "notifications/newsletters.html", context)


@require_POST
def issue_new(request):
    if not can(request.user, "newsletter.write"):
        raise PermissionDenied
    issue = writing.create(actor=request.user, from_data="empty" not in request.POST)
    messages.success(
        request, _("The draft is there. Shorten it, add to it; nobody gets it before it is approved.")
    )
    return redirect("notifications:issue_edit", issue.uuid)


@require_safe
def issue(request, uuid):
    row = issue_for(request, uuid)
    return render(request, "notifications/issue.html", _overview(request, row))


@require_http_methods(["GET", "HEAD", "POST"])
def issue_edit(request, uuid):
    row = issue_for(request, uuid)
    if not row.is_editable:
        return redirect("notifications:issue", row.uuid)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = IssueForm(*sent, instance=Issue(**row.content), initial={"revision": row.revision})
    rows = Blocks(row.blocks, *sent)
    if request.method == "GET" or not all([form.is_valid(), rows.is_valid()]):
        return _render_edit(request, row, form, rows, status=422 if request.method == "POST" else 200)
    return _save(request, row, form, rows)


@require_POST
def issue_text(request, uuid):
    """A text as it will look, while one types (htmx); the field is named in the address."""
    issue_for(request, uuid)
    html = markdown.html(request.POST.get(request.GET.get("field", ""), "")[:10_000])
    return render(request, "notifications/_text_preview.html", {"html": mark_safe(html)})  # noqa: S308 -- nh3 cleaned it


@require_POST
def issue_act(request, uuid, act):
    """One step of an issue; refused, the page says why and what to do."""
    row = issue_for(request, uuid)
    if act not in _ACTS:
        raise Http404
    try:
        told = _ACTS[act](request, row)
    except IssueNotSound as error:
        messages.error(request, str(error))
    except NotificationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told)
    gone = act == "delete" and not Issue.objects.filter(pk=row.pk).exists()
    return redirect("notifications:newsletters") if gone else redirect("notifications:issue", row.uuid)


def _overview(request, row):
    examined = None if row.state in (IssueState.SENDING, IssueState.SENT) else Examination(row)
    numbers, back = deliveries(row), came_back(row)
    return {
        "issue": row,
        "checks": examined.checks if examined else [],
        "is_sound": examined is not None and not examined.faults,
        "notice": Notice(row.notice).label if row.notice else "",
        "audience": in_words(row.segment),
        "meant": audience.meant(row),
        "readers": [(language.label, readers(row, language.value).count()) for language in Language],
        "deliveries": [(label, numbers[state]) for state, label in MessageState.choices if state in numbers],
        "came_back": [(label, back[kind]) for kind, label in BounceKind.choices if kind in back],
        "may_approve": can(request.user, "newsletter.approve", row),
        "authors": row.authors.all(),
        "schedule": ScheduleForm(initial={"at": row.scheduled_at}),
        "languages": Language,
    }


def _save(request, row, form, rows):
    act, _colon, target = request.POST.get("act", "save").partition(":")
    content = {name: form.cleaned_data[name] for name in IssueForm.Meta.fields}
    typed, focus = _arranged(rows.blocks(), act, target, request.POST.get("after", ""))
    try:
        saved = writing.edit(
            row, content | {"blocks": typed}, revision=form.cleaned_data["revision"], actor=request.user
        )
    except IssueEditedMeanwhile as error:
        return _render_conflict(request, row, error)
    except NotificationError as error:
        messages.error(request, str(error))
        return redirect("notifications:issue", row.uuid)
    if act == "preview":
        return redirect("notifications:issue_preview", saved.uuid)
    if act == "save":
        messages.success(request, _("The draft is saved."))
    address = redirect("notifications:issue_edit", saved.uuid)
    address["Location"] += f"#block-{focus}" if focus else ""
    return address


def _arranged(typed, act, target, after):
    """The blocks after the button that was pressed, and the one to look at then."""
    if act in ("up", "down"):
        return document.moved(typed, target, up=act == "up"), target
    if act == "remove":
        place = next((number for number, block in enumerate(typed) if block["key"] == target), 0)
        return document.without(typed, target), typed[place - 1]["key"] if place else ""
    if act == "add" and target in BlockKind.values and len(typed) < document.MOST:
        fresh = document.new(target)
        return document.with_new(typed, fresh, after), fresh["key"]
    return typed, ""


def _render_edit(request, row, form, rows, *, status=200, conflicts=()):
    context = {
        "issue": row,
        "form": form,
        "rows": rows,
        "kinds": BlockKind.choices,
        "conflicts": conflicts,
        "faulty": status == 422,
        "is_full": len(rows.forms) >= document.MOST,
    }
    return render(request, "notifications/issue_edit.html", context, status=status)


def _render_conflict(request, row, error):
    """Both versions: mine in the form, over the newest state; theirs beside it."""
    form = IssueForm(instance=Issue(**error.content), initial={"revision": error.revision})
    names = {name: field.label for name, field in IssueForm.base_fields.items()}
    messages.error(request, str(error))
    conflicts = [
        (
            names.get(conflict.name) or f"{BlockKind(conflict.kind).label}: {conflict.name}",
            conflict.theirs,
            conflict.key,
        )
        for conflict in error.conflicts
    ]
    return _render_edit(request, row, form, Blocks(error.content["blocks"]), status=409, conflicts=conflicts)


def _submit(request, row):
    approval.submit(row, actor=request.user)
    return _("The issue waits for approval by a second person.")


def _approve(request, row):
    approval.approve(row, actor=request.user)
    return _("The issue is approved. Now choose when it goes out.")


def _schedule(request, row):
    if "now" in request.POST:
        at = timezone.now()
    else:
        form = ScheduleForm(request.POST)
        if not form.is_valid():
            raise NotificationError(form.errors["at"][0])
        at = form.cleaned_data["at"]
    approval.schedule(row, at, actor=request.user)
    return _("The issue is scheduled. Until then you can take it back.")


def _unschedule(request, row):
    approval.unschedule(row, actor=request.user)
    return _("The issue will not go out by itself any more.")


def _reopen(request, row):
    approval.reopen(row, actor=request.user)
    return _("The issue is a draft again. It needs approval anew.")


def _test(request, row):
    language = request.POST.get("language")
    mail = sending.send_test(row, language if language in Language.values else "de", actor=request.user)
    return _("A test is on its way to %(address)s.") % {"address": mail.to_email}


def _delete(request, row):
    writing.delete(row, actor=request.user)
    return _("The draft is deleted.")


_ACTS = {
    "submit": _submit,
    "approve": _approve,
    "schedule": _schedule,
    "unschedule": _unschedule,
    "reopen": _reopen,
    "test": _test,
    "delete": _delete,
}
