"""Pages that take personal data out of the house: only soon after signing in."""

import time
from functools import wraps
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.shortcuts import redirect
from django.urls import reverse


def fresh_sign_in(view):
    """Whoever did not sign in within the last MPI_EXPORT_SIGN_IN_MINUTES proves anew who they are, then goes on.

    By the second factor where there is one, else by a code that goes to their address.
    """

    @wraps(view)
    def fresh(request, *args, **kwargs):
        if _is_fresh(request):
            return view(request, *args, **kwargs)
        has_app = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
        address = reverse("mfa_reauthenticate" if has_app else "sign_in_again")
        return redirect(f"{address}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")

    return fresh


def _is_fresh(request) -> bool:
    seconds = settings.EXPORT_SIGN_IN_MINUTES * 60
    proofs = [record["at"] for record in get_authentication_records(request, request.user)]
    return not seconds or max(proofs, default=0) > time.time() - seconds
