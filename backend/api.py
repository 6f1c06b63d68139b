"""The API's root: who may enter, and the one shape of every refusal.

Deny by default: an operation without `auth=None` asks for a signed-in person. Django's own login page never answers
here, so every address is passed by `_door`, which LoginRequiredMiddleware lets through.
"""

from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.http.request import UnreadablePostError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import SessionAuth

import events.api.events
import events.api.registrations
import networking.api
import notifications.api
from backend.api_docs import DocumentationPage
from events.errors import EventError
from networking.errors import InvalidEntries, NetworkingError, NotFound, TooManyRequests
from networking.services import limits

DESCRIPTION = """
Events, projects, topics and the newsletter of the Masterplan Industriestadt Berlin.

* **Languages**: contents come in German and English side by side. Sentences (`detail`, `message`) and page
  addresses are German; with `?lang=en` they are English.
* **Times** are ISO 8601 with their zone, Berlin's. Days and times without a zone are read as Berlin's.
* **Refusals** are `{"code": …, "detail": …}`: a code for programs, a sentence for people. With `422` and the code
  `invalid`, `errors` names each entry: `[{"field": …, "message": …}]`.
* **Sending** takes `application/json` and is limited per client and per e-mail address; too much is answered by
  `429` with `Retry-After` in seconds. Reading is not limited.
* **Repeating** a registration is safe with the header `Idempotency-Key`: the same key gets the first answer.
"""

api = NinjaAPI(
    title="Treffwerk",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    auth=SessionAuth(),
    docs=DocumentationPage(),
)
api.add_router("", events.api.events.router)
api.add_router("", events.api.registrations.router)
api.add_router("", networking.api.router)
api.add_router("", notifications.api.router)

# --- refusals --------------------------------------------------------------------------------------------

_HTTP = {
    400: ("bad_request", gettext_lazy("The request cannot be read: its body is not valid JSON.")),
    401: ("unauthorized", gettext_lazy("Please sign in first.")),
    403: ("forbidden", gettext_lazy("This is not allowed from here.")),
    405: ("method_not_allowed", gettext_lazy("This address does not take this method.")),
    413: ("too_large", gettext_lazy("The request is too large. Please send less.")),
    415: ("unsupported_media_type", gettext_lazy("Please send the body as application/json.")),
}
_FAULTS = {
    "missing": gettext_lazy("This entry is missing."),
    "string_type": gettext_lazy("Enter a text."),
    "string_unicode": gettext_lazy("This text contains characters that cannot be read."),
    "string_too_long": gettext_lazy("Enter at most %(max_length)s characters."),
    "too_long": gettext_lazy("Enter at most %(max_length)s values."),
    "int_type": gettext_lazy("Enter a whole number."),
    "int_parsing": gettext_lazy("Enter a whole number."),
    "int_from_float": gettext_lazy("Enter a whole number."),
    "greater_than_equal": gettext_lazy("Enter a number of at least %(ge)s."),
    "less_than_equal": gettext_lazy("Enter a number of at most %(le)s."),
    "bool_type": gettext_lazy("Enter true or false."),
    "bool_parsing": gettext_lazy("Enter true or false."),
    "list_type": gettext_lazy("Enter a list."),
    "dict_type": gettext_lazy("Enter an object with names and values."),
    "model_type": gettext_lazy("Enter an object with names and values."),
    "model_attributes_type": gettext_lazy("Enter an object with names and values."),
    "enum": gettext_lazy("Enter one of these words: %(expected)s."),
}


def _refusal(request, status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    return api.create_response(request, {"code": code, "detail": str(detail)} | more, status=status)


def _http_refusal(request, status: int) -> HttpResponse:
    return _refusal(request, status, *_HTTP[status])


@api.exception_handler(NetworkingError)
@api.exception_handler(EventError)
def _refuse(request, error):
    return _refusal(request, error.status, error.code, error)


@api.exception_handler(TooManyRequests)
def _refuse_too_many(request, error):
    response = _refuse(request, error)
    response.headers["Retry-After"] = str(error.retry_after)
    return response


@api.exception_handler(InvalidEntries)
def _refuse_entries(request, error):
    errors = [
        {"field": name, "message": str(m)} for name, sentences in error.errors.items() for m in sentences
    ]
    return _refusal(request, error.status, error.code, error, errors=errors)


@api.exception_handler(ValidationError)
def _refuse_shape(request, error):
    """Ninja's own findings, in our words; what was sent is never repeated."""
    entries: dict[str, list[str]] = {}
    for fault in error.errors:
        entries.setdefault(_field(fault["loc"]), []).append(_sentence(fault))
    return _refuse_entries(request, InvalidEntries({name: found[:1] for name, found in entries.items()}))


@api.exception_handler(Http404)
def _refuse_unknown(request, error):
    return _refuse(request, NotFound())


@api.exception_handler(HttpError)
def _refuse_http(request, error):
    return _http_refusal(request, error.status_code)


@api.exception_handler(UnreadablePostError)
def _refuse_broken_off(request, error):
    return _http_refusal(request, 400)


@api.exception_handler(RequestDataTooBig)
def _refuse_too_large(request, error):
    return _http_refusal(request, 413)


def _field(place: tuple) -> str:
    """("body", "payload", "topics", 0) is the entry "topics.0"; ("query", "limit") is "limit"."""
    names = place[2:] if place[0] == "body" else place[1:]
    return ".".join(str(name)[:100] for name in names)


def _sentence(fault: dict) -> str:
    sentence = _FAULTS.get(fault["type"])
    if sentence is None:
        return _("This value is not valid.")
    return str(sentence) % fault.get("ctx", {})


# --- the door --------------------------------------------------------------------------------------------


def _door(view):
    """Language from ?lang, limits, content type, and JSON for what ninja itself would answer as text or page."""

    @wraps(view)
    def pass_through(request, *args, **kwargs):
        language = "en" if request.GET.get("lang") == "en" else "de"
        with translation.override(language):
            response = _answer(request, view, args, kwargs)
        response.headers["Content-Language"] = language
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return login_not_required(pass_through)


def _answer(request, view, args, kwargs) -> HttpResponse:
    if request.method == "HEAD":
        request.method = "GET"  # the server leaves the body out
    try:
        if request.method not in ("GET", "OPTIONS"):
            limits.spend("api", limits.client_of(request))
            if request.method != "DELETE" and request.content_type != "application/json":
                # a form on a foreign page must not be able to send
                raise HttpError(415, "")
        response = view(request, *args, **kwargs)
    except (Http404, HttpError, NetworkingError) as error:
        return api.on_exception(request, error)
    if isinstance(response, HttpResponseNotAllowed):
        refusal = _http_refusal(request, 405)
        refusal.headers["Allow"] = ", ".join(sorted(response.headers["Allow"].split(", ")))
        return refusal
    return response


def _not_found(request, **kwargs):
    raise Http404


def _behind_the_door() -> tuple:
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        pattern.callback = _door(pattern.callback)
    return patterns, app_name, namespace


urls = _behind_the_door()
not_found = _door(_not_found)  # every other address below /api/
