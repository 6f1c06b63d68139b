"""Readers of a former list, and the search for one reader's proofs."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from notifications.enums import ImportWay
from notifications.services.reader_import import LARGEST

_ENDINGS = (".csv", ".xlsx")


class ReaderFileForm(forms.Form):
    """The list, and by what right its people get mail."""

    way = forms.ChoiceField(
        label=_("How the people come in"),
        choices=ImportWay.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the file holds the proof of each consent.")},
    )
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=_(
            "CSV or Excel (XLSX) with the columns email, date (2024-10-31), source and text of the consent; "
            "if you like also language (de, en), topics and formats. Without proof, email is enough."
        ),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(_ENDINGS):
            raise ValidationError(
                _("Only files that end in %(endings)s can be read.") % {"endings": ", ".join(_ENDINGS)}
            )
        if file.size > LARGEST:
            raise ValidationError(_("This file is too large. Please split it."))
        return file


class ReaderSearchForm(forms.Form):
    """A whole address: nobody leafs through the readers."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={
            "required": _("Enter the whole e-mail address."),
            "invalid": _("Enter an e-mail address in the form name@example.org."),
        },
    )
