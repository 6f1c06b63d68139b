"""What calendar programs answered to our invitations."""

from django.db import models

from events.enums import CalendarAnswer
from events.models.registration import Registration


class CalendarReply(models.Model):
    """One answer of a calendar program, as it came by mail: told to the organisers, it moves no seat.

    Anybody can write such a mail. So a registration has at most one row per answer and revision of its entry, and
    the latest that was given counts. `entry_sequence` is the registration's when it came: after a seat was lost or
    regained the answer is history.
    """

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="calendar_replies")
    answer = models.CharField(max_length=9, choices=CalendarAnswer.choices)
    sequence = models.PositiveIntegerField()
    entry_sequence = models.PositiveIntegerField()
    delegate = models.EmailField(blank=True)  # who shall come instead, by the calendar
    answered_at = models.DateTimeField()
    received_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["sequence", "answered_at", "pk"]
        verbose_name_plural = "calendar replies"
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "sequence", "answer"], name="calendar_reply_once_per_revision"
            )
        ]

    def __str__(self) -> str:
        return self.get_answer_display()
