"""Why an event cannot be planned so."""

from django.utils.translation import gettext_lazy as _

from events.errors.base import EventError


class CapacityBelowConfirmed(EventError):
    """`taken` seats are already given; the capacity cannot fall below them."""

    code = "capacity_below_confirmed"
    sentence = _("%(taken)d seats are already taken. Please enter at least %(least)d.")

    def __init__(self, taken: int, overbooking: int = 0):
        super().__init__(self.sentence % {"taken": taken, "least": max(taken - overbooking, 1)})
        self.taken = taken


class PoolBelowTaken(EventError):
    """`taken` seats of a pool are already given; it cannot have only `capacity`."""

    code = "pool_below_taken"
    sentence = _("“%(pool)s”: %(taken)d seats are already taken, %(capacity)d would be too few.")

    def __init__(self, pool: str, *, taken: int, capacity: int):
        super().__init__(self.sentence % {"pool": pool, "taken": taken, "capacity": capacity})
        self.taken = taken


class PoolKnown(EventError):
    """An event keeps seats for project teams, and limits those of each project, at most once."""

    code = "pool_known"
    sentence = _("This limit exists already. Change it instead of adding another one.")


class EditionCircle(EventError):
    code = "edition_circle"
    sentence = _("The edition before cannot be this event or one that follows it. Choose an earlier one.")


class EditedMeanwhile(EventError):
    code = "edited_meanwhile"
    sentence = _("Somebody else saved this in the meantime. Compare your entries below and save again.")


class ChangedMeanwhile(EventError):
    code = "changed_meanwhile"
    sentence = _("The event was changed again in the meantime. Look at the mail as it is now and decide.")


class NotDeletable(EventError):
    code = "not_deletable"
    sentence = _(
        "Only a draft that nobody was registered for or invited to can be deleted. "
        "Cancel a published event instead."
    )


class LastOwner(EventError):
    code = "last_owner"
    sentence = _("An event keeps at least one owner. Make somebody else an owner first.")


class AccountClosed(EventError):
    code = "account_closed"
    sentence = _("The account of this address is closed. Ask the office to open it again.")


class NotPublishable(EventError):
    """`missing` names what an event still needs before it can be published."""

    code = "incomplete"
    sentence = _("This event cannot be published yet. Still missing: %(missing)s.")

    def __init__(self, missing: list):
        super().__init__(self.sentence % {"missing": ", ".join(map(str, missing))})
        self.missing = missing


class NotCancellable(EventError):
    code = "draft"
    sentence = _("A draft cannot be cancelled: nobody knows of it yet.")


class OriginTaken(EventError):
    code = "origin_taken"
    sentence = _("This website is in the list already.")
