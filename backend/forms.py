"""Forms of pages that belong to no single floor."""

from django import forms
from django.utils.translation import gettext_lazy as _

from networking.forms.polite import PoliteForm
from networking.models.fields import one_line, several_lines


class BarrierForm(PoliteForm):
    """What stands in somebody's way. Only the description is needed."""

    description = forms.CharField(
        label=_("What can you not use, or only with difficulty?"),
        help_text=_(
            "For example: a button that the keyboard does not reach, or a text that is hard to read."
        ),
        max_length=4000,
        validators=[several_lines],
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Describe what stands in your way.")},
    )
    page = forms.CharField(
        label=_("Address of the page"), max_length=500, required=False, validators=[one_line]
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        required=False,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Only if you want an answer."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Enter an e-mail address in the form name@example.org.")},
    )

    def report(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("page", "description", "name", "email")}
