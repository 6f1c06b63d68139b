"""What readers of the newsletter enter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.enums import Format
from networking.enums import Language
from networking.forms.polite import PoliteForm
from networking.models import Topic
from notifications.services.subscriptions import CONSENT_SENTENCE


class ChoicesForm(forms.Form):
    """What a reader wants to receive, and in which language."""

    language = forms.ChoiceField(label=_("Language of the newsletter"), choices=Language.choices)
    formats = forms.MultipleChoiceField(
        label=_("Events"),
        help_text=_("Without a choice you hear of all of them."),
        choices=[choice for choice in Format.choices if choice[0] != Format.DIALOG],  # by invitation only
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics"),
        help_text=_("Without a choice you hear of all of them."),
        queryset=Topic.objects.all(),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class SubscriptionForm(ChoicesForm):
    """A request for the newsletter, as page and API take it."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("We send a link there. You receive nothing before you have confirmed it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address in the form name@example.org."),
        },
    )


class LostLinkForm(PoliteForm):
    """The address whose links are wanted."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The one you registered with."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address in the form name@example.org."),
        },
    )


class SignUpForm(PoliteForm, SubscriptionForm):
    """The page's form: with politeness and consent."""

    field_order = ["email", "language", "formats", "topics", "consent"]

    consent = forms.BooleanField(
        label=CONSENT_SENTENCE,
        error_messages={"required": _("Please tick the box: without your consent we may not write to you.")},
    )
