"""Facts about regulatory clocks and flags: what each reads like, and what goes out for it."""

from datetime import UTC, datetime, timedelta

from bot.domain.events import (
    AnchorSet,
    ClockDismissed,
    ClockMissed,
    ClocksProposed,
    ClockStarted,
    ClockSubmitted,
    ClockWarned,
    Event,
    FlagsChanged,
)
from bot.domain.events.clocks import SUBMITTED
from bot.domain.ids import ClockName
from tests.domain.happenings import of
from tests.domain.sample import IRYNA, OLENA, TARAS

HOUR = timedelta(hours=1)
AWARE = datetime(2026, 3, 13, 21, 10, tzinfo=UTC)
DUE = AWARE + 72 * HOUR
GDPR = {"clock": ClockName("gdpr-33"), "title": "GDPR"}
DORA = {"clock": ClockName("dora-initial"), "title": "DORA: initial"}
BOARD = ["RefreshCard", "ShowClocks", "TellRoom"]
WARN = ["RefreshCard", "ShowClocks", "TellOfClock"]


def stood(at: datetime) -> str:
    """How a test's plain English shows a moment: on a clock, and in UTC."""
    return f"{at} ({at:%Y-%m-%d %H:%M} UTC)"


def named(**anchors: datetime) -> dict[str, datetime]:
    return anchors


TOLD: list[tuple[Event, list[str], str]] = [
    (
        of(ClocksProposed, by=None, clocks=("a", "b"), titles=("GDPR", "NIS2")),
        ["ShowClocks"],
        "Regulatory clocks that may apply: GDPR, NIS2. None runs until a person confirms it",
    ),
    (
        of(ClockStarted, **GDPR, anchors=named(aware=AWARE), due_at=DUE, invited=(IRYNA, TARAS)),
        [*BOARD, "InvitePeople"],
        f"@U0OLENA started the clock “GDPR”, counted from: aware {stood(AWARE)}. Due {stood(DUE)}",
    ),
    (
        of(
            ClockStarted,
            **DORA,
            anchors=named(aware=AWARE),
            due_at=AWARE + 24 * HOUR,
            firm=False,
            ground="the bank called",
        ),
        BOARD,
        (
            f"@U0OLENA started the clock “DORA: initial”, counted from: aware {stood(AWARE)}. "
            f"Due {stood(AWARE + 24 * HOUR)} at the latest, if it is classified by then: "
            "the bank called"
        ),
    ),
    (
        of(ClockStarted, **DORA, anchors=named(aware=AWARE, classified=AWARE + HOUR)),
        BOARD,
        (
            f"@U0OLENA started the clock “DORA: initial”, counted from: aware {stood(AWARE)}, "
            f"classified as major {stood(AWARE + HOUR)}. No deadline can be named yet"
        ),
    ),
    (
        of(ClockStarted, **GDPR, anchors=named(**{SUBMITTED: AWARE}), due_at=DUE),
        BOARD,
        (
            f"@U0OLENA started the clock “GDPR”, counted from: previous report submitted "
            f"{stood(AWARE)}. Due {stood(DUE)}"
        ),
    ),
    (
        of(AnchorSet, **DORA, anchor="classified", moment=AWARE + HOUR, due_at=AWARE + 5 * HOUR),
        BOARD,
        (
            f"@U0OLENA: “DORA: initial” counts from: classified as major {stood(AWARE + HOUR)}. "
            f"Due {stood(AWARE + 5 * HOUR)}"
        ),
    ),
    (
        of(
            AnchorSet,
            **GDPR,
            anchor="aware",
            moment=AWARE,
            previous=AWARE - HOUR,
            due_at=DUE,
            reason="the log says so",
        ),
        BOARD,
        (
            f"@U0OLENA corrected “GDPR”: aware {stood(AWARE)}, before it was "
            f"{stood(AWARE - HOUR)}. Due {stood(DUE)}: the log says so"
        ),
    ),
    (
        of(ClockWarned, by=None, **GDPR, percent=80, due_at=DUE, people=(OLENA, TARAS)),
        [*WARN, "TellOfClock", "TellOfClock"],
        f"“GDPR”: 80% of the time is gone. The report is due {stood(DUE)}",
    ),
    (
        of(ClockWarned, by=None, **DORA, percent=50, due_at=DUE, firm=False),
        WARN,
        (
            "“DORA: initial”: 50% of the time is gone, and it is not classified yet. If it is "
            f"classified as major, the report is due {stood(DUE)} at the latest"
        ),
    ),
    (
        of(ClockWarned, by=None, **DORA, percent=100, due_at=DUE, firm=False),
        WARN,
        (
            f"“DORA: initial”: it was not classified by {stood(DUE)}. If it is classified "
            "as major later, the time runs from then"
        ),
    ),
    (
        of(ClockMissed, by=None, **GDPR, due_at=DUE, people=(OLENA,)),
        [*WARN, "TellOfClock"],
        f"“GDPR” is missed: the report was due {stood(DUE)}, and none is recorded",
    ),
    (
        of(ClockSubmitted, **GDPR, moment=AWARE, reference="DPA-77", due_at=DUE),
        BOARD,
        f"@U0OLENA: “GDPR” submitted {stood(AWARE)}, 3 days, 0:00:00 in time (reference DPA-77)",
    ),
    (
        of(ClockSubmitted, **GDPR, moment=DUE + HOUR, due_at=DUE, why="the register was down"),
        BOARD,
        f"@U0OLENA: “GDPR” submitted {stood(DUE + HOUR)}, 1:00:00 late: the register was down",
    ),
    (
        of(ClockSubmitted, **GDPR, moment=AWARE),
        BOARD,
        f"@U0OLENA: “GDPR” submitted {stood(AWARE)}",
    ),
    (
        of(ClockSubmitted, **GDPR, moment=AWARE, due_at=DUE, again=True, why="all is restored"),
        BOARD,
        f"@U0OLENA: “GDPR” submitted again {stood(AWARE)}: all is restored",
    ),
    (
        of(ClockDismissed, clocks=("a", "b"), titles=("GDPR", "NIS2"), reason="no personal data"),
        BOARD,
        "@U0OLENA: does not apply: GDPR, NIS2: no personal data",
    ),
    (
        of(FlagsChanged, added=("money", "security")),
        ["RefreshCard", "TellRoom"],
        "@U0OLENA: it touches: Client money, Security",
    ),
    (
        of(FlagsChanged, removed=("money",), reason="a test account"),
        ["RefreshCard", "TellRoom"],
        "@U0OLENA: no longer touches: Client money: a test account",
    ),
]
REACTIONS: list[tuple[Event, list[str]]] = [(event, names) for event, names, _ in TOLD]
SENTENCES: list[tuple[Event, str]] = [(event, said) for event, _, said in TOLD]
