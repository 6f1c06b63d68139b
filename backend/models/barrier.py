"""Barriers people report; the office must answer within a month (BIKTG Bln)."""

import calendar
import secrets
from datetime import date

from django.db import models
from django.utils import timezone

from networking.enums import Language
from networking.models.fields import LineField, ProseField

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"


def new_number() -> str:
    """A ticket number to read out on the telephone; it tells nobody how many there are."""
    return "B-" + "".join(secrets.choice(_LETTERS) for _letter in range(6))


def a_month_from_today() -> date:
    """The day by which the answer is due: the same day of the next month, or its last."""
    today = timezone.localdate()
    year, month = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
    return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


class BarrierReport(models.Model):
    """One reported barrier. Name and address are the reporter's choice."""

    number = models.CharField(max_length=10, unique=True, default=new_number, editable=False)
    page = LineField(max_length=500, blank=True)
    description = ProseField(max_length=4000)
    name = LineField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.GERMAN)
    created_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(default=a_month_from_today)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.number
