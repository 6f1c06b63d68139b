"""What participants fill in. The form checks shape and politeness; services decide about seats."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.enums import AttendeeList, Category, ConsentKind
from events.models import Event, Registration
from events.services import consents
from events.services.contact import Contact
from networking.forms.polite import PoliteForm
from networking.models import Project
from networking.models.fields import one_line


class ContactForm(forms.Form):
    """A participant's data: for registering, for changing it, and for the API."""

    given_name = forms.CharField(
        label=_("Given name"),
        max_length=100,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Enter your given name.")},
    )
    family_name = forms.CharField(
        label=_("Family name"),
        max_length=100,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": _("Enter your family name.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("We send the confirmation and your private link there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address in the form name@example.org."),
        },
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    category = forms.ChoiceField(
        label=_("Where do you come from?"),
        required=False,
        choices=[("", _("Please choose")), *Category.choices],
    )
    project = forms.ModelChoiceField(
        label=_("MPI project"),
        queryset=Project.objects.none(),
        to_field_name="slug",
        required=False,
        help_text=_("If you come for one of the projects of the Masterplan."),
        empty_label=_("No project"),
        error_messages={"invalid_choice": _("This project is not known. Choose one from the list.")},
    )
    consent_list = forms.BooleanField(
        label=_("My name and organisation may stand on the list of attendees that all attendees see."),
        required=False,
        help_text=_("You can change this at any time."),
    )

    def __init__(self, *args, event: Event, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.event, self.language = event, language
        self.fields["project"].queryset = Project.objects.filter(is_published=True).order_by("title_de")
        if event.policy("attendee_list") != AttendeeList.ATTENDEES:
            del self.fields["consent_list"]

    def clean_category(self) -> str:
        return self.cleaned_data["category"] or Category.OTHER

    def contact(self) -> Contact:
        """The valid form's content, with the language of the page it was filled in on."""
        names = ("given_name", "family_name", "email", "organisation", "category", "project")
        values = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return Contact(
            **values,
            language=self.language,
            consent_list=self.cleaned_data.get("consent_list", False),
        )


class RegistrationForm(PoliteForm, ContactForm):
    """The page's form: the contact data, politeness and the privacy notice."""

    field_order = [*ContactForm.base_fields]

    privacy = forms.BooleanField(
        label=_("I have read the privacy notice."),
        error_messages={"required": _("Please confirm that you have read the privacy notice.")},
    )

    def submission_key(self) -> str:
        """The hidden key with the content: going back and typing something else is a new try, a repeat is not."""
        key = self.cleaned_data.get("key", "")
        return f"{key}:{self.contact().digest}" if key else ""


class ChangeForm(ContactForm):
    """A participant's own data, to be changed. The address stays: the private link was sent to it."""

    def __init__(self, *args, registration: Registration, **kwargs):
        initial = {
            "given_name": registration.given_name,
            "family_name": registration.family_name,
            "organisation": registration.organisation,
            "category": registration.category,
            "project": registration.project.slug if registration.project else None,
            "consent_list": consents.has_given(registration, ConsentKind.ATTENDEE_LIST),
        }
        super().__init__(*args, event=registration.event, initial=initial, **kwargs)
        self.registration = registration
        del self.fields["email"]

    def contact(self) -> Contact:
        self.cleaned_data["email"] = self.registration.email
        return super().contact()
