"""Reporting a barrier: a form and the answer with its ticket number."""

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from backend.forms import BarrierForm
from backend.models import BarrierReport
from backend.services import barriers
from networking.errors import TooManyRequests
from networking.services import limits

_SALT = "barrier-report"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_barrier(request):
    if ticket := request.GET.get("ticket"):
        return _received(request, ticket)
    form = BarrierForm(request.POST or None, initial={"page": request.GET.get("page", "")[:500]})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                limits.spend("barrier", limits.client_of(request))
            except TooManyRequests as error:
                form.add_error(None, str(error))
                status = error.status
            else:
                barrier = barriers.report(**form.report(), language=request.LANGUAGE_CODE)
                ticket = signing.dumps(barrier.number, salt=_SALT)
                return redirect(f"{reverse('report_barrier')}?ticket={ticket}")
    return render(request, "backend/report_barrier.html", {"form": form}, status=status)


def _received(request, ticket: str):
    """The ticket's number travels signed, so that nobody can try out numbers."""
    try:
        number = signing.loads(ticket, salt=_SALT, max_age=86_400)
    except signing.BadSignature:
        return redirect("report_barrier")
    barrier = BarrierReport.objects.filter(number=number).first()
    if barrier is None:
        return redirect("report_barrier")
    return render(request, "backend/barrier_received.html", {"barrier": barrier})
