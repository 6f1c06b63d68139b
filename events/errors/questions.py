"""Why a question cannot be asked or changed so."""

from django.utils.translation import gettext_lazy as _

from events.errors.base import EventError


class QuestionRefused(EventError):
    """What cannot be done to an event's questions."""

    code = "question"


class IdentifierTaken(QuestionRefused):
    sentence = _("Another question of this event has this identifier. Choose a different one.")


class KindFixed(QuestionRefused):
    sentence = _("This question has been answered: its kind stays. Retire it and add a new one instead.")


class QuestionAnswered(QuestionRefused):
    sentence = _("This question has been answered and cannot be removed. Retire it: its answers stay.")


class QuestionFollowed(QuestionRefused):
    """`follower` depends on it."""

    sentence = _("The question “%(question)s” depends on this one. Change its condition first.")

    def __init__(self, follower):
        super().__init__(self.sentence % {"question": follower.label})


class ChoiceChosen(QuestionRefused):
    sentence = _(
        "“%(choice)s” has been chosen and cannot be removed. You can change its text and limit its places."
    )

    def __init__(self, choice):
        super().__init__(self.sentence % {"choice": choice.label})


class PlacesBelowTaken(QuestionRefused):
    sentence = _("%(taken)d places of “%(choice)s” are taken. Please enter at least %(taken)d.")

    def __init__(self, choice, taken: int):
        super().__init__(self.sentence % {"choice": choice.label, "taken": taken})


class ConditionImpossible(QuestionRefused):
    sentence = _("This condition is not possible. Choose answers to a question that stands above this one.")
    below = _("The question “%(question)s” must stand above the one that depends on it.")
    retired = _("This question depends on “%(question)s”, which is retired. Ask that one again first.")
    organisers = _("Only organisers answer “%(question)s”. What participants are asked cannot depend on it.")


class NeedsStayProtected(QuestionRefused):
    sentence = _(
        "What depends on a need on site tells that need: mark this question as a need, too, "
        "or choose another condition."
    )
    places = _("A need on site has no limited places: others would learn of it. Leave the places empty.")
    answered = _("This question has been answered as a need on site: it stays protected.")
