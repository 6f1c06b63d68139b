"""How complete a project's page is: what there is, what is missing, and where to add it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from networking.models import Project
from networking.portraits import Values

ENOUGH = 300  # characters of a portrait: from here on words say more than topics alone


@dataclass(frozen=True)
class Part:
    """One part of the page: where it stands in the form, what it is for, and whether it is there."""

    anchor: str
    label: str
    why: str
    is_there: bool
    is_needed: bool = False  # without it the page cannot be published


@dataclass(frozen=True)
class Completeness:
    parts: list[Part]

    @property
    def missing(self) -> list[Part]:
        return [part for part in self.parts if not part.is_there]

    @property
    def needed(self) -> list[str]:
        """What must be there before the page can be published."""
        return [part.label for part in self.missing if part.is_needed]

    @property
    def there(self) -> int:
        return len(self.parts) - len(self.missing)


def completeness(project: Project, values: Values) -> Completeness:
    """Look at what the team wrote last (`portraits.written`)."""
    portrait = max(len(values["portrait_de"]), len(values["portrait_en"]))
    summary = values["summary_de"] or values["summary_en"]
    shown = [row for row in values["contacts"] if row["is_public"]]
    is_english = bool(values["title_en"] and (values["summary_en"] or values["portrait_en"]))
    return Completeness(
        [
            Part("texts", _("a title"), _("the name people know"), bool(values["title_de"]), True),
            Part("texts", _("a summary"), _("the two sentences of the card"), bool(summary), True),
            Part("texts", _("a portrait of at least %(number)d characters") % {"number": ENOUGH},
                 _("the more it says, the better the suggestions"), portrait >= ENOUGH),
            Part("texts", _("the texts in English"), _("for readers who know no German"), is_english),
            Part("topics", _("at least two topics"), _("suggestions go by them"), len(values["topics"]) >= 2),
            Part("offers", _("what you offer"), _("others seek it"), bool(values["offers"])),
            Part("seeks", _("what you seek"), _("others offer it"), bool(values["seeks"])),
            Part("contacts", _("somebody to ask"), _("only those who agreed are shown"), bool(shown)),
            Part("links", _("a website or link"), _("where to read more"), bool(values["website"] or values["links"])),
            Part("picture", _("a picture"), _("pages with a picture are remembered"), project.picture_id is not None),
        ]
    )  # fmt: skip
