"""What an organiser says to a decision about one registration."""

from django import forms
from django.utils.translation import gettext_lazy as _

from networking.models.fields import one_line


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        validators=[one_line],
        help_text=_("Stands in the mail to this person and in the history."),
    )
