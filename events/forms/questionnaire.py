"""An event's questions as fields of a form; the page, the API and the organisers' forms share them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import questionnaire
from events.enums import CHOOSING, QuestionKind, WaitingList
from events.forms.event import DateInput
from events.models import Choice, Event, Question
from events.models.question import Answer
from events.services.retention import NEEDS_DAYS
from networking.models.fields import one_line, several_lines

PREFIX = "answers."
MOST_RADIOS = 7  # more than that become a list to unfold
_LARGEST = 999_999_999
_DAYS = (date(1900, 1, 1), date(2199, 12, 31))
_NO_ANSWER = ("", gettext_lazy("no answer"))
_UNANSWERED = gettext_lazy("Please answer this question.")
_NOT_OFFERED = gettext_lazy("This answer is not offered here. Please choose one of the list.")


class _Marking:
    """Options of which some cannot be chosen any more."""

    full: frozenset[str] = frozenset()

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.full:
            option["attrs"]["disabled"] = True
        return option


class Radios(_Marking, forms.RadioSelect):
    pass


class Checkboxes(_Marking, forms.CheckboxSelectMultiple):
    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return [value] if isinstance(value, str) and value else value


class Unfolding(_Marking, forms.Select):
    pass


@dataclass(frozen=True)
class Asked:
    """A question with its field, for templates."""

    question: Question
    field: BoundField


class QuestionsForm(forms.Form):
    """Fields named `answers.<identifier>`. A question that the answers before it hide is not asked and stores nothing.

    `insists` is False where an organiser writes down what they know: nothing has to be answered.
    """

    insists = True

    def add_questions(self, event: Event, questions: list[Question], answers: Mapping[Question, Any]) -> None:
        """`answers` are those given already: they are shown, and a full choice among them stays."""
        self.questions, self.said = questions, {}
        for question in questions:
            own = answers.get(question, ())
            kept = own if isinstance(own, tuple) else ()
            self.fields[_name(question)] = _field(question, event, kept, insists=self.insists)
            self.initial.setdefault(_name(question), _typed(own, question))

    def asked_questions(self) -> Iterator[Asked]:
        for question in self.questions:
            yield Asked(question, self[_name(question)])

    def plain_fields(self) -> list[BoundField]:
        """The visible fields that every event has."""
        return [field for field in self.visible_fields() if not field.name.startswith(PREFIX)]

    def clean(self):
        cleaned = super().clean()
        for question in self.questions:
            self.said[question] = self._said(question)
        return cleaned

    def _said(self, question: Question) -> str | tuple[Choice, ...]:
        """The answer as it is stored; that of a hidden question is nothing, whatever was sent."""
        name = _name(question)
        if not questionnaire.is_shown(question, self.said):
            self._errors.pop(name, None)
            return _stored(question, None)
        said = _stored(question, self.cleaned_data.get(name))
        if question.is_required and self.insists and not said and name not in self._errors:
            self.add_error(name, str(_UNANSWERED))
        return said


_SHAPES: dict[str, tuple[type, ...]] = {
    QuestionKind.NUMBER: (int, float, str),
    QuestionKind.YES_NO: (bool, str),
    QuestionKind.SOME_OF: (list, str),
}
_SHAPE_SENTENCES = {
    QuestionKind.NUMBER: gettext_lazy("Send a number, for example 12."),
    QuestionKind.YES_NO: gettext_lazy("Send true or false."),
    QuestionKind.SOME_OF: gettext_lazy("Send a list of identifiers of the choices."),
}
_TEXT_SENTENCE = gettext_lazy("Send a text.")


_WORDS = {True: "yes", False: "no"}


def as_typed(said: Mapping[str, Any]) -> dict[str, Any]:
    """A program's answers by identifier as the form's fields want them."""
    return {
        PREFIX + name: _WORDS[value] if isinstance(value, bool) else value for name, value in said.items()
    }


def misshapen(questions: list[Question], said: Mapping[str, Any]) -> dict[str, list[str]]:
    """The faults of a program's answers that no person could type: a value of another kind than the question's."""
    return {
        PREFIX + question.identifier: [str(_SHAPE_SENTENCES.get(question.kind, _TEXT_SENTENCE))]
        for question in questions
        if question.identifier in said and not _has_shape(question, said[question.identifier])
    }


def _has_shape(question: Question, value: Any) -> bool:
    shapes = _SHAPES.get(question.kind, (str,))
    if isinstance(value, list):
        return list in shapes and all(isinstance(one, str) for one in value)
    return value is None or type(value) in shapes


def given(answers: list[Answer]) -> dict[Question, str | tuple[Choice, ...]]:
    """Stored answers, with question and choice, as `add_questions` wants them."""
    said: dict[Question, Any] = {}
    for row in answers:
        said[row.question] = (*said.get(row.question, ()), row.choice) if row.choice else row.value
    return said


def _name(question: Question) -> str:
    return PREFIX + question.identifier


def _stored(question: Question, value: Any) -> str | tuple[Choice, ...]:
    if question.kind in CHOOSING:
        wanted = [value] if isinstance(value, str) else value or []
        return tuple(option for option in question.options.all() if option.identifier in wanted)
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def _typed(said: Any, question: Question) -> Any:
    """What the field shows for a stored answer."""
    if not isinstance(said, tuple):
        return said
    values = [choice.identifier for choice in said]
    return values if question.kind == QuestionKind.SOME_OF else next(iter(values), "")


def _field(question: Question, event: Event, kept: tuple[Choice, ...], *, insists: bool) -> forms.Field:
    is_sure = insists and question.is_required and question.shown_if_id is None
    field = _KINDS[question.kind](question, event, kept)
    field.label, field.help_text, field.required = question.label, _hint(question), is_sure
    field.widget.is_required = is_sure
    field.error_messages["required"] = _UNANSWERED
    return field


def _line(question: Question, *_) -> forms.Field:
    return forms.CharField(max_length=300, validators=[one_line])


def _text(question: Question, *_) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(max_length=4000, validators=[several_lines], widget=widget)


def _number(question: Question, *_) -> forms.Field:
    sentence = gettext_lazy("Enter a whole number in digits, for example 12.")
    messages = {"invalid": sentence, "max_value": sentence, "min_value": sentence}
    return forms.IntegerField(min_value=-_LARGEST, max_value=_LARGEST, error_messages=messages)


def _day(question: Question, *_) -> forms.Field:
    sentence = gettext_lazy("Enter a date, for example 2026-12-03.")
    limits = [MinValueValidator(_DAYS[0], sentence), MaxValueValidator(_DAYS[1], sentence)]
    return forms.DateField(widget=DateInput(), validators=limits, error_messages={"invalid": sentence})


def _yes_no(question: Question, *_) -> forms.Field:
    choices = [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]
    if not question.is_required:
        choices.append(_NO_ANSWER)
    return forms.ChoiceField(
        choices=choices, widget=Radios(), error_messages={"invalid_choice": _NOT_OFFERED}
    )


def _one_of(question: Question, event: Event, kept: tuple[Choice, ...]) -> forms.Field:
    options = list(question.options.all())
    choices, closed = _offered(options, event, kept)
    if len(options) > MOST_RADIOS:
        widget, choices = Unfolding(), [("", gettext_lazy("Please choose")), *choices]
    else:
        widget = Radios()
        if not question.is_required:
            choices.append(_NO_ANSWER)
    return _choosing(forms.ChoiceField, choices, closed, widget)


def _some_of(question: Question, event: Event, kept: tuple[Choice, ...]) -> forms.Field:
    choices, closed = _offered(list(question.options.all()), event, kept)
    return _choosing(forms.MultipleChoiceField, choices, closed, Checkboxes())


_KINDS = {
    QuestionKind.LINE: _line,
    QuestionKind.TEXT: _text,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _day,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.ONE_OF: _one_of,
    QuestionKind.SOME_OF: _some_of,
}


def _choosing(kind, choices: list, closed: dict[str, str], widget) -> forms.Field:
    def open_ones(value) -> None:
        for chosen in [value] if isinstance(value, str) else value:
            if chosen in closed:
                sentence = _("“%(choice)s” is full. Please choose something else.")
                raise forms.ValidationError(sentence % {"choice": closed[chosen]}, code="full")

    widget.full = frozenset(closed)
    messages = {"invalid_choice": _NOT_OFFERED, "invalid_list": _NOT_OFFERED}
    return kind(choices=choices, widget=widget, validators=[open_ones], error_messages=messages)


def _offered(
    options: list[Choice], event: Event, kept: tuple[Choice, ...]
) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """The options with what is left of each, and the labels of those that nobody can choose any more."""
    has_line = event.policy("waiting_list") != WaitingList.OFF
    full = [option for option in options if option.free == 0 and option not in kept]
    closed = {} if has_line else {option.identifier: option.label for option in full}
    return [(option.identifier, _said_of(option, option in full, has_line)) for option in options], closed


def _said_of(option: Choice, is_full: bool, has_line: bool) -> str:
    if is_full and has_line:
        return _("%(choice)s (full: with this choice you join the waiting list)") % {"choice": option.label}
    if is_full:
        return _("%(choice)s (full)") % {"choice": option.label}
    if option.free:
        return _("%(choice)s (%(free)d of %(places)d places free)") % {
            "choice": option.label,
            "free": option.free,
            "places": option.places,
        }
    return option.label


def _hint(question: Question) -> Any:
    """What helps to answer. The condition is for browsers without script: with it the question comes and goes."""
    parts = [question.hint]
    if question.is_need:
        parts.append(
            _(
                "Only those who prepare this see it: the event's owners and the registration desk. "
                "It is deleted %(days)d days after the event."
            )
            % {"days": NEEDS_DAYS}
        )
    words = " ".join(filter(None, parts))
    if question.shown_if is None:
        return words
    return format_html(
        '<span class="mpi-onlyif">{}</span> {}', questionnaire.condition_in_words(question), words
    )
