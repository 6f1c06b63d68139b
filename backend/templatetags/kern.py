"""Django's form fields in the clothes of KERN UX; used by templates/includes."""

from django import template
from django.forms import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select, Textarea

register = template.Library()

_CLASSES = (
    (CheckboxSelectMultiple, "kern-form-check__checkbox"),  # a kind of RadioSelect, so it comes first
    (RadioSelect, "kern-form-check__radio"),
    (CheckboxInput, "kern-form-check__checkbox"),
    (Select, "kern-form-input__select"),
    (Textarea, "kern-form-input__input mpi-textarea"),
)


@register.filter
def kern(field) -> str:
    """The field's control with KERN's classes; labels, hints and errors are the template's."""
    return field.as_widget(attrs={"class": _class(field)})


@register.filter
def kern_choices(field) -> list:
    """The radio buttons or checkboxes of a field with choices; errors stand at their group."""
    field.field.widget.attrs["class"] = _class(field)
    for choice in field.subwidgets:
        choice.data["attrs"].pop("aria-invalid", None)
    return field.subwidgets


@register.filter
def first_id(field) -> str:
    """What a link must name to put the focus on the field: for a group, its first choice."""
    return field.subwidgets[0].id_for_label if field.use_fieldset and field.subwidgets else field.id_for_label


@register.filter
def alert_kind(level: str) -> str:
    """KERN's word for a level of Django's messages."""
    return {"error": "danger", "debug": "info", "": "info"}.get(level, level)


def _class(field) -> str:
    base = next(
        (name for widget, name in _CLASSES if isinstance(field.field.widget, widget)),
        "kern-form-input__input",
    )
    own = field.field.widget.attrs.get("class", "")
    error = f" {base.split()[0]}--error" if field.errors else ""
    return f"{base}{error} {own}".strip()
