"""How the Masterplan sorts its work: fields of action, transformation lines, topics."""

import re
import unicodedata

from django.db import models
from django.utils.translation import gettext_lazy as _

from networking.models.fields import LineField
from networking.models.translated import Translated


class FieldOfAction(Translated, models.Model):
    """Handlungsfeld: innovation, competencies, framework-conditions, communication-networking."""

    slug = models.SlugField(primary_key=True)
    label_de = LineField(max_length=100)
    label_en = LineField(max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    translated = ("label",)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label


class TransformationLine(Translated, models.Model):
    """Transformationslinie: digital, ecological, work."""

    slug = models.SlugField(primary_key=True)
    label_de = LineField(max_length=100)
    label_en = LineField(max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    translated = ("label",)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label


class Topic(Translated, models.Model):
    """One subject with all the names people use for it; narrower topics hang below broader ones."""

    slug = models.SlugField(unique=True)
    label_de = LineField(_("German label"), max_length=100)
    label_en = LineField(_("English label"), max_length=100, blank=True)
    broader = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="narrower")

    translated = ("label",)

    class Meta:
        ordering = ["label_de"]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        from django.urls import reverse  # noqa: PLC0415 -- models are loaded before addresses

        return reverse("networking:topic", args=[self.slug])


def label_key(label: str) -> str:
    """The form in which two labels count as the same: case, accents' encoding and spaces do not matter."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", label)).strip().casefold()


def search_words(text: str) -> str:
    """The words of a text, folded, each between spaces: " ki in der produktion ". Empty for a text without words."""
    words = re.findall(r"[^\W_]+", label_key(text))
    return f" {' '.join(words)} " if words else ""


class TopicLabel(models.Model):
    """A name of a topic (its labels and synonyms). A name belongs to exactly one topic."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="labels")
    text = LineField(max_length=100)
    key = models.CharField(max_length=100, unique=True, editable=False)
    is_synonym = models.BooleanField(default=True)

    class Meta:
        ordering = ["text"]

    def __str__(self) -> str:
        return self.text
