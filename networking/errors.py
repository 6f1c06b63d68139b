"""Refusals of the ground floor: a code for programs, a sentence for people that says what to do next."""

from django.utils.translation import gettext_lazy as _


class NetworkingError(Exception):
    """Base of the family; doors catch this, never `Exception`."""

    code = "refused"
    status = 409
    sentence = _("This is not possible at the moment.")

    def __init__(self, sentence=None):
        super().__init__(sentence or self.sentence)

    def __str__(self) -> str:
        return str(self.args[0])


class TooManyRequests(NetworkingError):
    """The subject used up its window; `retry_after` says how many seconds are left of it."""

    code = "too_many_requests"
    status = 429
    sentence = _("That was too often in a short time. Please wait a few minutes and try again.")

    def __init__(self, retry_after: int):
        super().__init__()
        self.retry_after = retry_after


class ImportRefused(NetworkingError):
    """A file could not be imported; `faults` names line and field of each. Nothing was written."""

    code = "import_refused"
    status = 422
    sentence = _("The file was not imported: nothing was changed. Please correct the faults and try again.")

    def __init__(self, faults: list[str]):
        super().__init__()
        self.faults = faults


class InvalidEntries(NetworkingError):
    """`errors` names what is wrong with each entry: {"email": ["Enter an e-mail address ..."]}."""

    code = "invalid"
    status = 422
    sentence = _("Some entries are not valid. Please correct what “errors” names and send them again.")

    def __init__(self, errors: dict[str, list[str]]):
        super().__init__()
        self.errors = errors


class NotFound(NetworkingError):
    """What does not exist and what one may not see: the same answer."""

    code = "not_found"
    status = 404
    sentence = _("There is nothing at this address. Please check it.")
