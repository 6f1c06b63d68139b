"""Who joins a project's team, and how a project begins."""

from django import forms
from django.utils.translation import gettext_lazy as _

from networking.enums import Language
from networking.models.fields import one_line


class MemberForm(forms.Form):
    """One person by e-mail address."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Enter the person's e-mail address."),
            "invalid": _("Enter an e-mail address in the form name@example.org."),
        },
    )
    given_name = forms.CharField(label=_("Given name"), max_length=100, required=False, validators=[one_line])
    family_name = forms.CharField(
        label=_("Family name"), max_length=100, required=False, validators=[one_line]
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=Language.choices, initial=Language.GERMAN, required=False
    )

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or Language.GERMAN


class NewProjectForm(MemberForm):
    """The title, and whom to invite as the first of its team."""

    title_de = forms.CharField(
        label=_("German title"),
        max_length=200,
        validators=[one_line],
        error_messages={"required": _("Enter the German title.")},
    )
    title_en = forms.CharField(
        label=_("English title"), max_length=200, required=False, validators=[one_line]
    )
    field_order = ("title_de", "title_en", "email", "given_name", "family_name", "language")

    def person(self) -> dict[str, str]:
        names = ("email", "given_name", "family_name", "language")
        return {name: self.cleaned_data[name] for name in names}
