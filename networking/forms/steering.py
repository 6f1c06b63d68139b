"""What an editor says about a pair or a topic."""

from django import forms
from django.utils.translation import gettext_lazy as _

from networking.enums import PairRuleKind
from networking.models import Project, Topic
from networking.models.fields import one_line
from networking.models.steering import MOST_STEPS


class PairForm(forms.Form):
    """Pin or hide one project for another; the reason is kept."""

    other = forms.ModelChoiceField(
        label=_("Project"),
        queryset=Project.objects.none(),
        to_field_name="slug",
        error_messages={"required": _("Choose a project."), "invalid_choice": _("Choose a project.")},
    )
    kind = forms.ChoiceField(
        label=_("What shall happen?"),
        choices=[
            (PairRuleKind.PINNED, _("show it first")),
            (PairRuleKind.HIDDEN, _("hide the two from each other")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        validators=[one_line],
        error_messages={"required": _("Say why: others will want to know.")},
    )

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        others = Project.objects.filter(is_published=True).exclude(pk=project.pk)
        self.fields["other"].queryset = others.order_by("title_de")


class WeightForm(forms.Form):
    topic = forms.ModelChoiceField(
        label=_("Topic"),
        queryset=Topic.objects.order_by("label_de"),
        to_field_name="slug",
        error_messages={"required": _("Choose a topic."), "invalid_choice": _("Choose a topic.")},
    )
    steps = forms.IntegerField(
        label=_("Says more or less, in steps of a tenth"),
        min_value=-MOST_STEPS,
        max_value=MOST_STEPS,
        help_text=_("From -5 (half as much) to 5 (half as much again); 0 takes it back."),
    )
