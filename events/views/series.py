"""The organisers' page of an event's series: which edition came before."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.errors import EventError
from events.forms.series import SeriesForm
from events.services import series
from events.views.organising import event_for


@require_http_methods(["GET", "HEAD", "POST"])
def organise_series(request, slug):
    event = event_for(request, slug, "event.edit")
    form = SeriesForm(request.POST if request.method == "POST" else None, event=event, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            if form.has_changed():
                series.follow(event, form.cleaned_data["previous"], actor=request.user)
        except EventError as error:
            form.add_error("previous", error.told_to_organisers)
        else:
            messages.success(request, _("The series is saved."))
            return redirect("events:organise_event", event.slug)
    context = {"event": event, "form": form}
    return render(request, "events/organise_series.html", context, status=422 if form.errors else 200)
