"""What organisers fill in to plan an event. The form checks shape; `services.planning` decides."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db.models import QuerySet
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events.enums import Format
from events.formats import OVERRIDABLE, POLICIES
from events.forms.rules import RulesForm
from events.models import Event
from networking.models import Project, Topic

_YEARS = (date(2000, 1, 1), date(2100, 12, 31))
_YEAR_SENTENCE = _("Enter a date between 2000 and 2100.")
_TIME_FIELDS = ("starts_on", "starts_time", "ends_on", "ends_time")
_WIDE = {"rows": 3}
_TIME_SHOWN = {"all_day", *_TIME_FIELDS}
_TIME_COLUMNS = {"all_day", "starts_at", "ends_at"}
TIME = "time"  # the five fields of day and time are compared as one

BASE = ("format", "title_de", "title_en", "summary_de", "summary_en", "description_de", "description_en")
PLACE = ("venue", "street", "locality", "directions_de", "directions_en", "is_online", "online_url")
PEOPLE = ("language", "contact_name", "contact_email")
SEATS = ("capacity", "registration_opens_at", "registration_closes_at")
SORTING = ("topics", "fields_of_action", "transformation_lines")


class Difference(NamedTuple):
    """One thing two people wrote at the same time; `name` is its place in the form."""

    name: str
    label: str
    typed: str
    stored: str


class DateInput(forms.DateInput):
    """The browser's own date picker; it wants and sends 2026-12-03 in every language."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs):
        super().__init__(format="%H:%M", **kwargs)


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


def day_field(label, *, required: bool, help_text="", missing="") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=DateInput(),
        validators=[
            MinValueValidator(_YEARS[0], _YEAR_SENTENCE),
            MaxValueValidator(_YEARS[1], _YEAR_SENTENCE),
        ],
        error_messages={"required": missing, "invalid": _("Enter a date, for example 2026-12-03.")},
    )


def time_field(label, help_text="") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        help_text=help_text,
        widget=TimeInput(),
        error_messages={"invalid": _("Enter a time, for example 16:00.")},
    )


def moment_field(label) -> forms.DateTimeField:
    """Day and time in one field, Berlin time."""
    earliest, latest = (timezone.make_aware(datetime.combine(day, time.min)) for day in _YEARS)
    return forms.DateTimeField(
        label=label,
        required=False,
        widget=MomentInput(),
        validators=[
            MinValueValidator(earliest, _YEAR_SENTENCE),
            MaxValueValidator(latest, _YEAR_SENTENCE),
        ],
        error_messages={"invalid": _("Enter day and time, for example 2026-12-03 16:00.")},
    )


class EventForm(RulesForm):
    """One event. `planned()` is what `services.planning` takes; `revision` tells which state was on the screen."""

    format = forms.ChoiceField(
        label=_("Format"),
        choices=Format.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the four formats.")},
    )
    all_day = forms.BooleanField(
        label=_("All day"), required=False, help_text=_("Without times. The end is the last day.")
    )
    starts_on = day_field(_("First day"), required=True, missing=_("Enter the day of the event."))
    starts_time = time_field(_("Start"), _("Berlin time"))
    ends_on = day_field(_("Last day"), required=False, help_text=_("Empty: the first day."))
    ends_time = time_field(_("End"), _("Empty: as long as the format usually takes."))
    capacity = forms.IntegerField(
        label=_("Seats"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Empty: no limit."),
        error_messages={
            "min_value": _("Enter at least 1 seat, or leave the field empty for no limit."),
            "max_value": _("Enter at most 100000 seats, or leave the field empty for no limit."),
            "invalid": _("Enter the number of seats in digits."),
        },
    )
    registration_opens_at = moment_field(_("Registration opens"))
    registration_closes_at = moment_field(_("Registration closes"))
    online_url = forms.URLField(
        label=_("Online link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https", "http"])],
        help_text=_("Only confirmed attendees see it."),
    )
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics"),
        queryset=Topic.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("One of the chosen topics is not known. Choose from the list.")},
    )
    projects = forms.ModelMultipleChoiceField(
        label=_("Projects involved"),
        queryset=Project.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("One of the chosen projects is not known. Choose from the list.")
        },
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Event
        fields = [*BASE, "all_day", *PLACE, *PEOPLE, *SEATS, *OVERRIDABLE, *SORTING]
        widgets = {
            "summary_de": forms.Textarea(attrs=_WIDE),
            "summary_en": forms.Textarea(attrs=_WIDE),
            "description_de": forms.Textarea(attrs={"rows": 8}),
            "description_en": forms.Textarea(attrs={"rows": 8}),
            "directions_de": forms.Textarea(attrs=_WIDE),
            "directions_en": forms.Textarea(attrs=_WIDE),
            "fields_of_action": forms.CheckboxSelectMultiple,
            "transformation_lines": forms.CheckboxSelectMultiple,
        }
        error_messages = {
            "title_de": {"required": _("Enter the German title.")},
            "contact_email": {"invalid": _("Enter an e-mail address in the form name@example.org.")},
        }

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["topics"].queryset = Topic.objects.all()
        self.fields["projects"].queryset = Project.objects.visible_to(person).order_by("title_de")
        if self.instance.pk:
            self.initial |= _times_of(self.instance)
            self.initial["projects"] = list(self.instance.projects.all())
            self.initial["revision"] = self.instance.revision
        self.name_the_formats_rules()
        name_languages(self.fields)

    def clean(self):
        cleaned = super().clean()
        cleaned |= {name: _with_plain_breaks(value) for name, value in cleaned.items()}
        opens, closes = cleaned.get("registration_opens_at"), cleaned.get("registration_closes_at")
        if opens and closes and closes <= opens:
            self.add_error("registration_closes_at", _("Registration closes before it opens."))
        if cleaned.get("starts_on") and not any(self.errors.get(name) for name in _TIME_FIELDS):
            self._clean_times(cleaned)
        return cleaned

    def _clean_times(self, cleaned) -> None:
        """Put `starts_at` and `ends_at` together; an all-day event ends at the midnight after its last day."""
        first, last = cleaned["starts_on"], cleaned.get("ends_on") or cleaned["starts_on"]
        if cleaned.get("all_day"):
            start, end = _moment(first, time.min), _moment(last + timedelta(days=1), time.min)
        elif cleaned.get("starts_time") is None:
            self.add_error("starts_time", _("Enter when the event starts, or tick “All day”."))
            return
        else:
            try:
                start = from_current_timezone(datetime.combine(first, cleaned["starts_time"]))
                end = self._end(start, last, cleaned)
            except ValidationError as error:  # the hour that the change of clocks skips or doubles
                self.add_error("starts_time", error)
                return
        if end <= start:
            name = "ends_on" if last < first or cleaned.get("all_day") else "ends_time"
            self.add_error(name, _("The end is before the start. Check day and time."))
            return
        cleaned["starts_at"], cleaned["ends_at"] = start, end

    def _end(self, start: datetime, last: date, cleaned) -> datetime:
        if cleaned.get("ends_time") is not None:
            return from_current_timezone(datetime.combine(last, cleaned["ends_time"]))
        policy = POLICIES.get(cleaned.get("format"), POLICIES[Format.MEETUP])
        return start + policy.duration + (last - cleaned["starts_on"])

    def planned(self, leaving: Iterable[str] = ()) -> dict:
        """The valid form's content as `services.planning` takes it, without what is to stay as it is stored."""
        left = {*_TIME_FIELDS, "revision", *leaving} | (_TIME_COLUMNS if TIME in leaving else set())
        return {name: value for name, value in self.cleaned_data.items() if name not in left}

    def first_day(self, leaving: Iterable[str] = ()) -> date:
        """The day on which the event begins once this form is saved."""
        return self.initial["starts_on"] if TIME in leaving else self.cleaned_data["starts_on"]

    def type_over(self, event: Event) -> None:
        """Keep what was typed, but let the next save go over `event` as it is now."""
        self.data = self.data.copy()
        self.data["revision"] = event.revision

    def differences(self, event: Event) -> list[Difference]:
        """Where what was typed is not what is stored, for the organiser to compare and choose."""
        stored = EventForm(instance=event, person=self.person).initial
        changed = [
            name
            for name, field in self.fields.items()
            if name != "revision" and field.has_changed(stored.get(name), _with_plain_breaks(self[name].data))
        ]
        rows = [self._difference(name, stored.get(name)) for name in changed if name not in _TIME_SHOWN]
        if _TIME_SHOWN & set(changed) and (row := self._difference_in_time(event)):
            rows.insert(0, row)
        return rows

    def _difference_in_time(self, event: Event) -> Difference | None:
        """None when other entries mean the same moments: an empty end is the format's usual one."""
        typed = tuple(map(self._readable, ("all_day", "starts_at", "ends_at")))
        stored = event.all_day, event.starts_at, event.ends_at
        if typed == stored:
            return None
        return Difference(TIME, str(_("Date and time")), _span(*typed), _span(*stored))

    def _difference(self, name: str, stored) -> Difference:
        field = self.fields[name]
        typed = self._readable(name, self[name].value())
        return Difference(name, str(field.label), as_text(field, typed), as_text(field, stored))

    def _readable(self, name: str, otherwise=None):
        """The value as it was understood; "More rows" does not even try."""
        return getattr(self, "cleaned_data", {}).get(name, otherwise)


def _with_plain_breaks(value):
    """Browsers send lines with CR and LF; stored texts have LF alone."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _span(all_day: bool, start: datetime | None, end: datetime | None) -> str:
    """From when to when, as far as it could be read."""
    shown = [date_format(timezone.localtime(m), "SHORT_DATETIME_FORMAT") for m in (start, end) if m]
    span = " – ".join(shown) or str(_("empty"))
    return f"{span}, {_('all day')}" if all_day else span


def as_text(field: forms.Field, value) -> str:
    """A typed or stored value as the organiser would read it."""
    if type(field) is forms.MultipleChoiceField:
        labels = dict(field.choices)
        return ", ".join(str(labels.get(word, word)) for word in value or ()) or str(_("empty"))
    if isinstance(value, QuerySet | list):
        return ", ".join(map(str, value)) or str(_("empty"))
    if value in (None, "", False):
        return str(_("empty"))
    if value is True:
        return str(_("yes"))
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    return str(dict(getattr(field, "choices", ())).get(value, value))


def name_languages(fields) -> None:
    """Spelling checkers and screen readers learn which language belongs into a field."""
    for name, field in fields.items():
        if name.endswith(("_de", "_en")):
            field.widget.attrs["lang"] = name[-2:]


def _moment(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def _times_of(event: Event) -> dict:
    """What the day and time fields show for a stored event."""
    start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    shown = {"starts_on": start.date(), "ends_on": event.last_day}
    if event.last_day == start.date():
        shown["ends_on"] = None
    if not event.all_day:
        shown |= {"starts_time": start.time(), "ends_time": end.time()}
    return shown


class CancelForm(forms.ModelForm):
    """Why an event takes place no more; stands in the mail and on the event's page."""

    class Meta:
        model = Event
        fields = ["cancellation_reason_de", "cancellation_reason_en"]
        labels = {
            "cancellation_reason_de": _("Reason in German"),
            "cancellation_reason_en": _("Reason in English"),
        }
        widgets = {
            "cancellation_reason_de": forms.Textarea(attrs=_WIDE),
            "cancellation_reason_en": forms.Textarea(attrs=_WIDE),
        }
