"""A project's page as its team types it: texts, topics, offers and seeks, contacts, links.

The form checks shape and speaks in plain values (networking/portraits.py); `services.portraits` decides.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from networking.models import Exchange, Project, ProjectContact, ProjectLink, Topic, TopicLabel
from networking.models.taxonomy import label_key
from networking.portraits import EDITORS_ONLY, ROWS, SETS, TEXTS, Values
from networking.synonyms import near

EMPTY_ROWS = 1
_MOST = {"offers": 8, "seeks": 8, "contacts": 5, "links": 8}
_web = URLValidator(schemes=["https", "http"])


class TextsForm(forms.ModelForm):
    """The columns and sets of a project; `with_sorting` for those who say how the Masterplan sorts it."""

    topics = forms.ModelMultipleChoiceField(
        label=_("Topics"),
        queryset=Topic.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("One of the chosen topics is not known. Choose from the list.")},
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        validators=[_web],
        error_messages={"invalid": _("This is not the address of a page (https://…).")},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Project
        fields = [*TEXTS, *SETS, "is_completed"]
        labels = {"is_completed": _("The project is completed.")}
        widgets = {
            "summary_de": forms.Textarea(attrs={"rows": 4}),
            "summary_en": forms.Textarea(attrs={"rows": 4}),
            "portrait_de": forms.Textarea(attrs={"rows": 14}),
            "portrait_en": forms.Textarea(attrs={"rows": 14}),
            "fields_of_action": forms.CheckboxSelectMultiple,
            "transformation_lines": forms.CheckboxSelectMultiple,
        }
        error_messages = {"title_de": {"required": _("Enter the German title.")}}
        help_texts = {
            "summary_de": _("Two or three sentences, for cards and lists."),
            "portrait_de": _("What you do, for whom, with what; at most 10,000 characters."),
        }

    def __init__(self, *args, with_sorting: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topics"].queryset = Topic.objects.all()
        self.fields["topics"].label_from_instance = lambda topic: topic.label
        if not with_sorting:
            for name in EDITORS_ONLY:
                del self.fields[name]
        for name in ("fields_of_action", "transformation_lines"):
            if name in self.fields:
                self.fields[name].label_from_instance = lambda row: row.label
        for name, field in self.fields.items():
            if name.endswith(("_de", "_en")):
                field.widget.attrs["lang"] = name[-2:]

    def values(self) -> Values:
        """The valid form's content as plain values."""
        found: Values = {}
        for name, value in self.cleaned_data.items():
            if name in SETS:
                found[name] = sorted(row.slug for row in value)
            elif name != "revision":
                found[name] = value.replace("\r\n", "\n") if isinstance(value, str) else value
        return found


class ExchangeForm(forms.ModelForm):
    """One offer or seek. Without a sentence the row counts as taken away."""

    topics = forms.CharField(
        label=_("Topics"),
        required=False,
        max_length=1000,
        help_text=_("Names of topics in any language, separated by commas"),
    )

    class Meta:
        model = Exchange
        fields = ["text_de", "text_en"]

    def __init__(self, *args, names: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.names = names
        for language in ("de", "en"):
            self.fields[f"text_{language}"].widget.attrs["lang"] = language

    def clean_topics(self) -> list[str]:
        typed = [name.strip() for name in self.cleaned_data["topics"].split(",") if name.strip()]
        unknown = [name for name in typed if label_key(name) not in self.names]
        if unknown:
            raise ValidationError([_unknown(name) for name in unknown])
        return sorted({self.names[label_key(name)] for name in typed})

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("topics") and not cleaned.get("text_de") and not cleaned.get("text_en"):
            self.add_error("text_de", _("Say it in a sentence."))
        return cleaned

    def _post_clean(self) -> None:
        """Only shape is checked here: a row without a sentence is no row."""
        if self.cleaned_data.get("text_de") or self.cleaned_data.get("text_en"):
            super()._post_clean()

    def value(self) -> Values | None:
        cleaned = self.cleaned_data
        row = {name: cleaned.get(name, "") for name in ("text_de", "text_en")}
        return row | {"topics": cleaned["topics"]} if any(row.values()) else None


class ContactForm(forms.ModelForm):
    """One person to ask. Without a name the row counts as taken away."""

    class Meta:
        model = ProjectContact
        fields = ["name", "role", "email", "phone", "is_public"]
        labels = {"is_public": _("This person agreed to be shown on the page and the one-pager.")}
        error_messages = {"email": {"invalid": _("Enter an e-mail address in the form name@example.org.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        for name in ("name", "role", "email", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"  # not always the typist's own data

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("name") and any(cleaned.get(name) for name in ("role", "email", "phone")):
            self.add_error("name", _("Enter the name, or empty the whole row."))
        shown = cleaned.get("is_public") and cleaned.get("name")
        if shown and not (cleaned.get("email") or cleaned.get("phone") or "email" in self.errors):
            self.add_error("email", _("Enter an address or a number under which this person is asked."))
        return cleaned

    def value(self) -> Values | None:
        return dict(self.cleaned_data) if self.cleaned_data.get("name") else None


class LinkForm(forms.ModelForm):
    """One page elsewhere. Without an address the row counts as taken away."""

    url = forms.URLField(
        label=_("Address"),
        required=False,
        max_length=300,
        assume_scheme="https",
        validators=[_web],
        error_messages={"invalid": _("This is not the address of a page (https://…).")},
    )

    class Meta:
        model = ProjectLink
        fields = ["label", "url"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["label"].required = False

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("url") and not cleaned.get("label"):
            self.add_error("label", _("Enter what one finds there."))
        elif cleaned.get("label") and not cleaned.get("url") and "url" not in self.errors:
            self.add_error("url", _("Enter the address, or empty the whole row."))
        return cleaned

    def value(self) -> Values | None:
        return dict(self.cleaned_data) if self.cleaned_data.get("url") else None


def _rows(form: type[forms.BaseForm], name: str):
    return forms.formset_factory(
        form, extra=EMPTY_ROWS, max_num=_MOST[name], absolute_max=_MOST[name] + 2, validate_max=True
    )


_FORMS = {"offers": ExchangeForm, "seeks": ExchangeForm, "contacts": ContactForm, "links": LinkForm}
_FORMSETS = {name: _rows(form, name) for name, form in _FORMS.items()}


class PortraitForm:
    """The whole page: `texts` and the rows of `sections`. `values()` is what `services.portraits` takes."""

    def __init__(self, data, *, project: Project, shown: Values, with_sorting: bool):
        names = _names_of_topics()
        self.data, self.project, self.with_sorting = data, project, with_sorting
        initial = {name: shown[name] for name in (*TEXTS, *SETS, "is_completed")}
        initial["revision"] = project.revision
        self.texts = TextsForm(data, initial=initial, with_sorting=with_sorting)
        self.sections = {
            name: formset(
                data, prefix=name, initial=_typed(name, shown[name], names), form_kwargs=_with(name, names)
            )
            for name, formset in _FORMSETS.items()
        }

    @property
    def parts(self) -> list[Any]:
        return [self.texts, *self.sections.values()]

    def is_valid(self) -> bool:
        """All parts are checked, so that all faults show at once."""
        valid = [part.is_valid() for part in self.parts]
        return all(valid)

    @property
    def revision(self) -> int:
        return self.texts.cleaned_data["revision"]

    def values(self, leaving: Iterable[str] = ()) -> Values:
        """What was typed, without what is to stay as somebody else saved it."""
        found = self.texts.values()
        for name, rows in self.sections.items():
            typed = [form.value() for form in rows.forms if form.is_valid()]
            found[name] = [row for row in typed if row is not None]
        return {name: value for name, value in found.items() if name not in set(leaving)}

    def faults(self) -> list[tuple[str, str, str]]:
        """Everything wrong, for the list on top: (where it stands, what it is about, sentence)."""
        found = [("", "", str(error)) for error in self.texts.non_field_errors()]
        found += _faults_in(self.texts)
        for name in ROWS:
            found += [("", "", str(error)) for error in self.sections[name].non_form_errors()]
            for form in self.sections[name].forms:
                found += _faults_in(form)
        return found


def _faults_in(form: forms.BaseForm) -> list[tuple[str, str, str]]:
    return [
        ("" if field.is_hidden else field.id_for_label or field.auto_id, str(field.label), str(error))
        for field in form
        for error in field.errors
    ]


def _names_of_topics() -> dict[str, tuple[str, str]]:
    """Slug and label of the topic behind every name."""
    labels = TopicLabel.objects.select_related("topic")
    return {label.key: (label.topic.slug, label.topic.label) for label in labels}


def _with(name: str, names: dict[str, tuple[str, str]]) -> dict[str, Any]:
    return (
        {"names": {key: slug for key, (slug, _label) in names.items()}} if name in ("offers", "seeks") else {}
    )


def _typed(name: str, rows: list[Values], names: dict[str, tuple[str, str]]) -> list[Values]:
    """The rows as their fields show them: topics by their labels."""
    if name not in ("offers", "seeks"):
        return rows
    labels = dict(names.values())
    return [row | {"topics": ", ".join(labels.get(slug, slug) for slug in row["topics"])} for row in rows]


def _unknown(name: str) -> ValidationError:
    found = near([name])
    if found:
        words = {"name": name, "topics": ", ".join(row.topic.label for row in found)}
        return ValidationError(_("“%(name)s” is no topic. Did you mean: %(topics)s?"), params=words)
    return ValidationError(_("“%(name)s” is no topic of the Masterplan."), params={"name": name})
