"""Why 1:1 meetings cannot be set up, chosen or moved so."""

from django.utils.translation import gettext_lazy as _

from events.errors.base import EventError


class MeetingError(EventError):
    """Refusals about 1:1 meetings."""

    code = "meetings_refused"


class MeetingsOff(MeetingError):
    code = "meetings_off"
    sentence = _("This event has no 1:1 meetings.")


class NotReadyToChoose(MeetingError):
    sentence = _("Please add at least one time slot and one table first.")
    deadline = _("Please enter until when projects may choose, at a time that is still to come.")
    not_public = _("Projects can choose once the event is published and as long as it has not begun.")


class SlotImpossible(MeetingError):
    sentence = _("Every time slot must lie within the event, end after it starts and overlap no other.")


class RoundInUse(MeetingError):
    sentence = _("Published meetings take place there. Move or cancel them first.")


class ChoosingOver(MeetingError):
    code = "choosing_over"
    sentence = _("Choosing is not open. What was chosen before stays as it is.")


class NotTakingPart(MeetingError):
    sentence = _("Your project does not take part in the 1:1 meetings at the moment.")
    no_seat = _("Only people with a confirmed seat can let their project take part.")
    no_project = _("1:1 meetings are between MPI projects, and your registration names none.")


class ChosenMeanwhile(MeetingError):
    code = "chosen_meanwhile"
    sentence = _(
        "A colleague of your project chose at the same time. Please look at what stands here now and choose again."
    )


class TooManyMusts(MeetingError):
    sentence = _("You marked %(chosen)d projects as “must meet”; at most %(most)d are possible.")

    def __init__(self, chosen: int, most: int):
        super().__init__(self.sentence % {"chosen": chosen, "most": most})


class NeverThere(MeetingError):
    sentence = _("Please leave at least one time slot in which your project can meet others.")


class StillChoosing(MeetingError):
    sentence = _("Projects are still choosing. End that first.")


class PlanIsRunning(MeetingError):
    sentence = _("A plan is being computed. Please wait a moment.")


class NothingToPublish(MeetingError):
    sentence = _("There is no plan that could be published.")


class MeetingImpossible(MeetingError):
    sentence = _("These two projects cannot be put together.")
    pair = _("These two projects meet already.")
    party = _("%(project)s has another meeting at that time.")
    away = _("%(project)s cannot come at that time.")
    absent = _("%(project)s does not take part any more.")
    table = _("The table is taken at that time.")
    past = _("That time is over.")

    def __init__(self, sentence=None, project=None):
        super().__init__(sentence % {"project": project} if project else sentence)


class MeetingOver(MeetingError):
    sentence = _("This meeting has begun or is over.")
