"""Photographs, with the words for those who do not see them."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from networking.models.fields import LineField
from networking.models.person import Person
from networking.models.translated import Translated


class Picture(Translated, models.Model):
    """One photograph as visitors get it: WebP without the camera's data. Who may see it, its owner says."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    alt_de = LineField(_("German description"), max_length=300)
    alt_en = LineField(_("English description"), max_length=300, blank=True)
    credit = LineField(_("photographer"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    translated = ("alt",)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(alt_de=""), name="picture_has_a_description")
        ]

    def __str__(self) -> str:
        return self.alt
