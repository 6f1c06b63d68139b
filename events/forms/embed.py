"""A partner's website that shows the list of events."""

from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models.embed_partner import is_origin
from networking.models.fields import one_line

_AT_HOME = ("localhost", "127.0.0.1")  # to try it out on one's own computer


class EmbedForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the website"),
        max_length=100,
        validators=[one_line],
        error_messages={"required": _("Enter a name by which you know the website again.")},
    )
    origin = forms.CharField(
        label=_("Address of the website"),
        help_text=_(
            "As it stands in the browser, for example https://www.example.org. With and without “www.” are two."
        ),
        max_length=500,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the address of the website.")},
    )

    def clean_origin(self) -> str:
        """Scheme, host and port of whatever page of the website was pasted."""
        origin = _origin(self.cleaned_data["origin"].strip())
        is_origin(origin)
        if origin.startswith("http:") and urlsplit(origin).hostname not in _AT_HOME:
            raise forms.ValidationError(_("The website must be reached by https."), code="insecure")
        return origin


def _origin(address: str) -> str:
    """Empty for what is no address."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        return ""
    is_usual = port in (None, {"http": 80, "https": 443}.get(parts.scheme))
    return f"{parts.scheme}://{host}" if is_usual else f"{parts.scheme}://{host}:{port}"
