"""Which event came before another."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events.models import Event


class EditionField(forms.ModelChoiceField):
    def label_from_instance(self, event: Event) -> str:
        return f"{event.title}, {date_format(timezone.localtime(event.starts_at), 'SHORT_DATE_FORMAT')}"


class SeriesForm(forms.Form):
    """Only events the person oversees are offered; one that they may not see is not named, and stays unless changed."""

    previous = EditionField(
        label=_("The edition before"),
        queryset=None,
        to_field_name="slug",
        required=False,
        empty_label=_("none"),
        help_text=_("Visitors find it on the page of this event, and this event on its page."),
        error_messages={"invalid_choice": _("This event is not known. Choose from the list.")},
    )

    def __init__(self, *args, event: Event, person, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["previous"]
        field.queryset = Event.objects.overseen_by(person).exclude(pk=event.pk).order_by("-starts_at", "-pk")
        field.initial = field.queryset.filter(pk=event.previous_id).first()
