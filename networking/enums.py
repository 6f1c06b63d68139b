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


class Fit(models.TextChoices):
    """How well two projects fit, in words: figures would promise more than they hold."""

    VERY_GOOD = "very-good", _("fits very well")
    GOOD = "good", _("fits well")
    POSSIBLE = "possible", _("could fit")
