"""What a participant tells about themselves."""

import hashlib
import hmac
from dataclasses import dataclass, fields

from django.conf import settings

from events.enums import Category
from networking.enums import Language
from networking.models import Project
from networking.models.address import address_key


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
    consent_list: bool = False

    @property
    def email_key(self) -> str:
        return address_key(self.email)

    @property
    def columns(self) -> dict:
        """The values as columns of a registration; consents are rows of their own."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "consent_list"}

    @property
    def digest(self) -> str:
        """Tells two contents apart without storing them: keyed, so it cannot be guessed back."""
        content = "|".join(f"{f.name}={getattr(self, f.name)}" for f in fields(self))
        return hmac.new(settings.LINK_KEY.encode(), content.encode(), hashlib.sha256).hexdigest()
