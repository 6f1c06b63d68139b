"""The organisers' pages about readers: bring a former list in after a preview, print what one of them agreed to."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from networking.access import can
from networking.enums import Source
from networking.models.address import address_key
from networking.services import audit
from notifications.forms.readers import ReaderFileForm, ReaderSearchForm
from notifications.models import ReaderFile, Subscription
from notifications.services import consents, reader_import

SHOWN = 200  # faults the preview lists


@require_http_methods(["GET", "HEAD", "POST"])
def readers(request):
    """Two forms: the search for one reader, sent by POST so that no log holds the address, and the file."""
    _refuse_others(request)
    search = ReaderSearchForm(request.POST if "search" in request.POST else None)
    upload = ReaderFileForm(*((request.POST, request.FILES) if "upload" in request.POST else ()))
    if search.is_valid():
        found = Subscription.objects.filter(email_key=address_key(search.cleaned_data["email"])).first()
        if found:
            return redirect("notifications:reader", found.uuid)
        search.add_error("email", _("Nobody reads the newsletter at this address, or ever has."))
    if upload.is_valid():
        file = upload.cleaned_data["file"]
        kept = reader_import.keep(file.name, file.read(), upload.cleaned_data["way"], actor=request.user)
        return redirect("notifications:reader_file", kept.uuid)
    form = search if search.errors else upload
    context = {"search": search, "upload": upload, "form": form}
    return render(request, "notifications/readers.html", context, status=422 if form.errors else 200)


@require_safe
def reader(request, uuid):
    """What one reader chose and agreed to, for printing. Looking is noted."""
    _refuse_others(request)
    subscription = get_object_or_404(Subscription, uuid=uuid)
    audit.record("consents.read", subscription, actor=request.user, source=Source.ORGANISER)
    context = {"subscription": subscription, "consents": consents.of(subscription)}
    return render(request, "notifications/reader.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reader_file(request, uuid):
    """Every fault, or whom it would bring in; then the button that does it."""
    _refuse_others(request)
    kept = ReaderFile.objects.filter(uuid=uuid, created_by=request.user).first()
    if kept is None:
        return redirect("notifications:readers")
    if request.method == "POST" and "discard" in request.POST:
        kept.delete()
        messages.success(request, _("Nothing was imported. The file is deleted."))
        return redirect("notifications:readers")
    judged = reader_import.write(kept) if request.method == "POST" else reader_import.judge(kept)
    if request.method == "POST" and not judged.faults:
        number = len(judged.fresh)
        told = ngettext("%(number)d reader was brought in.", "%(number)d readers were brought in.", number)
        messages.success(request, told % {"number": number})
        return redirect("notifications:readers")
    context = {
        "kept": kept,
        "judged": judged,
        "faults": judged.faults[:SHOWN],
        "more_faults": len(judged.faults) - SHOWN,
        "number": len(judged.fresh),
    }
    return render(request, "notifications/reader_file.html", context, status=422 if judged.faults else 200)


def _refuse_others(request) -> None:
    if not can(request.user, "newsletter.write"):
        raise PermissionDenied
