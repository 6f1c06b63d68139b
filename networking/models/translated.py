"""Content in two languages: `title_de`, `title_en`, read as `title` in the reader's language."""

from django.utils.translation import get_language


class Translated:
    """Reads `name_de` or `name_en` in the active language; an empty one falls back to the other language.

    A model names its pairs in `translated = ("title", "summary")` and each becomes a read-only attribute.
    """

    translated: tuple[str, ...] = ()

    def __getattr__(self, name: str):
        if name in type(self).translated:
            return self.in_language(name, get_language() or "de")
        return self.__getattribute__(name)  # raises what it raised before: a missing relation stays one

    def in_language(self, name: str, language: str) -> str:
        """The text of `name` in `language` ("de", "en"), else in the other one, else the empty string."""
        first, second = ("en", "de") if language.startswith("en") else ("de", "en")
        return getattr(self, f"{name}_{first}") or getattr(self, f"{name}_{second}")
