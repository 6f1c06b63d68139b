"""The answer to an invitation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from networking.models.fields import one_line


class DeclineForm(forms.Form):
    """Saying no may have a reason; nobody has to give one."""

    reason = forms.CharField(label=_("Reason"), max_length=500, required=False, validators=[one_line])
