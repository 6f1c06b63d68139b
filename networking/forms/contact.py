"""What a team answers to a suggestion or a contact request."""

from django import forms
from django.utils.translation import gettext_lazy as _

from networking.enums import Misfit, Outcome


class AskForm(forms.Form):
    """A sentence for the other team; nobody's name or address goes along by itself."""

    message = forms.CharField(
        label=_("A sentence for the other team"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "What you would like to talk about. Your name and address go along only when both want it."
        ),
    )


class MisfitForm(forms.Form):
    """Why it does not fit; the other side never learns."""

    misfit = forms.ChoiceField(
        label=_("Why does it not fit?"), choices=Misfit.choices, required=False, widget=forms.RadioSelect
    )


class OptOutForm(forms.Form):
    reason = forms.CharField(
        label=_("Why? It helps us to do better"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only your team and the network's editors read it."),
    )


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
