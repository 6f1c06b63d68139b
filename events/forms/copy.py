"""When a copied event takes place."""

from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.forms.event import day_field, time_field
from events.models import Event


class CopyForm(forms.Form):
    """Day and, unless the event is all-day, time of the copy. `cleaned_data["starts_at"]` is what the service takes."""

    starts_on = day_field(_("First day"), required=True, missing=_("Enter the day of the event."))
    starts_time = time_field(_("Start"), _("Berlin time"))

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["starts_time"].initial = timezone.localtime(event.starts_at).time()
        if event.all_day:
            del self.fields["starts_time"]

    def clean_starts_time(self) -> time:
        if self.cleaned_data["starts_time"] is None:
            raise ValidationError(_("Enter when the event starts."))
        return self.cleaned_data["starts_time"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            clock = cleaned.get("starts_time", time.min)
            try:
                cleaned["starts_at"] = from_current_timezone(datetime.combine(cleaned["starts_on"], clock))
            except ValidationError as error:  # the hour that the change of clocks skips or doubles
                self.add_error("starts_time", error)
        return cleaned
