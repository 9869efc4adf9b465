"""A line of the catch-up for the deadlines of the law: the last that became of one."""

import pytest

from bot.domain.catchup_news import news
from bot.domain.events import ClockDismissed, Event
from bot.domain.ids import ClockName
from bot.domain.incident import Incident, NearestClock, Status
from bot.domain.record import told
from bot.domain.role import LEAD
from tests.domain import test_catchup
from tests.domain.happenings_clocks import TOLD
from tests.domain.sample import IRYNA, incident
from tests.domain.test_catchup import DECLARED, after, log
from tests.domain.test_timeline import english


def said(*events: Event) -> list[str]:
    return [english(line) for line in news(told(log(*events)))]


def test_the_last_that_became_of_a_clock() -> None:
    owed = [(event, sentence) for event, _, sentence in TOLD if "Clock" in type(event).__name__]
    started = next(pair for pair in owed if type(pair[0]).__name__ == "ClockStarted")
    missed = next(pair for pair in owed if type(pair[0]).__name__ == "ClockMissed")
    assert said(started[0]) == [started[1]]
    assert said(started[0], missed[0]) == [missed[1]]


def test_what_was_proposed_or_dismissed_is_no_news() -> None:
    aside = [event for event, _, _ in TOLD if isinstance(event, ClockDismissed)]
    assert said(*aside) == []


def owed(minutes: int, **state: object) -> Incident:
    clock = NearestClock(ClockName("gdpr-33"), after(minutes))
    return incident(roles={LEAD: IRYNA}, update_due_at=None, clock=clock, **state)


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (owed(60), "Awaited: a report to an authority by 02:02"),
        (owed(40), "Awaited: a report to an authority, overdue since 01:42"),
        (owed(60, status=Status.CLOSED), "Awaited: a report to an authority by 02:02"),
    ],
)
def test_what_is_owed_is_awaited_after_the_end_too(state: Incident, line: str) -> None:
    assert test_catchup.told(DECLARED, state=state)[-1] == line
