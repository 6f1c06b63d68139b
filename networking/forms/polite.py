"""What every form that anybody may send asks, so that robots stay out without a puzzle for people."""

import uuid

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy as _


class PoliteForm(forms.Form):
    """A hidden key (recognises a repeat), a signed time (faster than a person types?) and a field to leave empty.

    No third party is asked and nothing is needed of the browser. Whatever fails says what to do next.
    """

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    stamp = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    website = forms.CharField(
        label=_("Please leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial |= {"key": uuid.uuid4().hex, "stamp": signing.dumps("shown", salt="form")}

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Please leave this field empty: only robots fill it in."))
        return ""

    def clean_stamp(self) -> str:
        """Raises a sentence for a form that is missing its time, too fast or too old."""
        stamp = self.cleaned_data["stamp"]
        try:
            signing.loads(stamp, salt="form", max_age=settings.FORM_MAX_SECONDS)
        except signing.SignatureExpired:
            self._renew()
            raise forms.ValidationError(
                _("This page was open for very long. Please send it once more.")
            ) from None
        except signing.BadSignature:
            self._renew()
            raise forms.ValidationError(_("Please send the form once more.")) from None
        if settings.FORM_MIN_SECONDS and self._is_younger_than(settings.FORM_MIN_SECONDS):
            raise forms.ValidationError(
                _("That was very fast. Please check your entries and send them once more.")
            )
        return stamp

    def _is_younger_than(self, seconds: float) -> bool:
        try:
            signing.loads(self.cleaned_data["stamp"], salt="form", max_age=seconds)
        except signing.SignatureExpired:
            return False
        return True

    def _renew(self) -> None:
        """The page that comes back carries a fresh time; what was typed stays."""
        self.data = self.data.copy()
        self.data[self.add_prefix("stamp")] = signing.dumps("shown", salt="form")

    @property
    def typed_fields(self) -> list:
        """The visible fields, without the one people leave empty."""
        return [field for field in self.visible_fields() if field.name != "website"]
