"""What a person says about themselves."""

from django import forms

from networking.models import Person


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ("given_name", "family_name", "language", "names_confidential_events")
        widgets = {
            "given_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "family_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }
