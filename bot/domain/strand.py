"""The strands of a timeline, by which people look through a long one."""

from enum import StrEnum
from typing import get_args

from bot.domain.events import (
    Course,
    Delivering,
    Event,
    IncidentDeclared,
    LeadMissed,
    MilestoneSet,
    Paging,
    PagingMended,
    PersonJoined,
    PersonLeft,
    PersonNotified,
    Recording,
    Reporting,
    RoleTaken,
    Ticking,
    Updating,
)
from bot.domain.phrase import Phrase, phrase


class Strand(StrEnum):
    """In the order in which people choose among them."""

    ALL = "all"
    #: What people wrote: decisions, notes, reports.
    NOTES = "notes"
    PAGES = "pages"
    CLIENTS = "clients"
    #: What the incident is: severity, status, milestones, and the clocks of the law.
    COURSE = "course"
    PEOPLE = "people"


def kinds(strand: Strand) -> frozenset[str]:
    """The names of the events that belong to a strand."""
    return _KINDS[strand]


def strand_name(strand: Strand) -> Phrase:
    names = {
        Strand.ALL: phrase("Everything"),
        Strand.NOTES: phrase("Decisions and notes"),
        Strand.PAGES: phrase("Pages and answers"),
        Strand.CLIENTS: phrase("Client updates"),
        Strand.COURSE: phrase("Severity and status"),
        Strand.PEOPLE: phrase("People"),
    }
    return names[strand]


def _named(*kinds: type) -> frozenset[str]:
    return frozenset(kind.__name__ for kind in kinds)


_KINDS = {
    Strand.ALL: _named(*get_args(Event)),
    Strand.NOTES: _named(*get_args(Recording), *get_args(Reporting)) - _named(MilestoneSet),
    Strand.PAGES: _named(*get_args(Paging), PersonNotified, PagingMended),
    Strand.CLIENTS: _named(*get_args(Updating), *get_args(Delivering)),
    Strand.COURSE: _named(IncidentDeclared, *get_args(Course), *get_args(Ticking), MilestoneSet),
    Strand.PEOPLE: _named(PersonJoined, PersonLeft, RoleTaken, LeadMissed),
}
