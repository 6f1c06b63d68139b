"""The doors to signing in that lead elsewhere: this house has no passwords and nobody signs up."""

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def to_sign_in(request):
    """To the page that asks for the address; where one wanted to go is kept (and checked there)."""
    address, target = reverse("account_request_login_code"), request.GET.get(REDIRECT_FIELD_NAME)
    if not target:
        return redirect(address)
    query = QueryDict(mutable=True)
    query[REDIRECT_FIELD_NAME] = target
    return redirect(f"{address}?{query.urlencode(safe='/')}")
