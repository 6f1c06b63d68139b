"""Moments for the talk with which a new project is welcomed."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networking.models import Welcome
from networking.models.fields import one_line

MOST_SLOTS = 4


class _MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class OfferForm(forms.Form):
    """Up to four moments, Berlin time, and where one meets."""

    place = forms.CharField(
        label=_("Place or link"),
        max_length=300,
        validators=[one_line],
        help_text=_("Where you meet, or the link of the video call."),
        error_messages={"required": _("Say where you meet.")},
    )

    def __init__(self, *args, welcome: Welcome, **kwargs):
        super().__init__(*args, **kwargs)
        moments = [timezone.localtime(slot.starts_at) for slot in welcome.slots.all()]
        self.initial["place"] = welcome.place
        for number in range(1, MOST_SLOTS + 1):
            self.fields[f"slot_{number}"] = forms.DateTimeField(
                label=_("Moment %(number)d") % {"number": number},
                required=False,
                widget=_MomentInput(),
                error_messages={"invalid": _("Enter day and time, for example 2026-12-03 16:00.")},
            )
            self.initial[f"slot_{number}"] = moments[number - 1] if number <= len(moments) else None

    def clean(self):
        cleaned = super().clean()
        names = [name for name in self.fields if name.startswith("slot_")]
        for name in names:
            if cleaned.get(name) and cleaned[name] <= timezone.now():
                self.add_error(name, _("This moment is over. Enter one that is still to come."))
        if not self.errors and not any(cleaned[name] for name in names):
            raise ValidationError(_("Offer at least one moment."))
        return cleaned

    def moments(self) -> list:
        return [value for name, value in self.cleaned_data.items() if name.startswith("slot_") and value]
