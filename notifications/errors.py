"""Refusals of mail: a code for programs, a sentence for people that says what to do next."""

from django.utils.translation import gettext_lazy as _


class NotificationError(Exception):
    """Base of the family; doors catch this, never `Exception`."""

    code = "refused"
    status = 409
    sentence = _("This is not possible at the moment.")

    def __init__(self, sentence=None):
        super().__init__(sentence or self.sentence)

    def __str__(self) -> str:
        return str(self.args[0])


class AddressRefused(NotificationError):
    code = "address_refused"
    sentence = _("No mail server accepts this address. Please correct it.")


class MailboxUnreadable(NotificationError):
    code = "mailbox_unreadable"
    sentence = _("The mailbox cannot be read. Please check MPI_MAILBOX_URL.")


class NothingToDecide(NotificationError):
    code = "nothing_to_decide"
    sentence = _("Somebody has decided about this mail meanwhile, or it has been sent again.")


class IssueRefused(NotificationError):
    """An act that does not fit an issue's state; the sentence says which state and what to do."""

    code = "issue_refused"


class IssueNotSound(NotificationError):
    """`faults` name what the checks found."""

    code = "issue_not_sound"
    sentence = _("The checks found something. Please put it right first; each says what to do.")

    def __init__(self, faults):
        super().__init__()
        self.faults = faults


class NotASecondPerson(NotificationError):
    code = "not_a_second_person"
    status = 403
    sentence = _("Whoever wrote on this issue cannot approve it. Ask a colleague who has not.")


class IssueEditedMeanwhile(NotificationError):
    """Somebody saved other words in the same places; `conflicts` holds theirs, `content` what is kept of both."""

    code = "edited_meanwhile"
    sentence = _(
        "Somebody else saved other words in the same places. Yours stand in the form and are not saved yet; "
        "theirs stand below. Saving again keeps yours."
    )

    def __init__(self, conflicts, content, revision):
        super().__init__()
        self.conflicts, self.content, self.revision = conflicts, content, revision
