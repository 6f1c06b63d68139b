"""What came back: mails that could not be delivered, complaints, and the addresses that get no newsletters for it."""

from django.db import models

from notifications.enums import BounceKind, BounceSource


class Suppression(models.Model):
    """An address that gets no newsletters, known by its hash alone; without `until` it stays until it is released."""

    address_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=260)  # "a…@example.org": enough to recognise, too little to write to
    reason = models.CharField(max_length=10, choices=BounceKind.choices)
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "-pk"]

    def __str__(self) -> str:
        return self.hint


class Bounce(models.Model):
    """One mail that did not arrive, or that its reader complained about; goes with the mail."""

    message = models.ForeignKey("notifications.Message", models.CASCADE, related_name="bounces")
    address_hash = models.CharField(max_length=64, db_index=True)
    source = models.CharField(max_length=10, choices=BounceSource.choices)
    kind = models.CharField(max_length=10, choices=BounceKind.choices)
    status = models.CharField(max_length=12, blank=True)  # the enhanced code, as 5.1.1
    words = models.CharField(max_length=500, blank=True)  # what the mail server said
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["message", "source"], name="bounce_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.status}".strip()
