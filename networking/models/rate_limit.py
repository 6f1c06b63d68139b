"""How often a subject did something in the current window."""

from django.db import models


class RateWindow(models.Model):
    """One counter; `key` is an HMAC, so no address is stored."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at:%H:%M:%S}"
