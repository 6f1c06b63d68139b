"""The fixed words of the ground floor."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    GERMAN = "de", "Deutsch"
    ENGLISH = "en", "English"


class Role(models.TextChoices):
    """What somebody does for the whole house; what they do for one event stands in its team."""

    ORGANISER = "organiser", _("Organiser")
    NETWORK_EDITOR = "network-editor", _("Network editor")
    NEWSLETTER_EDITOR = "newsletter-editor", _("Newsletter editor")
    AUDITOR = "auditor", _("Auditor (reads only)")


class Source(models.TextChoices):
    """The door a write came through."""

    WEB = "web", _("website")
    API = "api", _("API")
    ORGANISER = "organiser", _("organiser")
    IMPORT = "import", _("import")
    CLOCK = "clock", _("automatic")
    MAIL = "mail", _("mail")
    DEMO = "demo", _("demo")


class CircularEconomy(models.TextChoices):
    """How a project stands to the circular economy, as the monitoring report sorts it."""

    FUNDING_CALL = "funding-call", _("funded by the circular-economy call")
    RELATED = "related", _("related to the circular economy")


class IntroductionState(models.TextChoices):
    ASKED = "asked", _("asked")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("without an answer")


class OpinionKind(models.TextChoices):
    """What a team says of a suggestion besides asking for contact."""

    LATER = "later", _("later")
    UNFIT = "unfit", _("does not fit")


class Misfit(models.TextChoices):
    """Why a suggestion does not fit."""

    KNOWN = "known", _("We know each other already.")
    TOPIC = "topic", _("We share words, but not the subject.")
    COMPETITION = "competition", _("We compete with each other.")
    TIME = "time", _("We have no time for it.")
    OTHER = "other", _("Another reason")


class Outcome(models.TextChoices):
    """What came of an introduction, as one of the two teams says."""

    TOGETHER = "together", _("We are working on something together.")
    TALKED = "talked", _("We talked; nothing follows for now.")
    NOT_YET = "not-yet", _("We have not talked yet.")


class PairRuleKind(models.TextChoices):
    """What an editor says about a pair."""

    PINNED = "pinned", _("shown first")
    HIDDEN = "hidden", _("hidden")


class ExchangeKind(models.TextChoices):
    """What projects have for each other."""

    OFFER = "offer", _("offers")
    SEEK = "seek", _("seeks")


class ImportKind(models.TextChoices):
    """What a file brings."""

    PROJECTS = "projects", _("Projects")
    TOPICS = "topics", _("Topics")


class GrantState(models.TextChoices):
    """Where a grant stands today."""

    PLANNED = "planned", _("begins later")
    RUNNING = "running", _("running")
    ENDED = "ended", _("ended")


class CallState(models.TextChoices):
    """Where a call for proposals stands today."""

    PLANNED = "planned", _("planned")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed, to be decided")
    DECIDED = "decided", _("decided")


class Fit(models.TextChoices):
    """How well two projects fit, in words: figures would promise more than they hold."""

    VERY_GOOD = "very-good", _("fits very well")
    GOOD = "good", _("fits well")
    POSSIBLE = "possible", _("could fit")
