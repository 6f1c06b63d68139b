"""Whom somebody sends in their place."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.registration import ContactForm
from events.services.contact import Contact


class DeputyForm(forms.Form):
    """Another person's name and address: the browser must not fill in one's own."""

    given_name = ContactForm.base_fields["given_name"]
    family_name = ContactForm.base_fields["family_name"]
    email = ContactForm.base_fields["email"]
    organisation = ContactForm.base_fields["organisation"]

    def __init__(self, *args, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.language = language
        self.fields["given_name"].error_messages["required"] = _("Enter the given name.")
        self.fields["family_name"].error_messages["required"] = _("Enter the family name.")
        self.fields["email"].error_messages["required"] = _("Enter the e-mail address.")
        self.fields["email"].help_text = _("Your deputy's own private link goes there.")
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def contact(self) -> Contact:
        """The valid form's content; mails go out in the language of whoever named the deputy."""
        return Contact(**self.cleaned_data, language=self.language)
