"""Lists that leave the house as files."""

import csv
from collections.abc import Iterable
from typing import TextIO

from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Registration

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads umlauts as Latin-1
_FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"


def write_attendees(
    registrations: Iterable[Registration], file: TextIO, *, places: dict[int, int] | None = None
) -> None:
    """Write the registrations as CSV that a German Excel opens by a double click, with `places` in line.

    Whatever a participant typed stays text: a cell that a spreadsheet would compute starts with an apostrophe.
    """
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    columns = _columns(places or {})
    writer.writerow(columns)
    for registration in registrations:
        writer.writerow([as_text(value(registration)) for value in columns.values()])


def as_text(value) -> str:
    """The cell's content, with an apostrophe before anything a spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    risky = text[:1] in _FORMULA_STARTS or text.lstrip()[:1] in _FORMULA_STARTS
    return f"'{text}" if text and risky else text


def _columns(places: dict[int, int]) -> dict:
    """Heading and how to read the value."""
    return {
        _("State"): lambda r: r.get_state_display(),
        _("Place in line"): lambda r: places.get(r.pk),
        _("Family name"): lambda r: r.family_name,
        _("Given name"): lambda r: r.given_name,
        _("E-mail address"): lambda r: r.email,
        _("Organisation"): lambda r: r.organisation,
        _("Project"): lambda r: r.project,
        _("Comes from"): lambda r: r.get_category_display(),
        _("Language"): lambda r: r.get_language_display(),
        _("Registered at"): lambda r: f"{timezone.localtime(r.created_at):%Y-%m-%d %H:%M}",
    }
