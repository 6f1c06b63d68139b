"""What a proposal is called and, of a new event, when it begins."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.forms.event import day_field, time_field
from networking.models.fields import one_line


class TableForm(forms.Form):
    """The table's title in both languages."""

    title_de = forms.CharField(
        label=_("German title"),
        max_length=200,
        validators=[one_line],
        error_messages={"required": _("Enter a German title.")},
    )
    title_en = forms.CharField(
        label=_("English title"), max_length=200, required=False, validators=[one_line]
    )


class DeepDiveForm(TableForm):
    """The Deep Dive's title and when it begins. `cleaned_data["starts_at"]` is what the service takes."""

    starts_on = day_field(_("Day"), required=True, missing=_("Enter the day of the event."))
    starts_time = time_field(_("Start"), _("Berlin time"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["starts_time"].required = True
        self.fields["starts_time"].error_messages["required"] = _("Enter when the event starts.")

    def clean(self):
        cleaned = super().clean()
        if {"starts_on", "starts_time"} & self.errors.keys():
            return cleaned
        try:
            starts_at = from_current_timezone(datetime.combine(cleaned["starts_on"], cleaned["starts_time"]))
        except ValidationError as error:  # the hour that the change of clocks skips or doubles
            self.add_error("starts_time", error)
            return cleaned
        if starts_at <= timezone.now():
            self.add_error("starts_on", _("This day is over. Enter one that is still to come."))
        return cleaned | {"starts_at": starts_at}
