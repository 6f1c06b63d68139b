"""The platform's addresses and the floors behind the same server and middleware: one query, and a file."""

import os

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpResponse
from django.urls import path

from backend.urls import urlpatterns as pages
from events.models import Event


@login_not_required
def floor(request):
    Event.objects.values_list("pk").first()
    return HttpResponse("floor")


@login_not_required
def file(request):
    return FileResponse(open(os.environ["BENCH_FILE"], "rb"), content_type="text/calendar; charset=utf-8")


urlpatterns = [path("bench/floor", floor), path("bench/file", file), *pages]
