"""Work by the clock."""

from networking.services import limits


def forget_old_windows() -> None:
    limits.forget_old_windows()
