"""Who did what: the ledger every floor writes to."""

from django.db import models

from networking.enums import Source


class AuditEntry(models.Model):
    """One act of one person. Names of fields, never their values: the ledger holds no personal data."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        "networking.Person", models.SET_NULL, null=True, blank=True, related_name="audit_entries"
    )
    source = models.CharField(max_length=12, choices=Source.choices)
    verb = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    fields = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["object_kind", "object_id"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_kind} {self.object_id}"
