"""Which columns a file of attendees has."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ColumnsForm(forms.Form):
    """Chosen in the address, so that a link brings the same file again; nothing chosen means the usual ones.

    `columns` are the names with their labels in the order of the file, `usual` those chosen beforehand.
    """

    column = forms.MultipleChoiceField(
        label=_("Columns"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data, *, columns: dict[str, str], usual):
        super().__init__(data if "column" in data else None, initial={"column": usual})
        self.fields["column"].choices = columns.items()
        self.usual = usual

    def columns(self) -> list[str]:
        """The names chosen, in the order of the file; unknown ones are ignored."""
        chosen = set(self.data.getlist("column")) if self.is_bound else set(self.usual)
        return [name for name, _label in self.fields["column"].choices if name in chosen] or list(self.usual)
