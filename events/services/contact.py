"""What a participant tells about themselves."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from django.conf import settings

from events.enums import Category
from events.models import Choice, Question
from events.pools import Needs
from networking.enums import Language
from networking.models import Project
from networking.models.address import address_key

Answers = Mapping[Question, str | tuple[Choice, ...]]
"""What is said to each question that was asked: a value as stored, or the choices made; "" and () say nothing."""


@dataclass(frozen=True)
class Contact:
    """One person's data as a form or the API hands it over, already of the right shape."""

    given_name: str
    family_name: str
    email: str
    organisation: str = ""
    project: Project | None = None
    category: str = Category.OTHER
    language: str = Language.GERMAN
    listed: tuple[str, ...] = ()  # what other attendees may see, of enums.LISTABLE
    answers: Answers = field(default_factory=dict)

    @property
    def email_key(self) -> str:
        return address_key(self.email)

    @property
    def columns(self) -> dict:
        """The values as columns of a registration; consents and answers are rows of their own."""
        apart = ("listed", "answers")
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in apart}

    @property
    def needs(self) -> Needs:
        """In which pools this person needs a seat: by category, project and the choices made."""
        choices = (c.pk for said in self.answers.values() if not isinstance(said, str) for c in said)
        return Needs(self.category, self.project.pk if self.project else None, frozenset(choices))

    @property
    def digest(self) -> str:
        """Tells two contents apart without storing them: keyed, so it cannot be guessed back."""
        content = "|".join(f"{f.name}={getattr(self, f.name)}" for f in fields(self) if f.name != "answers")
        content += "".join(
            sorted(f"|{question.pk}={_plain(said)}" for question, said in self.answers.items())
        )
        return hmac.new(settings.LINK_KEY.encode(), content.encode(), hashlib.sha256).hexdigest()


def _plain(said: str | tuple[Choice, ...]) -> str:
    """The answer in the same words in every language."""
    return said if isinstance(said, str) else str(sorted(choice.pk for choice in said))
