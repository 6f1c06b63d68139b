"""Forms of pages that belong to no single floor."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.report import Period
from events.forms.event import DateInput
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


_IN_OUR_TIME = [MinValueValidator(date(1990, 1, 1)), MaxValueValidator(date(2200, 1, 1))]


class ReportForm(forms.Form):
    """The days the report is about, from the address. An open end is the begin or end of the year beside it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in (("from", _("From")), ("to", _("Until"))):  # "from" is no name a class can have
            self.fields[name] = forms.DateField(
                label=label, required=False, widget=DateInput(), validators=_IN_OUR_TIME
            )

    @classmethod
    def of(cls, period: Period) -> "ReportForm":
        """The form that says these days."""
        return cls({"from": period.first, "to": period.last})

    def clean(self):
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and last < first:
            self.add_error("to", _("The last day is before the first one. Choose a later day."))
        return self.cleaned_data

    def period(self) -> Period:
        """The chosen days; this year where none is chosen."""
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        year = (first or last or timezone.localdate()).year
        return Period(first or date(year, 1, 1), last or date(year, 12, 31))
