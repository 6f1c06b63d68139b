"""The answers to an invitation: yes with what the event asks, no with or without a reason, or somebody else."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events import questionnaire
from events.forms.questionnaire import QuestionsForm
from events.models import Event, Invitation
from events.services.contact import Contact
from networking.models.address import address_key
from networking.models.fields import one_line


class AcceptForm(QuestionsForm):
    """The event's questions; without any, the button is enough."""

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_questions(event, questionnaire.asked(event), {})


class DeclineForm(forms.Form):
    """Saying no may have a reason; nobody has to give one."""

    reason = forms.CharField(label=_("Reason"), max_length=500, required=False, validators=[one_line])


class DeputyForm(forms.Form):
    """Who is to come instead. They are asked themselves; nothing is decided for them."""

    prefix = "deputy"
    given_name = forms.CharField(
        label=_("Given name"),
        max_length=100,
        validators=[one_line],
        error_messages={"required": _("Enter the given name.")},
    )
    family_name = forms.CharField(
        label=_("Family name"),
        max_length=100,
        validators=[one_line],
        error_messages={"required": _("Enter the family name.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Their own invitation goes there."),
        error_messages={
            "required": _("Enter the e-mail address."),
            "invalid": _("Enter an e-mail address in the form name@example.org."),
        },
    )
    organisation = forms.CharField(
        label=_("Organisation"), max_length=200, required=False, validators=[one_line]
    )

    def __init__(self, *args, invitation: Invitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.initial.setdefault("organisation", invitation.organisation)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"  # another person's data

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if address_key(email) == self.invitation.email_key:
            raise forms.ValidationError(_("This is your own address. Enter that of your deputy."))
        return email

    def contact(self) -> Contact:
        """The deputy's data; the project they come for and the language are those of the invitation."""
        project, language = self.invitation.project, self.invitation.language
        return Contact(**self.cleaned_data, project=project, language=language)
