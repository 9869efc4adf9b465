"""Milestones and reports as sentences."""

from typing import assert_never

from bot.domain.events import MilestoneSet, Reporting, StakeholderReport, TacticalReport
from bot.domain.naming import milestone_name
from bot.domain.phrase import Phrase, Slot, phrase
from bot.domain.timeline_paging import because, who


def reporting_sentence(event: Reporting) -> Phrase:
    """What was said, for people. Reasons are added only where somebody gave one."""
    by = who(event.by)
    match event:
        case MilestoneSet():
            return because(_moved(event, by), event.reason)
        case TacticalReport():
            return phrase("{by} reported to the responders: {text}", by=by, text=event.conditions)
        case StakeholderReport():
            return phrase("{by} reported to managers: {text}", by=by, text=event.summary)
    assert_never(event)


def _moved(event: MilestoneSet, by: Slot) -> Phrase:
    name, old, new = milestone_name(event.milestone), event.previous, event.moment
    if new is None:
        if old is None:
            return phrase("{by}: “{milestone}” is not known", by=by, milestone=name)
        return phrase(
            "{by}: “{milestone}” is not known after all; it was {old}",
            by=by,
            milestone=name,
            old=old,
        )
    if old is None:
        return phrase("{by}: “{milestone}” was {new}", by=by, milestone=name, new=new)
    return phrase(
        "{by} corrected “{milestone}” from {old} to {new}", by=by, milestone=name, old=old, new=new
    )
