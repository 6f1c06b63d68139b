"""What participants fill in. The form checks shape and politeness; services decide about seats."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events import questionnaire
from events.enums import AttendeeList, Category
from events.forms.questionnaire import PREFIX, QuestionsForm, given
from events.forms.visibility import VisibilityForm
from events.models import Event, Question, Registration
from events.services.contact import Contact
from networking.forms.polite import PoliteForm
from networking.models import Project
from networking.models.fields import one_line

_FIRST = ("given_name", "family_name", "email", "organisation", "category", "project")


class ContactForm(QuestionsForm):
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
    listed = VisibilityForm.base_fields["listed"]

    def __init__(self, *args, event: Event, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.event, self.language = event, language
        self.fields["project"].queryset = Project.objects.filter(is_published=True).order_by("title_de")
        if event.policy("attendee_list") == AttendeeList.TEAM:
            del self.fields["listed"]
        self.add_questions(event, self.questions_asked(), self.former_answers())
        self.order_fields([*_FIRST, *(name for name in self.fields if name.startswith(PREFIX))])

    def questions_asked(self) -> list[Question]:
        return questionnaire.asked(self.event)

    def former_answers(self) -> dict:
        """What was answered already, where somebody is registered."""
        return {}

    def clean_category(self) -> str:
        return self.cleaned_data["category"] or Category.OTHER

    def contact(self) -> Contact:
        """The valid form's content, with the language of the page it was filled in on."""
        values = {name: self.cleaned_data[name] for name in _FIRST if name in self.cleaned_data}
        return Contact(
            **values,
            language=self.language,
            listed=tuple(self.cleaned_data.get("listed", ())),
            answers=self.said,
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
        }
        self.registration = registration
        super().__init__(*args, event=registration.event, initial=initial, **kwargs)
        del self.fields["email"]
        self.fields.pop("listed", None)  # a page of its own, where it can be withdrawn at any time

    def former_answers(self) -> dict:
        return given(self.registration.answers.select_related("question", "choice"))

    def contact(self) -> Contact:
        self.cleaned_data["email"] = self.registration.email
        return super().contact()


class AnswersForm(QuestionsForm):
    """Somebody's answers as an organiser writes them down, those that only organisers give among them."""

    insists = False

    def __init__(self, *args, registration: Registration, with_needs: bool, **kwargs):
        super().__init__(*args, **kwargs)
        questions = questionnaire.asked(registration.event, by_organisers=True, with_needs=with_needs)
        answers = given(registration.answers.select_related("question", "choice"))
        self.add_questions(registration.event, questions, answers)
