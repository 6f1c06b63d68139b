"""What organisers type about seats: the room, its planned overbooking, one further limit, a promotion by hand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.enums import Category, PoolKind
from events.forms.event import moment_field
from events.forms.over import TypedOver
from networking.models.fields import one_line

MOST = 100_000
_NUMBER = {"invalid": _("Enter a whole number."), "required": _("Enter how many seats.")}


class RoomForm(TypedOver):
    capacity = forms.IntegerField(
        label=_("Seats"),
        required=False,
        min_value=1,
        max_value=MOST,
        help_text=_("Empty: no limit."),
        error_messages=_NUMBER,
    )
    overbooking = forms.IntegerField(
        label=_("Planned overbooking"),
        required=False,
        min_value=0,
        max_value=1000,
        help_text=_("Seats given beyond that number, because some people never come. Usually 0."),
        error_messages=_NUMBER,
    )

    def clean_overbooking(self) -> int:
        return self.cleaned_data["overbooking"] or 0

    def columns(self) -> dict:
        """What `planning.edit` takes."""
        return {name: self.cleaned_data[name] for name in ("capacity", "overbooking")}


class CategoriesForm(TypedOver):
    categories = forms.MultipleChoiceField(
        label=_("People who come from"),
        choices=Category.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    number = forms.IntegerField(
        label=_("have together at most so many seats"), min_value=0, max_value=MOST, error_messages=_NUMBER
    )


class TeamsForm(TypedOver):
    number = forms.IntegerField(
        label=_("Seats kept for project teams"), min_value=1, max_value=MOST, error_messages=_NUMBER
    )
    until_at = moment_field(_("Kept until"))

    field_order = ["number", "until_at"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until_at"].help_text = _(
            "From then on they are for everybody, the waiting list first. Empty: until the event begins."
        )


class ProjectForm(TypedOver):
    number = forms.IntegerField(
        label=_("Each project gets at most so many seats"),
        min_value=1,
        max_value=MOST,
        error_messages=_NUMBER,
    )


FORMS: dict[str, type[TypedOver]] = {
    PoolKind.CATEGORIES: CategoriesForm,
    PoolKind.TEAMS: TeamsForm,
    PoolKind.PROJECT: ProjectForm,
}


class RaiseForm(forms.Form):
    """How many seats there would be: to look at who would come in."""

    seats = forms.IntegerField(
        label=_("If there were so many seats"), min_value=1, max_value=MOST, error_messages=_NUMBER
    )


class PromotionForm(forms.Form):
    """Why somebody is taken before the others, and, where none is free, that they get a seat all the same."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        validators=[one_line],
        help_text=_("Stands in the history of this person, with your name."),
        error_messages={"required": _("Say why this person gets a seat before the others.")},
    )
    exceeds = forms.BooleanField(label=_("Give a seat although none is free"), required=False)
