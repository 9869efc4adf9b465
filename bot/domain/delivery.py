"""How a send can end, besides well. What is owed then differs, so each has a name."""

from datetime import datetime, timedelta


class DeliveryError(Exception):
    """An attempt that did not succeed."""


class Later(DeliveryError):
    """Not now: the other side's pace. Waiting is no failure and is not counted as one."""

    def __init__(self, at: datetime) -> None:
        super().__init__(f"wait until {at:%H:%M:%S}")
        self.at = at


class Refused(DeliveryError):
    """The other side said no, so nothing has happened. Trying again may help."""


class Hopeless(DeliveryError):
    """The other side said no, and will say so again: give up and show it to people."""


class Unknown(DeliveryError):
    """No answer came: it may have happened. Look before sending again."""


#: Between tries: quick at first, since most faults are blips.
BACKOFF = tuple(timedelta(seconds=s) for s in (0.5, 1, 2, 5, 10, 20, 30, 60))


def backoff(attempt: int) -> timedelta | None:
    """How long after the ``attempt``-th failure to try again; None when it is time to give up."""
    return BACKOFF[attempt - 1] if attempt <= len(BACKOFF) else None
