"""The regulatory annex: what was owed, until when, what went out; each citing its entry."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain import clock_course
from bot.domain.clock_annex import annex
from bot.domain.clock_course import Report
from bot.domain.clocks import Clocks
from bot.domain.document import Fact, Item, Line, Prompt
from bot.domain.events import Event, FlagsChanged, IncidentDeclared
from bot.domain.ids import EventId
from bot.domain.incident import Flag
from bot.domain.postmortem import write
from bot.domain.regulation import Anchor
from tests.domain import happenings as it
from tests.domain.sample import incident
from tests.domain.test_clock_course import AWARE, BREACH, DORA, FIRST, HOUR, NOW, POLICIES, said
from tests.domain.test_timeline import shown


@dataclass(frozen=True)
class Entry:
    id: EventId
    event: Event


def numbered(events: list[Event]) -> list[Entry]:
    return [Entry(EventId(f"e{number}"), event) for number, event in enumerate(events, start=1)]


def told(item: Item) -> tuple[str, ...]:
    match item:
        case Fact():
            value = getattr(item.value, "default", item.value)
            return (f"{shown(item.label)}: {shown(value)}", *item.cites)
        case Line():
            return (shown(item.text), *item.cites)
        case Prompt():
            return (shown(item.text),)
    raise AssertionError(item)


def story() -> list[Entry]:
    """Proposed, started, classified later, corrected, submitted late; GDPR put aside."""
    events: list[Event] = []
    clocks = Clocks(incident().id)
    touched = incident(flags=frozenset({Flag.SECURITY, Flag.PERSONAL_DATA}))
    change = clock_course.propose(clocks, touched, policy=POLICIES, at=AWARE + HOUR)
    for step in (
        lambda c: clock_course.start(c, DORA, {Anchor.AWARE: AWARE}, said()),
        lambda c: clock_course.set_anchors(c, DORA, {Anchor.CLASSIFIED: NOW}, said(NOW + HOUR)),
        lambda c: clock_course.set_anchors(
            c, DORA, {Anchor.AWARE: AWARE - HOUR}, said(NOW + HOUR), reason="the log"
        ),
        lambda c: clock_course.dismiss(c, [BREACH], said(NOW + HOUR), reason="no names"),
        lambda c: clock_course.ring(c, policy=POLICIES, at=NOW + 4 * HOUR),
        lambda c: clock_course.submit(
            c, FIRST, Report(at=NOW + 5 * HOUR, why="no line"), said(NOW + 6 * HOUR)
        ),
    ):
        events += change.events
        change = step(change.state)
    return numbered([*events, *change.events])


def moment(at: object) -> str:
    return f"{at} ({at:%Y-%m-%d %H:%M} UTC)"


def test_each_clock_with_its_moments_its_deadline_and_its_reports() -> None:
    [section] = annex(story(), POLICIES)
    due = NOW + 4 * HOUR
    assert [told(item) for item in section.items] == [
        ("Clock: First", "e2"),
        (f"aware: {moment(AWARE - HOUR)}", "e4"),
        (f"classified as major: {moment(NOW)}", "e3"),
        (f"Due: {moment(due)}", "e4"),
        (f"“First” is missed: the report was due {moment(due)}, and none is recorded", "e6"),
        (
            f"@U0TARAS: “First” submitted {moment(due + HOUR)}, {HOUR} late: no line",
            "e7",
        ),
        ("Clock: Second", "e8"),
        (f"previous report submitted: {moment(due + HOUR)}", "e8"),
        (f"Due: {moment(due + HOUR + timedelta(hours=72))}", "e8"),
        (
            (
                "Regulatory clocks that may apply: First, Breach. "
                "None runs until a person confirms it"
            ),
            "e1",
        ),
        ("@U0TARAS: does not apply: Breach: no names", "e5"),
        ("What was told to which authority, and what did it answer?",),
    ]


def test_without_clocks_there_is_no_annex() -> None:
    assert annex(numbered([it.DECLARED, it.NOTE]), POLICIES) == ()


def test_it_stands_in_the_postmortem_and_cites_rows_of_its_timeline() -> None:
    log = numbered([it.DECLARED, *(entry.event for entry in story())])
    document = write(incident(flags=frozenset({Flag.SECURITY})), log, POLICIES)
    names = [section.name for section in document.sections]
    assert names.index("regulatory") < names.index("annex")
    [section] = [one for one in document.sections if one.name == "regulatory"]
    cited = {id for item in section.items for id in getattr(item, "cites", ())}
    assert cited <= set(document.numbers)


def test_a_flag_set_later_cites_where_it_was_set() -> None:
    later = it.of(FlagsChanged, added=("security",))
    log = numbered([it.DECLARED, later])
    document = write(incident(flags=frozenset({Flag.SECURITY, Flag.MONEY})), log, POLICIES)
    [section] = [one for one in document.sections if one.name == "annex"]
    cites = [item.cites for item in section.items if isinstance(item, Line)]
    assert cites == [("e1",), ("e2",)]
    assert isinstance(log[0].event, IncidentDeclared)
