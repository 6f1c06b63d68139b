"""The doors to signing in that lead elsewhere: this house has no passwords and nobody signs up."""

from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.decorators import login_not_required
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe


@login_not_required
@require_safe
def to_sign_in(request):
    """To the page that asks for the address; where one wanted to go is kept (and checked there)."""
    return _to_sign_in(request.GET.get(REDIRECT_FIELD_NAME))


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_again(request):
    """Before something leaves the house: why, then out and in again by a new code."""
    if request.method == "POST":
        logout(request)
        return _to_sign_in(request.POST.get(REDIRECT_FIELD_NAME))
    return render(request, "account/sign_in_again.html", {"target": request.GET.get(REDIRECT_FIELD_NAME, "")})


def _to_sign_in(target):
    address = reverse("account_request_login_code")
    if not target:
        return redirect(address)
    query = QueryDict(mutable=True)
    query[REDIRECT_FIELD_NAME] = target
    return redirect(f"{address}?{query.urlencode(safe='/')}")
