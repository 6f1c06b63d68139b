"""Bearer tokens for programs. Shown once, stored hashed."""

from django.db import models

from networking.models.fields import LineField


class ApiToken(models.Model):
    """A token of a person, limited to the named scopes."""

    person = models.ForeignKey("networking.Person", models.CASCADE, related_name="api_tokens")
    name = LineField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
