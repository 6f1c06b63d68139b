"""The platform's addresses and the floor: a view with one query behind the same server and middleware."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from backend.urls import urlpatterns as pages
from events.models import Event


@login_not_required
def floor(request):
    Event.objects.values_list("pk").first()
    return HttpResponse("floor")


urlpatterns = [path("bench/floor", floor), *pages]
