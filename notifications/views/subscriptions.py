"""The newsletter's pages: ask for it, confirm, choose, leave. Opening a link changes nothing; a button does."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from networking.enums import Source
from networking.errors import TooManyRequests
from networking.models.address import address_key
from networking.services import limits
from networking.views.private import private_page
from notifications import links
from notifications.forms.subscriptions import ChoicesForm, SignUpForm
from notifications.services import consents, subscriptions


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def newsletter(request):
    if request.method != "POST":
        form = SignUpForm(initial={"language": request.LANGUAGE_CODE})
        return render(request, "notifications/newsletter.html", {"form": form})
    form = SignUpForm(request.POST)
    try:
        limits.spend("newsletter", limits.client_of(request))
        if form.is_valid():
            _subscribe(form.cleaned_data)
            return redirect("notifications:newsletter_requested")
    except TooManyRequests as error:
        form.add_error(None, str(error))
        refusal = _refused(request, form, status=429)
        refusal.headers["Retry-After"] = error.retry_after
        return refusal
    return _refused(request, form, status=422)


def _subscribe(entries):
    limits.spend("newsletter_email", address_key(entries["email"]))
    limits.spend("newsletter_all", "")
    subscriptions.subscribe(entries["email"], entries["language"], entries["topics"], entries["formats"])


def _refused(request, form, *, status):
    return render(request, "notifications/newsletter.html", {"form": form}, status=status)


@login_not_required
@require_safe
def newsletter_requested(request):
    """The same page for every address, whether it is known or not."""
    return render(request, "notifications/newsletter_requested.html")


def reader_page(purpose: str):
    """The decorated view gets the subscription behind the token; a forged, revoked or foreign one does not exist."""

    def decorate(view):
        @private_page
        @wraps(view)
        def page(request, token):
            subscription = links.subscription_for(token, purpose)
            if subscription is None:
                raise Http404
            return view(request, subscription)

        return page

    return decorate


@require_http_methods(["GET", "HEAD", "POST"])
@reader_page(links.CONFIRM)
def newsletter_confirm(request, subscription):
    if request.method == "POST":
        subscriptions.confirm(subscription)
        return redirect(request.path)
    context = {
        "subscription": subscription,
        "topics": subscription.topics.all(),
        "sentence": subscriptions.CONSENT_SENTENCE,
    }
    return render(request, "notifications/newsletter_confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@reader_page(links.PREFERENCES)
def newsletter_preferences(request, subscription):
    if "leave" in request.POST:
        subscriptions.unsubscribe(subscription)
        return redirect(request.path)
    chosen = {
        "language": subscription.language,
        "formats": subscription.formats,
        "topics": list(subscription.topics.values_list("slug", flat=True)),
    }
    form = ChoicesForm(request.POST or None, initial=chosen)
    if form.is_valid():
        subscriptions.change(subscription, **form.cleaned_data)
        messages.success(request, _("Your choices are saved."))
        return redirect(request.path)
    context = {"form": form, "subscription": subscription, "consents": consents.of(subscription)}
    status = 422 if form.is_bound else 200
    return render(request, "notifications/newsletter_preferences.html", context, status=status)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@reader_page(links.UNSUBSCRIBE)
def newsletter_unsubscribe(request, subscription):
    """A page with a button; and RFC 8058's one click, sent by mail programs without cookies.

    Exactly that POST needs no CSRF token: the secret in the address is all it has.
    """
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        subscriptions.unsubscribe(subscription, source=Source.MAIL)
        return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
    return _unsubscribe_page(request, subscription)


@csrf_protect
def _unsubscribe_page(request, subscription):
    if request.method == "POST":
        subscriptions.unsubscribe(subscription)
        return redirect(request.path)
    context = {"subscription": subscription, "masked_address": masked_address(subscription.email)}
    return render(request, "notifications/newsletter_unsubscribe.html", context)


def masked_address(email: str) -> str:
    """A newsletter gets forwarded: whoever opens its link need not learn the reader's whole address."""
    name, _at, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}"
