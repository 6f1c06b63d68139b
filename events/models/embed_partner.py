"""Websites of partners that show our list of events in a frame or as part of a page."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from networking.models import Person
from networking.models.fields import LineField

is_origin = RegexValidator(
    r"^https?://[a-z0-9.-]+(:[0-9]{1,5})?\Z",
    _("Enter the address of the website in the form https://www.example.org."),
)


class EmbedPartner(models.Model):
    """One website, by its origin (scheme, host, port): the only one a browser lets show the list under `key`."""

    key = models.SlugField(max_length=60, unique=True, editable=False)
    name = LineField(_("name"), max_length=100)
    origin = models.CharField(_("address"), max_length=200, unique=True, validators=[is_origin])
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
