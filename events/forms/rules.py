"""The rules of an event in its form: each may stay as the format says."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from events.enums import Format
from events.formats import LIMITS, OVERRIDABLE, POLICIES, Policy
from events.rules import LABELS, in_words


def number_field(name: str, help_text) -> forms.IntegerField:
    """The rule `name`, which is a number; empty means as the format says."""
    least, most = LIMITS[name]
    return forms.IntegerField(required=False, min_value=least, max_value=most, help_text=help_text)


class RulesForm(forms.ModelForm):
    """The fields of the rules; the form that inherits names the others, among them `format`."""

    confirm_email_hours = number_field("confirm_email_hours", _("Hours the seat is held until then. 0: off."))
    offer_working_hours = number_field("offer_working_hours", _("Working hours; 8 make a day."))
    cancel_until_hours = number_field(
        "cancel_until_hours", _("Hours before the start; 48 are two days. 0: until the end.")
    )
    change_until_hours = number_field(
        "change_until_hours", _("Hours before the start; 48 are two days. 0: until the end.")
    )
    deputies = number_field("deputies", _("How often a place may be handed on to a deputy. 0: never."))
    retention_days = number_field("retention_days", _("Days after the end of the event."))

    def name_the_formats_rules(self) -> None:
        """Every rule offers "as the format says", with the value where the format is known."""
        policy = self._policy()
        for name in OVERRIDABLE:
            field = self.fields[name]
            field.label = LABELS[name]
            says = _("as the format says")
            if policy:
                says = _("as the format says: %(value)s") % {"value": in_words(name, getattr(policy, name))}
            if isinstance(field, forms.IntegerField):
                field.help_text = format_lazy(
                    "{} {}", field.help_text, _("Empty: %(rule)s.") % {"rule": says}
                )
            else:
                field.choices = [("", says), *type(getattr(POLICIES[Format.MEETUP], name)).choices]

    def rules(self) -> list[tuple[forms.BoundField, str]]:
        """The rules in their order, each with its format's value where the event says something else."""
        policy = self._policy()
        return [(self[name], _standard_beside(policy, name, self[name].value())) for name in OVERRIDABLE]

    def _policy(self) -> Policy | None:
        """The rules of the format that is chosen on the screen."""
        return POLICIES.get(self["format"].value() or "")


def _standard_beside(policy: Policy | None, name: str, typed) -> str:
    """What the format says, if `typed` is something else."""
    if policy is None or typed in (None, ""):
        return ""
    standard = getattr(policy, name)
    return "" if str(typed) == str(standard) else in_words(name, standard)
