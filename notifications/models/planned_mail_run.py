"""What planned mails have sent, counted: it stays when the mails themselves are deleted."""

from django.db import models

from events.models import PlannedMail


class PlannedMailRun(models.Model):
    """One time the clock wrote mails of a rule, and how many."""

    planned_mail = models.ForeignKey(PlannedMail, models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.planned_mail} · {self.number}"
