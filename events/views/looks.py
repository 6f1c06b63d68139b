"""Who looked at the personal data of an event, for its owner and the auditor."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.services.looks import TOGETHER
from events.views.organising import event_for

PER_PAGE = 50


@require_safe
def who_looked(request, slug):
    event = event_for(request, slug, "looks.read")
    rows = event.looks.select_related("person", "registration")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"event": event, "page": page, "minutes": TOGETHER.seconds // 60}
    return render(request, "events/who_looked.html", context)
