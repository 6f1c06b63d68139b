"""One question as organisers type it: its texts, its kind, its condition, and one row per choice."""

import re
from collections.abc import Iterable

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from events.enums import CHOOSING, QuestionKind
from events.forms.event import name_languages
from events.forms.over import TypedOver
from events.models import Choice, Question
from events.services.questions import Option, Planned

MOST_CHOICES = 30
EMPTY_ROWS = 3
_YES_NO = [("yes", _("yes")), ("no", _("no"))]
_WHAT_KINDS_ASK = [
    (QuestionKind.LINE, _("one line of text")),
    (QuestionKind.TEXT, _("several lines of text")),
    (QuestionKind.NUMBER, _("a number")),
    (QuestionKind.YES_NO, _("yes or no")),
    (QuestionKind.DATE, _("a date")),
    (QuestionKind.ONE_OF, _("one of several choices")),
    (QuestionKind.SOME_OF, _("any number of several choices")),
]
_IDENTIFIER = RegexValidator(
    re.compile(r"\A[a-z][a-z0-9-]*\Z"),
    _("Use small letters a to z, digits and hyphens, and begin with a letter: for example meal."),
)


class QuestionForm(TypedOver, forms.ModelForm):
    """The identifier is chosen once; the kind stays when somebody has answered. `above` are those one can depend on."""

    kind = forms.ChoiceField(
        label=_("What is answered?"),
        choices=_WHAT_KINDS_ASK,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is answered.")},
    )
    identifier = forms.CharField(
        label=_("Short name for exports"),
        required=False,
        max_length=50,
        validators=[_IDENTIFIER],
        help_text=_("It names the column in files and never changes. Empty: made of the German question."),
    )
    condition = forms.MultipleChoiceField(
        label=_("Ask only after certain answers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick the answers after which this is asked. Nothing ticked: everybody is asked."),
    )

    class Meta:
        model = Question
        fields = ["label_de", "label_en", "hint_de", "hint_en", "is_required", "is_organiser_only", "is_need"]
        help_texts = {
            "hint_de": _("Stands below the question."),
            "hint_en": _("Stands below the question."),
            "is_organiser_only": _("Participants never learn of it."),
            "is_need": _(
                "For access and diet. Only owners and the registration desk see the answers; "
                "they are deleted 14 days after the event."
            ),
        }
        error_messages = {"label_de": {"required": _("Enter the question in German.")}}

    def __init__(self, *args, above: Iterable[Question], is_answered: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.answers = {
            f"{question.identifier}:{value}": (question, value)
            for question in above
            for value, _label in _answers(question)
        }
        labels = [(q, value, label) for q in above for value, label in _answers(q)]
        self.fields["condition"].choices = [
            (f"{q.identifier}:{value}", f"{q.label} – {label}") for q, value, label in labels
        ]
        if not labels:
            del self.fields["condition"]
        self._show_stored(is_answered)
        name_languages(self.fields)
        self.order_fields(["label_de", "label_en", "hint_de", "hint_en", "kind"])

    def _show_stored(self, is_answered: bool) -> None:
        question = self.instance
        if question.pk:
            del self.fields["identifier"]
            self.initial |= {"kind": question.kind, "revision": question.revision}
            self.fields["kind"].disabled = is_answered
            self.fields["is_need"].disabled = is_answered and question.is_need
        if question.shown_if:
            former = question.shown_if.identifier
            self.initial["condition"] = [f"{former}:{value}" for value in question.showing_values]

    def clean_condition(self) -> tuple[Question | None, tuple[str, ...]]:
        chosen = [self.answers[name] for name in self.cleaned_data["condition"]]
        if len({question for question, _value in chosen}) > 1:
            raise forms.ValidationError(_("Tick answers to one question only."))
        return (chosen[0][0] if chosen else None), tuple(value for _question, value in chosen)

    def planned(self, options: list[Option]) -> Planned:
        """What `services.questions` takes."""
        cleaned = self.cleaned_data
        shown_if, showing = cleaned.get("condition", (None, ()))
        return Planned(
            **{name: cleaned[name] for name in self.Meta.fields},
            kind=cleaned["kind"],
            identifier=cleaned.get("identifier", ""),
            shown_if=shown_if,
            showing=showing,
            options=options,
        )


class ChoiceForm(forms.ModelForm):
    """One choice. `former` names the stored one that the row shows."""

    former = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
    places = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=1,
        max_value=100_000,
        error_messages={
            "min_value": _("Enter at least 1 place, or leave the field empty for no limit."),
            "max_value": _("Enter at most 100000 places, or leave the field empty for no limit."),
            "invalid": _("Enter the number of places in digits."),
        },
    )

    class Meta:
        model = Choice
        fields = ["label_de", "label_en", "places"]
        labels = {"label_de": _("German"), "label_en": _("English")}
        error_messages = {
            "label_de": {"required": _("Enter the German text of this choice, or leave its row empty.")}
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_languages(self.fields)

    def option(self) -> Option:
        cleaned = self.cleaned_data
        return Option(cleaned["label_de"], cleaned["label_en"], cleaned["places"], cleaned["former"])


class BaseChoices(forms.BaseFormSet):
    """All choices in their order. Rows beyond the stored ones may stay empty."""

    def __init__(self, *args, question: Question | None = None, **kwargs):
        data = args[0] if args else None
        self.is_stale = bool(data and question and data.get("revision") != str(question.revision))
        self.stored = list(question.options.all()) if question else []
        initial = [
            {
                "former": row.identifier,
                "label_de": row.label_de,
                "label_en": row.label_en,
                "places": row.places,
            }
            for row in self.stored
        ]
        super().__init__(*args, prefix="choices", initial=initial, **kwargs)

    def add_fields(self, form, index) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Order")
        form.fields["ORDER"].widget.attrs["min"] = 1
        form.fields["DELETE"].label = _("Remove this choice")

    def clean(self) -> None:
        formers = [form.cleaned_data.get("former") for form in self._typed()]
        known = set(formers) if self.is_stale else {row.identifier for row in self.stored}
        if any(former and (former not in known or formers.count(former) > 1) for former in formers):
            raise forms.ValidationError(_("The choices were changed meanwhile. Look at them again."))

    def options(self) -> list[Option]:
        return [form.option() for form in self.ordered_forms if form in self._typed()]

    def type_over(self) -> list[tuple[str, str, str]]:
        """As `TypedOver.type_over`: a choice that somebody else removed is a new one from now on."""
        known, self.data = {row.identifier for row in self.stored}, self.data.copy()
        for form in self.forms:
            form.data, name = self.data, form.add_prefix("former")
            if self.data.get(name) not in known:
                self.data[name] = ""
        typed, saved = _listed(self.options()), _listed(self.stored)
        return [(str(_("Choices")), typed, saved)] if typed != saved else []

    def fits(self, kind: str) -> str:
        """The sentence that says why these choices do not belong to a question of this kind; empty if they do."""
        if kind in CHOOSING and not self.options():
            return str(_("Enter the choices that one can choose from."))
        if kind not in CHOOSING and self.options():
            return str(_("This kind of answer has no choices. Remove them or choose another kind."))
        return ""

    def _typed(self) -> list[ChoiceForm]:
        gone = self.deleted_forms
        return [form for form in self.forms if form.cleaned_data.get("label_de") and form not in gone]


Choices = forms.formset_factory(
    ChoiceForm,
    formset=BaseChoices,
    extra=EMPTY_ROWS,
    can_order=True,
    can_delete=True,
    max_num=MOST_CHOICES,
    absolute_max=MOST_CHOICES + 10,
    validate_max=True,
)


def _listed(choices: Iterable[Option | Choice]) -> str:
    """The choices in their order as an organiser compares them, one per line."""
    return "\n".join(
        " | ".join(filter(None, [row.label_de, row.label_en, str(row.places or "")])) for row in choices
    )


def _answers(question: Question) -> list[tuple[str, str]]:
    """What a condition can be tied to, with its words."""
    if question.kind == QuestionKind.YES_NO:
        return [(value, str(label)) for value, label in _YES_NO]
    return (
        [(option.identifier, option.label) for option in question.options.all()]
        if question.has_options
        else []
    )
