"""What organisers type to plan a mail."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events.enums import Category, MailMoment, MailUnit, RegistrationState
from events.models import PlannedMail
from events.questionnaire import readable
from events.services.selection import REACHABLE
from notifications import placeholders

_MOST = {MailUnit.DAYS: 90, MailUnit.HOURS: 500}
_STATES = [choice for choice in RegistrationState.choices if choice[0] in REACHABLE]
_SHORT = {"required": _("Enter this, please.")}


class PlannedMailForm(forms.ModelForm):
    """A rule of one event; its words are plain text with the few placeholders we know."""

    states = forms.MultipleChoiceField(
        label=_("People whose registration is"),
        choices=_STATES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    categories = forms.MultipleChoiceField(
        label=_("only those who come from"),
        help_text=_("Without a choice: everybody."),
        choices=Category.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    came = forms.ChoiceField(
        label=_("only those who"),
        choices=[("", _("came or not")), ("yes", _("came")), ("no", _("did not come"))],
        required=False,
    )
    answer = forms.ChoiceField(label=_("only those who answered"), required=False)

    class Meta:
        model = PlannedMail
        fields = ["aim", "amount", "unit", "moment", "states", "categories", "came", "answer"]
        fields += ["subject_de", "text_de", "subject_en", "text_en"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [("", _("anything or nothing")), *_answers(self.instance.event)]
        for language in ("de", "en"):
            self.fields[f"text_{language}"].widget = forms.Textarea(attrs={"rows": 8})
        self.fields["text_de"].help_text = _(
            "Plain text. Greeting, date and place, the private link and the closing are added."
        )
        self.fields["text_en"].help_text = _("If it is missing, everybody gets the German text.")

    def clean_amount(self) -> int:
        """A month before its start nobody remembers an event's hour: the longest there is, is ninety days."""
        unit = self.data.get(self.add_prefix("unit"), MailUnit.DAYS)
        most = _MOST.get(unit, 0)
        if self.cleaned_data["amount"] > most:
            words = ngettext("At most %(number)d.", "At most %(number)d.", most)
            raise ValidationError(words % {"number": most})
        return self.cleaned_data["amount"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("subject_de", "text_de", "subject_en", "text_en"):
            if text := cleaned.get(name):
                self._read(name, text)
        if bool(cleaned.get("subject_en")) != bool(cleaned.get("text_en")):
            missing = "text_en" if cleaned.get("subject_en") else "subject_en"
            self.add_error(missing, _("English needs both, subject and text. Or leave both empty."))
        if cleaned.get("aim") == "ask" and cleaned.get("moment") == MailMoment.AFTER_END:
            self.add_error("moment", _("Whether people are still coming can only be asked before the start."))
        return cleaned

    def _read(self, name: str, text: str) -> None:
        if strange := placeholders.unknown(text):
            known = ", ".join(f"{{{word}}}" for word in placeholders.WORDS)
            sentence = _("There is no placeholder %(strange)s. You can use: %(known)s.")
            self.add_error(name, sentence % {"strange": strange[0][:40], "known": known})
        elif placeholders.holds_private_link(text):
            self.add_error(
                name,
                _(
                    "This text holds somebody's private link: everybody who gets it could open it. Take it out."
                ),
            )


def _answers(event) -> list[tuple[str, str]]:
    """What can be asked for: each choice of the event's questions, yes and no."""
    found = []
    for question in readable(event, with_needs=False).prefetch_related("options"):
        options = [(option.identifier, option.label) for option in question.options.all()]
        if question.kind == "yes-no":
            options = [("yes", _("yes")), ("no", _("no"))]
        found += [(f"{question.identifier}:{value}", f"{question.label} {label}") for value, label in options]
    return found
