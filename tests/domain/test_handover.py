"""Hand-overs: who leaves, who comes, until when; never where the same people go on."""

from bot.domain.handover import Handover, handover_at, handovers, lasts, until
from bot.domain.ids import OverrideId, PersonId
from bot.domain.roster import Override, OverrideKind
from bot.domain.turns import Kind
from tests.domain.rotas import ANNA, DEV, JAMES, OLENA, WORKDAYS, at, roster, rotation


def override(kind: OverrideKind, day: int, person: PersonId | None) -> Override:
    return Override(
        id=OverrideId("o1"), kind=kind, start=at(11, day, 12), end=at(11, day, 18), person=person
    )


def test_one_at_each_handoff_that_changes_people() -> None:
    two = roster(rotation(ANNA, JAMES))
    assert list(handovers(two, at(11, 16, 0), at(11, 30, 0))) == [
        Handover(rotation=DEV, at=at(11, 16, 8), leaving=(ANNA,), coming=(JAMES,), people=(JAMES,)),
        Handover(rotation=DEV, at=at(11, 23, 8), leaving=(JAMES,), coming=(ANNA,), people=(ANNA,)),
    ]


def test_the_range_holds_its_start_and_not_its_end() -> None:
    two = roster(rotation(ANNA, JAMES))
    assert [each.at for each in handovers(two, at(11, 16, 8), at(11, 23, 8))] == [at(11, 16, 8)]
    assert handover_at(two, at(11, 16, 8)) is not None
    assert handover_at(two, at(11, 16, 9)) is None


def test_who_goes_on_hands_nothing_over() -> None:
    alone = roster(rotation(ANNA, kind=Kind.DAILY))
    assert list(handovers(alone, at(11, 16, 0), at(12, 16, 0))) == []
    assert until(alone, ANNA, at(11, 16, 0)) is None
    assert lasts(alone, at(11, 16, 0)) is None


def test_a_second_person_comes_and_goes() -> None:
    both = roster(rotation(ANNA, JAMES), override(OverrideKind.ADD, 24, OLENA))
    came, went = handovers(both, at(11, 24, 0), at(11, 25, 0))
    assert (came.at, came.leaving, came.coming) == (at(11, 24, 12), (), (OLENA,))
    assert came.people == (ANNA, OLENA)
    assert (went.at, went.leaving, went.coming) == (at(11, 24, 18), (OLENA,), ())
    assert until(both, OLENA, at(11, 24, 12)) == at(11, 24, 18)
    assert until(both, ANNA, at(11, 24, 12)) == at(11, 30, 8)
    assert lasts(both, at(11, 24, 12)) == at(11, 24, 18)


def test_the_end_of_windows_leaves_nobody() -> None:
    office = roster(rotation(ANNA, JAMES, windows=WORKDAYS))
    opens, closes = handovers(office, at(11, 24, 0), at(11, 25, 0))
    assert (opens.at, opens.leaving, opens.coming) == (at(11, 24, 7), (), (ANNA,))
    assert (closes.at, closes.leaving, closes.people) == (at(11, 24, 16), (ANNA,), ())
    assert lasts(office, at(11, 27, 16)) == at(11, 30, 7)
