"""Forms that notice what somebody else saved while they were open: nothing is lost, both are shown.

A form of something stored is made with what is stored at the moment, so what it calls changed is where the typed
entries are not what is saved now.
"""

from typing import Any

from django import forms

from events.forms.event import as_text


class TypedOver(forms.Form):
    """`revision` tells which state was on the screen; services refuse to go over another one."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def entries(self) -> dict[str, Any]:
        """The valid form's content."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    def type_over(self, revision: int) -> list[tuple[str, str, str]]:
        """Let the next save go over what is stored now; returns where it differs: (field, typed, saved now)."""
        rows = [self._difference(name) for name in self.changed_data if name != "revision"]
        self.data = self.data.copy()
        self.data["revision"] = revision
        return [(label, typed, saved) for label, typed, saved in rows if typed != saved]

    def _difference(self, name: str) -> tuple[str, str, str]:
        field = self.fields[name]
        stored = self.get_initial_for_field(field, name)
        return str(field.label), as_text(field, self._typed(name)), as_text(field, stored)

    def _typed(self, name: str) -> Any:
        if isinstance(self.fields[name], forms.MultipleChoiceField):
            return self[name].data
        return self.cleaned_data.get(name)
