"""What every request passes."""

from urllib.parse import unquote, urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth import middleware as auth_middleware
from django.http import HttpResponseBadRequest
from django.middleware import gzip
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext as _

from networking.views.encodings import takes


class GZipMiddleware(gzip.GZipMiddleware):
    """Hears a program that refuses compression by `q=0`; Django looks only whether the word stands in the header."""

    def process_response(self, request, response):
        if takes(request, "gzip"):
            return super().process_response(request, response)
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


class LanguageFromPathMiddleware:
    """The address alone chooses the language: /en/... is English, all else German. Never a cookie or a header."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = "en" if request.path_info == "/en" or request.path_info.startswith("/en/") else "de"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class BadRequestTextMiddleware:
    """A NUL character in the address cannot be stored or searched: 400 with a sentence instead of a crash."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path_info or "\x00" in unquote(request.META.get("QUERY_STRING", "")):
            return HttpResponseBadRequest(
                _("This address contains a character that cannot be read. Please check it."),
                content_type="text/plain; charset=utf-8",
            )
        return self.get_response(request)


class LoginRequiredMiddleware(auth_middleware.LoginRequiredMiddleware):
    """Every page needs a sign-in unless its view says otherwise.

    Django asks who is there even for the public views, which opens the session and marks every answer with
    `Vary: Cookie`: no cache could share a calendar. Here a public view is let through unasked.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class SecondFactorMiddleware:
    """With MPI_REQUIRE_SECOND_FACTOR, organisers' pages open only in a session that used the second factor.

    Whoever has none sets one up first. allauth asks for it at sign-in; a session from before it was set up, or
    made in another way, is asked here.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.REQUIRE_SECOND_FACTOR and self._is_organisers(request.path_info):
            person = request.user
            if person.is_authenticated and not is_mfa_enabled(person, [Authenticator.Type.TOTP]):
                messages.info(request, _("Organisers need a second factor. Please set it up now."))
                return redirect("mfa_activate_totp")
            if person.is_authenticated and not self._used_it(request, person):
                query = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
                return redirect(f"{reverse('mfa_reauthenticate')}?{query}")
        return self.get_response(request)

    @staticmethod
    def _is_organisers(path: str) -> bool:
        return path.startswith(("/organise/", "/en/organise/"))

    @staticmethod
    def _used_it(request, person) -> bool:
        return any(record.get("method") == "mfa" for record in get_authentication_records(request, person))


class PrivateCacheMiddleware:
    """Answers to a signed-in person are kept by nobody: no proxy, no shared browser."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.session.accessed and request.user.is_authenticated and "ETag" not in response:
            add_never_cache_headers(response)
        return response
