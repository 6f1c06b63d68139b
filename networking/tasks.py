"""Work by the clock."""

from networking.services import limits, suggestions


def forget_old_windows() -> None:
    limits.forget_old_windows()


def renew_suggestions() -> None:
    suggestions.recompute()
