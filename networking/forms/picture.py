"""A photograph, and the words that must come with it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from networking.errors import PictureRefused
from networking.models import Picture
from networking.models.fields import one_line
from networking.services import pictures


class PictureForm(forms.Form):
    """`cleaned_data["file"]` is the photograph made fit for the page, None to keep the one there is."""

    file = forms.FileField(
        label=_("Photograph"),
        required=False,
        help_text=_(
            "JPEG, PNG or WebP, at most 15 megabytes. It is made smaller; place and time are taken out."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"empty": _("This file is empty. Please choose another one.")},
    )
    alt_de = forms.CharField(
        label=_("Description in German"),
        max_length=300,
        validators=[one_line],
        help_text=_(
            "What somebody should know who does not see the picture: who or what, where, doing what."
        ),
        error_messages={"required": _("Describe the picture in a sentence: not everybody sees it.")},
    )
    alt_en = forms.CharField(
        label=_("Description in English"), max_length=300, required=False, validators=[one_line]
    )
    credit = forms.CharField(label=_("Photographer"), max_length=200, required=False, validators=[one_line])
    may_be_shown = forms.BooleanField(
        label=_("We may publish this picture, and everybody who can be recognised has agreed."),
        error_messages={"required": _("Only publish pictures you have the rights to.")},
    )

    def __init__(self, *args, picture: Picture | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.picture = picture
        if picture:
            self.initial = {name: getattr(picture, name) for name in ("alt_de", "alt_en", "credit")}
            self.initial["may_be_shown"] = True

    def clean_file(self) -> pictures.Shot | None:
        upload = self.cleaned_data["file"]
        if upload is None and self.picture is None:
            raise ValidationError(_("Choose a picture."))
        if upload is None:
            return None
        try:
            return pictures.read(upload.read(pictures.LARGEST_FILE + 1))
        except PictureRefused as error:
            raise ValidationError(str(error)) from error

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("alt_de", "alt_en", "credit")}
