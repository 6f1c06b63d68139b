"""What every refusal is."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class EventError(Exception):
    """Base of the family; doors catch this, never `Exception`."""

    code = "refused"
    status = 409
    sentence = _("This is not possible at the moment.")
    for_organisers: Any = None  # what organisers are told where the sentence speaks to participants

    def __init__(self, sentence=None):
        super().__init__(sentence or self.sentence)

    def __str__(self) -> str:
        return str(self.args[0])

    @property
    def told_to_organisers(self) -> str:
        return str(self.for_organisers or self)
