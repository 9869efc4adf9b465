"""What holds for every path and every order of answers: never silent, never twice, never back."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import escalation, foresight
from bot.domain.change import Change
from bot.domain.escalation import Escalation, State
from bot.domain.escalation_answers import acknowledge, alive, decline
from bot.domain.escalation_path import Condition, EscalationPath, ToPerson
from bot.domain.escalation_wishes import call, force, hand_over, reclassify, skip
from bot.domain.events import Because, Event, ResponderPaged
from bot.domain.ids import PersonId
from bot.domain.refusal import Refusal
from bot.domain.severity import Severity
from tests.domain.paths import ANNA, BOSS, BOTH, EMPTY, FIND, ID, begun, level, path
from tests.domain.sample import AT, INC_7, IRYNA, MINUTE, OLENA, SEV1, SEV2, SEV3, TARAS

PEOPLE = (OLENA, TARAS, IRYNA, ANNA, BOSS)
TWO = replace(SEV1, acks=2)
LAPSING = replace(SEV2, ack_timeout=3 * MINUTE)

targets = st.lists(
    st.sampled_from([ToPerson(OLENA), ToPerson(TARAS), ToPerson(IRYNA), BOTH, EMPTY]), max_size=3
)
conditions = st.sampled_from([Condition(), Condition(severities=(SEV1.name,))])
levels = st.builds(
    lambda found, minutes, when: level(*found, wait=minutes * MINUTE, when=when),
    targets,
    st.integers(1, 10),
    conditions,
)
paths = st.builds(
    lambda found, rounds: path(*found, rounds=rounds),
    st.lists(levels, max_size=4),
    st.integers(1, 3),
)
severities = st.sampled_from([SEV1, SEV2, SEV3, TWO, LAPSING])


@dataclass(frozen=True)
class Move:
    """What somebody does some minutes after the move before."""

    name: str
    who: PersonId
    number: int
    minutes: int


moves = st.lists(
    st.builds(
        Move,
        st.sampled_from(
            ["tick", "tick", "acknowledge", "decline", "force", "level", "skip", "call",
             "hand over", "severity", "alive"]
        ),
        st.sampled_from(PEOPLE),
        st.integers(0, 5),
        st.integers(0, 12),
    ),
    max_size=14,
)  # fmt: skip


@dataclass
class Story:
    """A run and all that happened in it, stepped as the use cases do."""

    run: Escalation
    at: datetime = AT
    events: list[Event] = field(default_factory=list)

    def take(self, change: Change[Escalation]) -> None:
        self.run = change.state
        self.events += change.events

    def tick(self) -> None:
        self.take(escalation.advance(self.run, FIND, at=self.at))

    def do(self, move: Move) -> None:
        self.at += move.minutes * MINUTE
        self.tick()
        before = self.run.version
        try:
            change = self.change(move)
        except Refusal:
            return
        self.take(change)
        if self.run.version != before:
            moved = escalation.advance(self.run, FIND, at=self.at, because=Because.DEMAND)
            self.take(moved)

    def change(self, move: Move) -> Change[Escalation]:
        run, who, at = self.run, move.who, self.at
        match move.name:
            case "acknowledge":
                return acknowledge(run, by=who, at=at)
            case "decline":
                return decline(run, by=who, reason="", at=at)
            case "force":
                return force(run, by=who, reason="", at=at)
            case "level":
                return force(run, level=move.number, by=who, reason="", at=at)
            case "skip":
                return skip(run, move.number, by=who, reason="", at=at)
            case "call":
                return call(run, who, by=OLENA, reason="", at=at)
            case "hand over":
                return hand_over(run, who, by=OLENA, reason="", at=at)
            case "severity":
                to = (SEV1, SEV2, SEV3, TWO, LAPSING)[move.number % 5]
                return reclassify(run, FIND, to=to, at=at)
            case "alive":
                return alive(run, by=who, at=at)
            case _:
                return Change(run)


def lived(way: EscalationPath, severity: Severity, done: list[Move]) -> list[Story]:
    """The story after each move, the beginning first."""
    change = escalation.begin(ID, INC_7, way, FIND, severity=severity, by=None, at=AT)
    story = Story(change.state, events=list(change.events))
    found = [Story(story.run, story.at, list(story.events))]
    for move in done:
        story.do(move)
        found.append(Story(story.run, story.at, list(story.events)))
    return found


@given(paths, severities, moves)
def test_whoever_is_asked_for_has_a_due_time_and_it_lies_ahead(
    way: EscalationPath, severity: Severity, done: list[Move]
) -> None:
    for story in lived(way, severity, done):
        if story.run.state is State.ACTIVE:
            assert story.run.next_step_at is not None
            assert story.run.next_step_at > story.at


@given(paths, severities, moves)
def test_versions_never_go_back_and_each_answer_makes_older_pages_stale(
    way: EscalationPath, severity: Severity, done: list[Move]
) -> None:
    told = lived(way, severity, done)
    for before, after in pairwise(told):
        assert after.run.version >= before.run.version
        if after.run.state is not before.run.state:
            assert after.run.version > before.run.version


@given(paths, severities, moves)
def test_nobody_is_paged_twice_for_one_level_of_one_round_by_one_version(
    way: EscalationPath, severity: Severity, done: list[Move]
) -> None:
    """The last resort apart, which is asked again and again, and a severity that gets worse anew,
    which asks whoever had declined a lesser one.
    """
    story = lived(way, severity, done)[-1]
    pages = Counter(
        (fact.version, fact.round, fact.level, fact.person)
        for fact in story.events
        if isinstance(fact, ResponderPaged)
        if fact.level and fact.because is not Because.SEVERITY
    )
    assert [page for page, count in pages.items() if count > 1] == []


@given(paths, severities, moves)
@settings(max_examples=60)
def test_a_path_left_alone_always_reaches_somebody_who_can_answer(
    way: EscalationPath, severity: Severity, done: list[Move]
) -> None:
    """From wherever it stands: the last resort is asked, again and again, until it answers."""
    story = lived(way, severity, done)[-1]
    if story.run.state is not State.ACTIVE:
        return
    story.events.clear()
    for _ in range(400):
        assert story.run.next_step_at is not None
        story.at = story.run.next_step_at
        before = len(story.events)
        story.tick()
        assert any(isinstance(fact, ResponderPaged) for fact in story.events[before:])
    last = story.events[-1]
    assert isinstance(last, ResponderPaged)
    assert (last.level, last.person) == (0, BOSS)


@given(paths, severities, moves)
def test_whoever_has_answered_is_asked_again_only_as_the_last_resort(
    way: EscalationPath, severity: Severity, done: list[Move]
) -> None:
    told = lived(way, severity, done)
    for before, after in pairwise(told):
        kept = set(before.run.holders) & set(after.run.holders)
        new = after.events[len(before.events) :]
        asked = {fact.person for fact in new if isinstance(fact, ResponderPaged) and fact.level}
        assert not kept & asked


@given(paths, severities, moves, st.integers(0, 4))
def test_what_is_foretold_is_what_happens(
    way: EscalationPath, severity: Severity, done: list[Move], wanted: int
) -> None:
    """The form's preview and the pager give one answer, for the next level and for any other."""
    story = lived(way, severity, done)[-1]
    run, at = story.run, story.at
    for level_ in (None, wanted):
        try:
            then = foresight.if_demanded(run, lambda _: FIND, level=level_, at=at)
        except Refusal:
            continue
        forced = force(run, level=level_, by=ANNA, reason="", at=at).state
        paged = escalation.advance(forced, FIND, at=at, because=Because.DEMAND)
        assert foresight.asked(paged.events) == then
        assert then
    for who in PEOPLE:
        try:
            declined = decline(run, by=who, reason="", at=at).state
        except Refusal:
            continue
        then = foresight.if_declined(run, lambda _: FIND, by=who, at=at)
        moved = declined.version != run.version
        paged = escalation.advance(declined, FIND, at=at) if moved else Change(declined)
        assert foresight.asked(paged.events) == then


def test_the_next_step_foretold_is_the_next_step() -> None:
    run = begun()
    assert run.next_step_at is not None
    then = foresight.at_next_step(run, lambda _: FIND)
    assert then == foresight.asked(escalation.advance(run, FIND, at=run.next_step_at).events)
    held = acknowledge(run, by=OLENA, at=AT + MINUTE).state
    assert foresight.at_next_step(held, lambda _: FIND) == ()
