"""Who joins an event's team."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.enums import TeamRole
from networking.enums import Language
from networking.models.fields import one_line

ROLES = [
    (TeamRole.OWNER, _("owner: everything, also cancelling the event and changing the team")),
    (TeamRole.EDITOR, _("editor: plans, publishes, and sees the attendees")),
    (TeamRole.DESK, _("registration desk: sees the attendees and decides about registrations")),
    (TeamRole.CHECK_IN, _("check-in only: ticks who has come")),
]


class MemberForm(forms.Form):
    """One person by e-mail address, with their role."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Enter the person's e-mail address."),
            "invalid": _("Enter an e-mail address in the form name@example.org."),
        },
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=ROLES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what this person does.")},
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
