"""A topic with all its names as the network's editor writes them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from networking.enums import Language
from networking.models import Topic, TopicLabel
from networking.models.fields import one_line, several_lines
from networking.synonyms import Near, near

_LONGEST = TopicLabel._meta.get_field("text").max_length
_SYNONYMS = {"synonyms_de": Language.GERMAN, "synonyms_en": Language.ENGLISH, "synonyms": ""}


def _label(label, **options) -> forms.CharField:
    return forms.CharField(label=label, max_length=_LONGEST, validators=[one_line], **options)


def _names(label, **options) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=5000, required=False, widget=widget, **options)


def _note(label, **options) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, max_length=1000, required=False, widget=widget, validators=[several_lines], **options
    )


class TopicForm(forms.Form):
    """One topic. `planned()` is what `services.topics` takes; names like other topics' names are asked about once."""

    label_de = _label(
        _("German label"), error_messages={"required": _("Enter how this topic is called in German.")}
    )
    label_en = _label(_("English label"), required=False)
    synonyms_de = _names(_("Other German names"), help_text=_("One per line. All of them find this topic."))
    synonyms_en = _names(_("Other English names"), help_text=_("One per line."))
    synonyms = _names(_("Names in any language"), help_text=_("One per line: abbreviations, proper names."))
    broader = forms.ModelChoiceField(
        label=_("Broader topic"),
        queryset=Topic.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("None: a topic of its own"),
        error_messages={"invalid_choice": _("This topic is not known any more. Choose from the list.")},
    )
    note_de = _note(_("Note in German"), help_text=_("What belongs to it and what does not."))
    note_en = _note(_("Note in English"))
    is_different = forms.BooleanField(
        label=_("These are different things: save it as it is."), required=False
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, topic: Topic | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.topic, self.similar = topic, list[Near]()
        others = Topic.objects.exclude(pk=topic.pk) if topic else Topic.objects.all()
        self.fields["broader"].queryset = others
        for name, field in self.fields.items():
            if name.endswith(("_de", "_en")):
                field.widget.attrs["lang"] = name[-2:]
        if topic:
            self.initial = _typed(topic) | self.initial

    def clean(self):
        cleaned = super().clean()
        for name in _SYNONYMS:
            if name in cleaned:
                cleaned[name] = self._names_in(name)
        if not self.errors and not cleaned["is_different"]:
            self._ask_about_similar()
        return cleaned

    def _names_in(self, field: str) -> list[str]:
        names = [" ".join(line.split()) for line in self.cleaned_data[field].splitlines() if line.strip()]
        for name in names:
            try:
                one_line(name)
                if len(name) > _LONGEST:
                    raise ValidationError(
                        _("A name is longer than %(most)d characters.") % {"most": _LONGEST}
                    )
            except ValidationError as error:
                self.add_error(field, error)
        return names

    def _ask_about_similar(self) -> None:
        """Only names that are new here: whoever keeps what was there is asked nothing."""
        known = set(self.topic.labels.values_list("text", flat=True)) if self.topic else set()
        data = self.planned()
        typed = [data["label_de"], data["label_en"], *(text for text, _language in data["synonyms"])]
        self.similar = near([name for name in typed if name and name not in known], besides=self.topic)
        if self.similar:
            self.add_error(None, _("There are topics with almost the same name. Is it one of them?"))

    def planned(self) -> dict[str, Any]:
        """The valid form's content as `services.topics` takes it."""
        data = {name: self.cleaned_data[name] for name in ("label_de", "label_en", "broader")}
        for name in ("note_de", "note_en"):
            data[name] = self.cleaned_data[name].replace("\r\n", "\n")
        data["synonyms"] = [
            (text, str(language)) for name, language in _SYNONYMS.items() for text in self.cleaned_data[name]
        ]
        return data

    def type_over(self, topic: Topic) -> list[tuple[str, str, str]]:
        """Let the next save go over the topic as it is now; returns where it differs: (field, typed, saved now)."""
        stored = _typed(topic)
        stored.pop("revision")
        rows = [
            (str(self.fields[name].label), self.data.get(name, "").replace("\r\n", "\n").strip(), saved or "")
            for name, saved in stored.items()
        ]
        self.data = self.data.copy()
        self.data["revision"] = topic.revision
        return [row for row in rows if row[1] != row[2]]


class MergeForm(forms.Form):
    """The topic into which another one goes."""

    into = forms.ModelChoiceField(
        label=_("Goes into"),
        queryset=Topic.objects.none(),
        to_field_name="slug",
        empty_label=_("Please choose"),
        error_messages={
            "required": _("Choose the topic that stays."),
            "invalid_choice": _("This topic is not known any more. Choose from the list."),
        },
    )

    def __init__(self, *args, topic: Topic, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Topic.objects.exclude(pk=topic.pk)


def _typed(topic: Topic) -> dict[str, Any]:
    """What the fields show for a stored topic."""
    labels = [label for label in topic.labels.all() if label.is_synonym]
    synonyms = {
        name: "\n".join(label.text for label in labels if label.language == language)
        for name, language in _SYNONYMS.items()
    }
    columns = {name: getattr(topic, name) for name in ("label_de", "label_en", "note_de", "note_en")}
    broader = topic.broader.slug if topic.broader else None
    return columns | synonyms | {"broader": broader, "revision": topic.revision}
