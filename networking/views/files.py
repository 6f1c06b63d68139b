"""Bringing projects and topics in as files, with a preview, and taking them out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from networking.access import can
from networking.enums import ImportKind
from networking.errors import ImportRefused
from networking.exports import network_files
from networking.forms.files import ImportForm
from networking.models import ImportFile
from networking.services import audit, import_files

SHOWN = 200  # faults and changes the preview lists


@require_http_methods(["GET", "HEAD", "POST"])
def files(request):
    _refuse_others(request)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kept = import_files.keep(form.cleaned_data["kind"], file.name, file.read(), actor=request.user)
        return redirect("networking:import_file", kept.uuid)
    offered = [(kind, kind.label, network_files.OFFERED[kind]) for kind in ImportKind]
    context = {"form": form, "offered": offered}
    return render(request, "networking/files.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request, uuid):
    """Every fault, or what would change; then the button that does it."""
    _refuse_others(request)
    kept = ImportFile.objects.filter(uuid=uuid, created_by=request.user).first()
    if kept is None:
        return redirect("networking:files")
    if request.method == "POST" and "discard" in request.POST:
        kept.delete()
        messages.success(request, _("Nothing was imported. The file is deleted."))
        return redirect("networking:files")
    if request.method == "POST":
        try:
            tally = import_files.write(kept)
        except ImportRefused:
            pass  # the preview names every fault
        else:
            said = _("Imported: %(new)d new, %(changed)d changed, %(unchanged)d unchanged.")
            messages.success(request, said % vars(tally))
            return redirect("networking:organise_network")
    judgement = import_files.judge(kept)
    context = {
        "kept": kept,
        "tally": judgement.tally,
        "faults": judgement.faults[:SHOWN],
        "more_faults": len(judgement.faults) - SHOWN,
        "touched": judgement.touched[:SHOWN],
        "more_touched": len(judgement.touched) - SHOWN,
    }
    status = 422 if judgement.faults and request.method == "POST" else 200
    return render(request, "networking/import_file.html", context, status=status)


@require_safe
def export_file(request, kind, ending):
    _refuse_others(request)
    if ending not in network_files.OFFERED.get(kind, ()):
        raise Http404
    audit.record(f"{kind}.export", request.user, actor=request.user, fields=[ending])
    response = HttpResponse(network_files.content(kind, ending), content_type=network_files.TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="mpi-{kind}.{ending}"'
    return response


def _refuse_others(request) -> None:
    if not can(request.user, "network.edit"):
        raise Http404
