"""Whom an issue goes to: choose, count, look at a sample, save."""

from copy import copy

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from notifications.errors import NotificationError
from notifications.forms.audience import AudienceForm
from notifications.services.newsletters import audience
from notifications.views.issues import issue_for
from notifications.views.subscriptions import masked_address


@require_http_methods(["GET", "HEAD", "POST"])
def issue_audience(request, uuid):
    """Counting changes nothing; saving does, and only a draft's."""
    row = issue_for(request, uuid)
    if not row.is_editable:
        return redirect("notifications:issue", row.uuid)
    form = AudienceForm(
        request.POST if request.method == "POST" else None,
        initial=row.segment | {"counts_clicks": row.counts_clicks},
    )
    if form.is_bound and not form.is_valid():
        return _render(request, row, row, form, status=422)
    if "save" in request.POST:
        return _save(request, row, form)
    shown = copy(row)
    if form.is_bound:
        shown.segment = form.segment
    return _render(request, row, shown, form)


def _save(request, row, form):
    try:
        audience.choose(
            row, form.segment, counts_clicks=form.cleaned_data["counts_clicks"], actor=request.user
        )
    except NotificationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Whom the issue goes to is saved."))
    return redirect("notifications:issue", row.uuid)


def _render(request, row, shown, form, *, status=200):
    context = {
        "issue": row,
        "form": form,
        "number": audience.count(shown),
        "sample": [masked_address(reader.email) for reader in audience.sample(shown)],
        "few": audience.FEW,
    }
    return render(request, "notifications/issue_audience.html", context, status=status)
