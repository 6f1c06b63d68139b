"""Who came."""

from django.db import models

from events.enums import CheckInKind
from events.models.registration import Registration
from networking.enums import Source
from networking.models import Person


class CheckIn(models.Model):
    """One tick at the door, or its undoing. Rows are only added; a registration's latest one counts.

    `nonce` names one tap on one button: the same tap, sent twice, is one row.
    """

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="check_ins")
    kind = models.CharField(max_length=8, choices=CheckInKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=12, choices=Source.choices)
    nonce = models.CharField(max_length=64)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "nonce"], name="check_in_once_per_tap")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
