"""What goes out when people say how the incident stands."""

from typing import assert_never

from bot.domain.effects import Effect, PostReport, RefreshCard, TellRoom
from bot.domain.events import MilestoneSet, Reporting, StakeholderReport, TacticalReport
from bot.domain.ids import EventId


def react_to_reporting(
    event: Reporting, id: EventId, card: RefreshCard, tell: TellRoom
) -> tuple[Effect, ...]:
    match event:
        case MilestoneSet():
            return (card, tell)
        case TacticalReport() | StakeholderReport():
            return (PostReport(incident=event.incident, event=id),)
    assert_never(event)
