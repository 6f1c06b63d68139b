"""A file with projects or topics."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from networking.enums import ImportKind
from networking.services.import_files import LARGEST

_ENDINGS = {
    ImportKind.PROJECTS: (".csv", ".json", ".xlsx"),
    ImportKind.TOPICS: (".csv", ".json", ".xlsx", ".ttl", ".turtle"),
}


class ImportForm(forms.Form):
    """What the file holds, and the file."""

    kind = forms.ChoiceField(
        label=_("The file holds"),
        choices=ImportKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the file holds projects or topics.")},
    )
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.json,.xlsx,.ttl"}),
        help_text=_("CSV, Excel (XLSX) or JSON; topics also as SKOS (Turtle). At most 10 megabytes."),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )

    def clean(self):
        cleaned = super().clean()
        kind, file = cleaned.get("kind"), cleaned.get("file")
        if kind and file and not file.name.lower().endswith(_ENDINGS[kind]):
            endings = ", ".join(_ENDINGS[kind])
            self.add_error(
                "file", _("Only files that end in %(endings)s can be read.") % {"endings": endings}
            )
        return cleaned

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("This file is too large. Please split it."))
        return file
