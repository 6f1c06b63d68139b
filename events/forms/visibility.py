"""What other attendees may see of somebody, item by item; each is off until the person says so."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.enums import ConsentKind

ITEMS = [
    (ConsentKind.ATTENDEE_LIST.value, _("My name")),
    (ConsentKind.ORGANISATION.value, _("My organisation")),
    (ConsentKind.PROJECT.value, _("My project")),
    (ConsentKind.CONTACT.value, _("My e-mail address")),
]
SEEN = {
    ConsentKind.ATTENDEE_LIST.value: _("name"),
    ConsentKind.ORGANISATION.value: _("organisation"),
    ConsentKind.PROJECT.value: _("project"),
    ConsentKind.CONTACT.value: _("e-mail address"),
}
"""The same as others say it."""


class VisibilityForm(forms.Form):
    listed = forms.MultipleChoiceField(
        label=_("What may the other attendees see of you?"),
        choices=ITEMS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Only people with a sure seat see it, on their private page. You can change it at any time."
        ),
    )
