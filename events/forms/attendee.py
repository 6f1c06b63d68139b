"""What organisers write about one person: adding them by hand, at the door, and a note."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from events import questionnaire
from events.forms.registration import ContactForm
from events.models import Question
from networking.access import can
from networking.enums import Language
from networking.models import Person
from networking.models.fields import one_line


class AddForm(ContactForm):
    """Somebody whom the organiser registers. They agreed to nothing yet: no consent is asked for here."""

    language = forms.ChoiceField(
        label=_("Language of the mails"), choices=Language.choices, initial=Language.GERMAN
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    insists = False

    def __init__(self, *args, actor: Person, **kwargs):
        self.actor = actor
        super().__init__(*args, language="", **kwargs)
        self.fields.pop("listed", None)
        self.initial.setdefault("key", uuid.uuid4().hex)
        self.fields["given_name"].error_messages["required"] = _("Enter the given name.")
        self.fields["family_name"].error_messages["required"] = _("Enter the family name.")
        self.fields["email"].error_messages["required"] = _("Enter the e-mail address.")
        self.fields["email"].help_text = _("The confirmation and the private link go there.")
        self.fields["category"].label = _("Comes from")
        self.fields["project"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"  # never the organiser's own data

    def questions_asked(self) -> list[Question]:
        with_needs = can(self.actor, "needs.read", self.event)
        return questionnaire.asked(self.event, by_organisers=True, with_needs=with_needs)

    def clean(self):
        self.language = self.cleaned_data.get("language", Language.GERMAN)
        return super().clean()


class AdmissionReasonForm(forms.Form):
    """Why somebody is let in though no seat is free."""

    reason = forms.CharField(
        label=_("Reason, if no seat is free"),
        required=False,
        max_length=500,
        validators=[one_line],
        help_text=_("For example: 12 of those registered did not come. Stands in the history."),
    )


class WalkInForm(AddForm, AdmissionReasonForm):
    """Somebody who came without registering: at the door nobody is questioned."""

    field_order = [
        "given_name",
        "family_name",
        "email",
        "organisation",
        "project",
        "category",
        "language",
        "reason",
    ]

    def questions_asked(self) -> list[Question]:
        return []


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=500,
        validators=[one_line],
        help_text=_(
            "Only the organisers read it. Write nothing that the person should not read: they may ask for it."
        ),
    )
