"""How the Masterplan sorts its work: fields of action, transformation lines, topics."""

import re
import unicodedata

from django.db import models
from django.utils.translation import gettext_lazy as _

from networking.enums import Language
from networking.models.fields import LineField, ProseField
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


class TopicQuerySet(models.QuerySet):
    def known_as(self, slug: str) -> "TopicQuerySet":
        """The topic with that short name, or the one into which a topic of that name went."""
        return self.filter(models.Q(slug=slug) | models.Q(former_slugs__slug=slug))


class Topic(Translated, models.Model):
    """One subject with all the names people use for it; narrower topics hang below broader ones."""

    slug = models.SlugField(unique=True)
    label_de = LineField(_("German label"), max_length=100)
    label_en = LineField(_("English label"), max_length=100, blank=True)
    broader = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="narrower")
    note_de = ProseField(_("German note"), max_length=1000, blank=True)
    note_en = ProseField(_("English note"), max_length=1000, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    translated = ("label", "note")
    objects = TopicQuerySet.as_manager()

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
    # of a synonym; empty: any
    language = models.CharField(max_length=2, choices=Language.choices, blank=True)

    class Meta:
        ordering = ["text"]

    def __str__(self) -> str:
        return self.text


class FormerSlug(models.Model):
    """A short name under which a topic was known before it went into another: its addresses still lead there."""

    slug = models.SlugField(unique=True)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug
