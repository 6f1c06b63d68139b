"""Somebody wants their private links again."""

from django.db import models

from networking.enums import Language


class LinkRequest(models.Model):
    """One address that asked, known here or not: the worker answers it by mail and deletes the row."""

    email_key = models.CharField(max_length=254, unique=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.GERMAN)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return self.email_key
