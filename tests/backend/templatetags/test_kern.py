"""Form fields as every page shows them."""

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation


class Sample(forms.Form):
    name = forms.CharField(
        help_text="As on your badge.", widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    note = forms.CharField(required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    days = forms.MultipleChoiceField(
        choices=[("1", "One"), ("2", "Two")], widget=forms.CheckboxSelectMultiple
    )
    agree = forms.BooleanField()


def show(name, data=None):
    with translation.override("en"):
        return render_to_string("includes/field.html", {"field": Sample(data)[name]})


def test_label_hint_and_control_belong_together():
    html = show("name")

    assert 'for="id_name"' in html
    assert 'id="id_name_helptext"' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'autocomplete="name"' in html


def test_an_error_stands_at_the_field_and_is_announced_with_it():
    html = show("name", {})

    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert "kern-form-input__input--error" in html


def test_only_optional_fields_are_marked():
    assert "(optional)" in show("note")
    assert "(optional)" not in show("name")


@pytest.mark.parametrize(
    ("name", "css"),
    [
        ("note", "mpi-textarea"),
        ("kind", "kern-form-input__select"),
        ("days", "kern-form-check__checkbox"),
        ("agree", "kern-form-check__checkbox"),
    ],
)
def test_each_kind_of_field_wears_its_class(name, css):
    assert css in show(name)


def test_a_group_of_choices_has_its_label_and_error_at_the_group():
    html = show("days", {})

    assert "<legend" in html
    assert 'aria-describedby="id_days_error"' in html
    assert "aria-invalid" not in html


def test_the_error_summary_links_to_the_fields():
    with translation.override("en"):
        html = render_to_string("includes/error_summary.html", {"form": Sample({})})

    assert 'href="#id_name"' in html
    assert 'href="#id_days_0"' in html
