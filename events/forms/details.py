"""Somebody's contact data as an organiser puts them right."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.registration import ChangeForm
from events.models import Question, Registration
from networking.enums import Language


class DetailsForm(ChangeForm):
    """Contact data and the language of the mails. Answers have a page of their own, consents are the person's alone."""

    language = forms.ChoiceField(label=_("Language of the mails"), choices=Language.choices)

    def __init__(self, *args, registration: Registration, **kwargs):
        super().__init__(*args, registration=registration, language=registration.language, **kwargs)
        self.initial["language"] = registration.language
        self.fields["given_name"].error_messages["required"] = _("Enter the given name.")
        self.fields["family_name"].error_messages["required"] = _("Enter the family name.")
        self.fields["category"].label = _("Comes from")
        self.fields["project"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"  # never the organiser's own data

    def questions_asked(self) -> list[Question]:
        return []

    def clean(self):
        cleaned = super().clean()
        self.language = self.cleaned_data.get("language", self.language)
        return cleaned
