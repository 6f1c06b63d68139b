"""An issue as editors type it: its own lines, and one small form per block. A draft may be unfinished: nothing is
required here but the right shape; what is missing, the checks say before approval.
"""

import re
from collections.abc import Iterable
from functools import cached_property

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event
from networking.errors import PictureRefused
from networking.models import Project
from networking.models.fields import one_line, several_lines
from networking.queries import by_title
from networking.services import pictures
from notifications.enums import BlockKind
from notifications.models import Issue
from notifications.newsletter import blocks as document
from notifications.newsletter.blocks import Block

_KEY = re.compile(r"\A[a-z0-9]{1,12}\Z")
_UUID = re.compile(r"\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_NOTHING = [("", "–")]


class IssueForm(forms.ModelForm):
    """The issue's own lines. `revision` says which state the editor saw."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = Issue
        fields = ["subject_de", "subject_en", "preheader_de", "preheader_en", "links_pictures"]
        help_texts = {
            "preheader_de": _("Stands behind the subject in the list of mails."),
            "preheader_en": _("Stands behind the subject in the list of mails."),
            "links_pictures": _(
                "Pictures usually travel with the mail. Linked ones make it smaller, but many mail programs hide "
                "them, and our server notices who loads them."
            ),
        }


class BlockForm(forms.Form):
    """One block; `block()` gives it back as typed."""

    kind = ""

    def __init__(self, *args, block: Block, targets: "Targets", **kwargs):
        self.key = block["key"]
        super().__init__(*args, prefix=self.key, initial=block, **kwargs)
        self.fill(block, targets)

    def fill(self, block: Block, targets: "Targets") -> None:
        """Offer what can be chosen."""

    def block(self) -> Block:
        entries = {name: self.cleaned_data.get(name) or "" for name in document.ENTRIES[self.kind]}
        return {"key": self.key, "kind": str(self.kind)} | entries

    @property
    def label(self) -> str:
        return BlockKind(self.kind).label


class Targets:
    """What blocks may point to: only what anybody may see. Read once, when a form first asks."""

    def __init__(self, blocks: Iterable[Block]):
        self._named = {block["event"] for block in blocks if _UUID.match(block.get("event", ""))}

    @cached_property
    def events(self) -> list[tuple[str, str]]:
        now = timezone.now()
        coming = Event.objects.public().filter(state="published").upcoming(now)[:200]
        named = Event.objects.public().filter(uuid__in=self._named)
        rows = {str(event.uuid): event for event in [*coming, *named]}
        return _NOTHING + [
            (key, f"{format_date(timezone.localtime(event.starts_at), 'SHORT_DATE_FORMAT')} · {event.title}")
            for key, event in rows.items()
        ]

    @cached_property
    def projects(self) -> list[tuple[str, str]]:
        rows = by_title(Project.objects.visible_to(AnonymousUser()))
        return _NOTHING + [(str(project.public_id), project.title) for project in rows]


def _prose(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=10_000,
        validators=[several_lines],
        widget=forms.Textarea(attrs={"rows": 8}),
    )


def _line(label: str, most: int = 300) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=most, validators=[one_line])


def _address() -> forms.URLField:
    return forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Enter a whole address, beginning with https://.")},
    )


class TextForm(BlockForm):
    """The fields are as high as the longer of the two texts: a heading needs no page."""

    kind = BlockKind.TEXT
    text_de = _prose(_("German text"))
    text_en = _prose(_("English text"))

    def fill(self, block: Block, targets: Targets) -> None:
        lines = max(len(block[name]) // 50 + block[name].count("\n") for name in ("text_de", "text_en"))
        for field in self.fields.values():
            field.widget.attrs["rows"] = min(max(lines + 2, 4), 16)


class EventBlockForm(BlockForm):
    kind = BlockKind.EVENT
    event = forms.ChoiceField(label=_("Event"), required=False)

    def fill(self, block: Block, targets: Targets) -> None:
        self.fields["event"].choices = _with_lost(targets.events, block["event"])


class ProjectForm(BlockForm):
    kind = BlockKind.PROJECT
    project = forms.ChoiceField(label=_("Project"), required=False)

    def fill(self, block: Block, targets: Targets) -> None:
        self.fields["project"].choices = _with_lost(targets.projects, block["project"])


class PartnersForm(ProjectForm):
    kind = BlockKind.PARTNERS


class ButtonForm(BlockForm):
    kind = BlockKind.BUTTON
    label_de = _line(_("German label"), 80)
    label_en = _line(_("English label"), 80)
    url = _address()


class ImageForm(BlockForm):
    """A photograph may come without words while one writes; it does not go out without them."""

    kind = BlockKind.IMAGE
    file = forms.FileField(
        label=_("Photograph"),
        required=False,
        help_text=_(
            "JPEG, PNG or WebP, at most 15 megabytes. It is made smaller; place and time are taken out."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"empty": _("This file is empty. Please choose another one.")},
    )
    picture = forms.UUIDField(required=False, widget=forms.HiddenInput)
    alt_de = _line(_("Description in German"))
    alt_en = _line(_("Description in English"))
    credit = _line(_("Photographer"), 200)
    url = _address()

    def clean_picture(self) -> str:
        return str(self.cleaned_data["picture"] or "")

    def clean_file(self) -> pictures.Shot | None:
        upload = self.cleaned_data["file"]
        if upload is None:
            return None
        try:
            return pictures.read(upload.read(pictures.LARGEST_FILE + 1))
        except PictureRefused as error:
            raise ValidationError(str(error)) from error

    def block(self) -> Block:
        shot = self.cleaned_data.get("file")
        return super().block() | ({"upload": shot} if shot else {})


class DividerForm(BlockForm):
    kind = BlockKind.DIVIDER


class PersonalForm(BlockForm):
    kind = BlockKind.PERSONAL


_FORMS = (
    TextForm,
    EventBlockForm,
    ProjectForm,
    PartnersForm,
    ImageForm,
    ButtonForm,
    DividerForm,
    PersonalForm,
)
FORMS = {str(form.kind): form for form in _FORMS}


class Blocks:
    """All blocks of the page in their order, as they are stored or as they were sent."""

    def __init__(self, stored: list[Block], data=None, files=None):
        shown = stored if data is None else _sent(data, stored)
        targets = Targets(stored if data is None else [*stored, *(_named(data, block) for block in shown)])
        self.forms = [FORMS[block["kind"]](data, files, block=block, targets=targets) for block in shown]

    def __iter__(self):
        return iter(self.forms)

    def is_valid(self) -> bool:
        """All are checked, so that all faults show at once."""
        checked = [form.is_valid() for form in self.forms]
        return all(checked)

    def blocks(self) -> list[Block]:
        return [form.block() for form in self.forms]


class TestForm(forms.Form):
    """In which language to send the test."""

    language = forms.ChoiceField(choices=[("de", "Deutsch"), ("en", "English")])


class ScheduleForm(forms.Form):
    at = forms.SplitDateTimeField(
        label=_("Send on"),
        widget=forms.SplitDateTimeWidget(date_attrs={"type": "date"}, time_attrs={"type": "time"}),
        error_messages={"required": _("Choose day and time."), "invalid": _("Choose day and time.")},
    )


def _sent(data, stored: list[Block]) -> list[Block]:
    """The blocks a form was sent for, as they are stored or empty; what is no block of ours is left out."""
    known = {(block["key"], block["kind"]): block for block in stored}
    found: dict[str, Block] = {}
    for key in data.getlist("block")[: document.MOST]:
        kind = data.get(f"{key}-kind")
        if _KEY.match(key) and kind in FORMS:
            found[key] = known.get((key, kind)) or document.new(kind) | {"key": key}
    return list(found.values())


def _named(data, block: Block) -> Block:
    return {"event": data.get(f"{block['key']}-event", "")}


def _with_lost(choices: list[tuple[str, str]], chosen: str) -> list[tuple[str, str]]:
    """What was chosen and is not public any more can still be seen to be chosen, without its name."""
    if chosen and all(value != chosen for value, _label in choices):
        return [*choices, (chosen, str(_("not public any more")))]
    return choices
