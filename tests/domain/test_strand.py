"""Every kind of entry is found, and each strand holds what its name says."""

import pytest

from bot.domain.strand import Strand, kinds, strand_name
from tests.domain.sample import KINDS

NAMES = frozenset(kind.__name__ for kind in KINDS)


def test_everything_is_in_all_of_it() -> None:
    assert kinds(Strand.ALL) == NAMES


def test_no_entry_is_in_two_strands() -> None:
    parts = [kinds(each) for each in Strand if each is not Strand.ALL]
    assert sum(map(len, parts)) == len(frozenset().union(*parts))


def test_only_the_bots_own_housekeeping_is_in_none() -> None:
    parts = [kinds(each) for each in Strand if each is not Strand.ALL]
    assert NAMES - frozenset().union(*parts) == {
        "RoomOpened",
        "RunbookAsked",
        "StepFailed",
        "StepRetried",
    }


@pytest.mark.parametrize(
    ("strand", "held"),
    [
        (Strand.NOTES, {"NoteAdded", "EntryCorrected", "TacticalReport"}),
        (Strand.PAGES, {"ResponderPaged", "PageAcknowledged", "PersonNotified"}),
        (Strand.CLIENTS, {"ClientUpdateSent", "ApprovalGiven", "UpdateMissed"}),
        (Strand.COURSE, {"IncidentDeclared", "SeverityChanged", "MilestoneSet", "ClockStarted"}),
        (Strand.PEOPLE, {"PersonJoined", "PersonLeft", "RoleTaken"}),
    ],
)
def test_what_a_strand_holds(strand: Strand, held: set[str]) -> None:
    assert held <= kinds(strand)


def test_each_has_a_name_of_its_own() -> None:
    assert len({strand_name(each).msgid for each in Strand}) == len(Strand)
