"""Whom a project wants to meet, and in which slots it cannot."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from events.enums import MeetingWishKind
from events.meetings import Candidate
from events.models import MeetingParty, MeetingSlot
from networking.models.fields import one_line

WISHES = [("", _("no wish")), *MeetingWishKind.choices]


class WishesForm(forms.Form):
    """A field for each project that can be chosen, the time slots, and the revision of what the page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    away = forms.MultipleChoiceField(
        label=_("Times at which your project cannot come"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data=None, *, party: MeetingParty, slots: list[MeetingSlot], chosen: list[Candidate]):
        away = set(party.away.values_list("pk", flat=True))
        initial = {"revision": party.revision, "away": [_name(slot) for slot in slots if slot.pk in away]}
        initial |= {f"wish-{row.party.uuid}": row.chosen for row in chosen}
        super().__init__(data, initial=initial)
        self.candidates = chosen
        self.slots = {_name(slot): slot for slot in slots}
        self.fields["away"].choices = [(name, str(slot)) for name, slot in self.slots.items()]
        for row in chosen:
            self.fields[f"wish-{row.party.uuid}"] = forms.ChoiceField(
                label=row.project.title, choices=WISHES, required=False, widget=forms.RadioSelect
            )

    @property
    def rows(self):
        """Each project with its field."""
        return [(row, self[f"wish-{row.party.uuid}"]) for row in self.candidates]

    @cached_property
    def wishes(self) -> dict[int, str]:
        """Of the valid form: what was chosen, by the parties' keys."""
        said = {row.party.pk: self.cleaned_data[f"wish-{row.party.uuid}"] for row in self.candidates}
        return {key: kind for key, kind in said.items() if kind}

    @property
    def cannot(self) -> list[int]:
        """Of the valid form: the keys of the slots in which the project cannot."""
        return [self.slots[name].pk for name in self.cleaned_data["away"]]


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The other project reads it. You may leave it empty."),
        max_length=300,
        required=False,
        validators=[one_line],
    )


def _name(slot: MeetingSlot) -> str:
    """How the form calls a slot: its start."""
    return f"{slot.starts_at:%Y%m%dT%H%M%SZ}"
