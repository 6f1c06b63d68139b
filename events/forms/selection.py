"""What organisers say to many people at once."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from events.services.selection import Letter
from networking.models.fields import one_line, several_lines


class SelectionField(forms.CharField):
    """The people whom the preview named, as one hidden value: exactly these and nobody who came later."""

    widget = forms.HiddenInput

    def to_python(self, value) -> list[uuid.UUID]:
        try:
            return [uuid.UUID(text) for text in (super().to_python(value) or "").split(",") if text]
        except ValueError:
            raise forms.ValidationError(_("The selection cannot be read. Please choose again.")) from None

    def prepare_value(self, value) -> str:
        return value if isinstance(value, str) else ",".join(map(str, value or []))


class LetterForm(forms.Form):
    """A message, plain text, in German and, if the organisers write it, in English."""

    subject_de = forms.CharField(label=_("German subject"), max_length=150, validators=[one_line])
    text_de = forms.CharField(
        label=_("German text"),
        max_length=5000,
        validators=[several_lines],
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Plain text. Greeting, date and place, the private link and the closing are added."),
    )
    subject_en = forms.CharField(
        label=_("English subject"), max_length=150, required=False, validators=[one_line]
    )
    text_en = forms.CharField(
        label=_("English text"),
        max_length=5000,
        required=False,
        validators=[several_lines],
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("If it is missing, everybody gets the German text."),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4().hex)

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("subject_en")) != bool(cleaned.get("text_en")):
            missing = "text_en" if cleaned.get("subject_en") else "subject_en"
            self.add_error(missing, _("English needs both, subject and text. Or leave both empty."))
        return cleaned

    def letter(self) -> Letter:
        names = ("subject_de", "text_de", "subject_en", "text_en")
        return Letter(**{name: self.cleaned_data[name].replace("\r\n", "\n") for name in names})
