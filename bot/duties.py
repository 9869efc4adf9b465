"""Periodic work, as *duties*: everything the bot does by the calendar, each named once.

Every replica sees that a bucket of time has begun, and whoever claims the bucket's row does the
duty. There is no leader, and nothing is scheduled that could be lost.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from bot.domain.policy import Policy
from bot.store.work import Work
from bot.usecases import cover, remind

#: How long claims are kept: for ever, nearly, or not longer than sent effects.
KEEP, KEEP_SHORT = timedelta(days=400), timedelta(days=7)

_MINUTE = timedelta(minutes=1)

#: The bucket an instant (UTC) falls into under a policy; None when there is nothing to do then.
Bucket: TypeAlias = Callable[[datetime, Policy], str | None]


@dataclass(frozen=True, slots=True)
class Duty:
    """``do`` runs once for each bucket, in the transaction that claims it.

    It records and orders as a use case does; it calls nothing but the database. After an
    outage the bucket of the present is done, and those that passed are not: no burst.
    """

    kind: str
    bucket: Bucket
    do: Callable[[Work], Awaitable[None]]
    #: How long its claims are kept; shorter for what is done every minute.
    keep: timedelta = KEEP


def period(now: datetime, length: timedelta) -> str:
    """The period of this length that ``now``, in UTC, falls into; named by its beginning."""
    began = int(now.timestamp() // length.total_seconds() * length.total_seconds())
    return f"{datetime.fromtimestamp(began, UTC):%Y-%m-%dT%H:%M:%SZ}"


def every(length: timedelta) -> Bucket:
    """One bucket after another of this length, counted in UTC; named by its beginning."""

    def bucket(now: datetime, _policy: Policy) -> str:
        return period(now, length)

    return bucket


def weekly(weekday: int, hour: int) -> Bucket:
    """A week that begins on ``weekday`` (Monday is 0) at ``hour`` o'clock where the workspace is.

    Wall-clock arithmetic in the workspace's zone; an hour that the clocks skip begins after it.
    """

    def bucket(now: datetime, policy: Policy) -> str:
        there = now.astimezone(policy.workspace.zone).replace(tzinfo=None) - timedelta(hours=hour)
        return f"{there.date() - timedelta(days=(there.weekday() - weekday) % 7):%Y-%m-%d}"

    return bucket


def daily(hour: int) -> Bucket:
    """A day that begins at ``hour`` o'clock where the workspace is."""

    def bucket(now: datetime, policy: Policy) -> str:
        there = now.astimezone(policy.workspace.zone).replace(tzinfo=None)
        return f"{there - timedelta(hours=hour):%Y-%m-%d}"

    return bucket


#: Everything the bot does by the calendar. To add a duty, write its use case and name it here.
DUTIES: tuple[Duty, ...] = (
    Duty(remind.TURN_OVER, every(_MINUTE), remind.turn_over, keep=KEEP_SHORT),
    Duty("user-groups", every(_MINUTE), remind.sync_groups, keep=KEEP_SHORT),
    Duty("cover-requests", every(_MINUTE), cover.expire_requests, keep=KEEP_SHORT),
    Duty("gap-report", weekly(weekday=0, hour=9), remind.report_gaps),
    Duty("holiday-gaps", daily(hour=9), remind.warn_of_holidays),
)
