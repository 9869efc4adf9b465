"""A line of the catch-up for the deadlines of the law: the last that became of one."""

from bot.domain.catchup_news import news
from bot.domain.events import ClockDismissed, Event
from bot.domain.record import told
from tests.domain.happenings_clocks import TOLD
from tests.domain.test_catchup import log
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
