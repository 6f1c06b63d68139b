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


class PictureRefused(NetworkingError):
    """A file is no photograph that can be shown."""

    code = "picture_refused"
    status = 422
    sentence = _("This file cannot be read as a picture. Please choose a JPEG, PNG or WebP file.")

    @classmethod
    def too_large(cls, most: int) -> "PictureRefused":
        sentence = _("This picture is too large. Please choose a file of at most %(megabytes)d megabytes.")
        return cls(sentence % {"megabytes": most // 1_000_000})

    @classmethod
    def too_small(cls, least: int) -> "PictureRefused":
        sentence = _("This picture is too small. Please choose one of at least %(pixels)d pixels.")
        return cls(sentence % {"pixels": least})


class EditedMeanwhile(NetworkingError):
    """Somebody else saved what is being edited: nothing was written."""

    code = "edited_meanwhile"
    sentence = _("Somebody else saved this in the meantime. Compare your entries below and save again.")


class LabelTaken(NetworkingError):
    """A name leads to exactly one topic."""

    code = "label_taken"
    status = 422

    @classmethod
    def by(cls, owner, label: str, topic: str) -> "LabelTaken":
        sentence = _(
            "“%(label)s” is a name of the topic “%(owner)s” and cannot be one of “%(topic)s” as well. Take another "
            "name, or merge the two topics."
        )
        return cls(sentence % {"label": label, "owner": owner.label, "topic": topic})


class TopicCircle(NetworkingError):
    """Going from broader to broader topic must come to an end."""

    code = "topic_circle"
    status = 422

    @classmethod
    def along(cls, way) -> "TopicCircle":
        """`way` leads from a topic upwards to the same topic."""
        sentence = _(
            "“%(topic)s” cannot stand below “%(broader)s”: that stands below it already (%(way)s). Choose another "
            "broader topic."
        )
        names = " → ".join(topic.label for topic in way)
        return cls(sentence % {"topic": way[0].label, "broader": way[1].label, "way": names})

    @classmethod
    def of_itself(cls, topic) -> "TopicCircle":
        sentence = _("“%(topic)s” cannot go into itself. Choose another topic.")
        return cls(sentence % {"topic": topic.label})


class TopicInUse(NetworkingError):
    code = "topic_in_use"
    sentence = _("This topic is used or has narrower topics. Merge it with another one instead.")


class NotPublishable(NetworkingError):
    """A project's page lacks what visitors need; `missing` says what."""

    code = "not_publishable"
    status = 422
    sentence = _("This page cannot be published yet.")

    def __init__(self, missing: list[str]):
        super().__init__(
            _("Still missing before this can be published: %(things)s.") % {"things": ", ".join(missing)}
        )
        self.missing = missing


class AccountClosed(NetworkingError):
    code = "account_closed"
    sentence = _("The account of this address is closed. Ask the office to open it again.")


class LastMember(NetworkingError):
    code = "last_member"
    sentence = _(
        "You are the only one in this project's team. Invite somebody else first, or write to the office of the "
        "Masterplan."
    )


class SlotGone(NetworkingError):
    code = "slot_gone"
    sentence = _("This moment is not offered any more. Choose one of those below.")


class IntroductionGone(NetworkingError):
    """The request was withdrawn, answered or has run out."""

    code = "introduction_gone"
    sentence = _("This contact request is no longer open. You can ask for contact yourself.")
