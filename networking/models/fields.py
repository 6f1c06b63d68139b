"""Text columns that hold what a person can type, and nothing a person cannot."""

import re

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# Controls, line separators, surrogates and private-use characters: they break mail headers, CSV and calendars,
# and the private-use ones mark the places in stored mails that are filled at sending.
_FORBIDDEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff"
)

one_line = RegexValidator(
    re.compile(f"[{_FORBIDDEN}\n\r\t]"),
    _("This text contains an invisible control character or a line break. Please type it again without it."),
    code="control_characters",
    inverse_match=True,
)
several_lines = RegexValidator(
    re.compile(f"[{_FORBIDDEN}]"),
    _("This text contains an invisible control character. Please type it again without it."),
    code="control_characters",
    inverse_match=True,
)


class LineField(models.CharField):
    """One line of text."""

    default_validators = [one_line]


class ProseField(models.TextField):
    """Paragraphs of text."""

    default_validators = [several_lines]
