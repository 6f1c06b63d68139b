"""Pages behind a private link: nobody keeps them, nobody indexes them, their address travels nowhere."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.utils.cache import add_never_cache_headers


def private_page(view):
    """The decorated view answers to whoever holds the link, without an account.

    The answer says no-store and noindex, and its address travels nowhere: a link from here names only the site. (With
    "no-referrer" browsers send `Origin: null`, and the CSRF check would refuse the forms on these pages.)
    """

    @login_not_required
    @wraps(view)
    def private(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return private
