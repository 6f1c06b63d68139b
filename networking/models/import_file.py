"""Files that wait between being looked at and being imported."""

import uuid

from django.db import models

from networking.enums import ImportKind
from networking.models.fields import LineField
from networking.models.person import Person


class ImportFile(models.Model):
    """A file as it was uploaded, seen only by whoever brought it, forgotten after a day."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    name = LineField(max_length=200)
    content = models.BinaryField()
    created_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
