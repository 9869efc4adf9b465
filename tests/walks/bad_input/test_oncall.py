"""Whatever is typed after `/oncall`: a sentence that says what to do, and nothing changed."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.store import tables
from tests.support.unchanged import everything, no_errors
from tests.support.world import (
    ANNA,
    GENERAL,
    GUEST,
    JAMES,
    MARKO,
    NATALIA,
    OLEH,
    OLENA,
    World,
    world,
)
from tests.walks.bad_input.answers import GUESTS, HUGE

pytestmark = pytest.mark.asyncio(loop_scope="module")

UNREADABLE = (
    "I do not understand the time “{}”. Write it like “tomorrow 9-18”, "
    "“fri 18:00 to mon 9:00” or “2h”."
)
OVER = "“{}” is over already. Name a time that is still to come, for example “tomorrow 9-18”."
REVERSED = "“{}” ends before it starts. Write it like “fri 18:00 to mon 9:00”."
NOT_THEN = "You are not on call then. `/oncall me` shows your next shifts."
WITH_AT = (
    "Name the person first with @, for example "
    "`/oncall override @anna payments fri 18:00 to mon 9:00`."
)
NOBODY = "I know nobody called “{}”. Type @ and choose the person from Slack's list."
HELP = "`/oncall` shows who is on call, `/oncall help` what else there is."
NO_SUCH = f"Nothing here is called “{{}}”. {HELP}"
MEANT = "Nothing here is called “{}”. Did you mean `/oncall {}`?"
OPEN = "Say until when too, for example “tomorrow 9:00 - 18:00”."
ON_MARKO = f"override <@{MARKO}> support-l2"


@dataclass(frozen=True, slots=True)
class Typed:
    """``/oncall <words>`` by somebody, and the whole answer."""

    who: str
    words: str
    answer: str

    def __str__(self) -> str:
        return f"{self.who}-{self.words[:40]}".encode("unicode_escape").decode()


TYPED = (
    # Words nobody knows
    Typed(ANNA, "schedual", MEANT.format("schedual", "schedule")),
    Typed(ANNA, "overide @marko", MEANT.format("overide @marko", "override")),
    Typed(ANNA, "paymnets", MEANT.format("paymnets", "payments")),
    Typed(ANNA, "🔥", NO_SUCH.format("🔥")),
    Typed(ANNA, "x" * HUGE, NO_SUCH.format("x" * 39 + "…")),
    Typed(ANNA, "<!channel>", NO_SUCH.format("&lt;!channel&gt;")),
    Typed(ANNA, "schedule nonsense", NO_SUCH.format("nonsense")),
    Typed(
        ANNA,
        "schedule support-l1 nonsense",
        MEANT.format("support-l1 nonsense", "support-l1"),
    ),
    # Times that cannot be
    Typed(ANNA, "cover me banana", UNREADABLE.format("banana")),
    Typed(ANNA, "cover me tomorrow 9-61", UNREADABLE.format("tomorrow 9-61")),
    Typed(ANNA, "cover me yesterday 9-18", OVER.format("yesterday 9-18")),
    Typed(
        ANNA,
        "cover me 2026-12-24 18:00 to 2026-12-24 9:00",
        REVERSED.format("2026-12-24 18:00 to 2026-12-24 9:00"),
    ),
    Typed(
        ANNA, "cover me tomorrow 9:00", "Say until when too, for example “tomorrow 9:00 - 18:00”."
    ),
    Typed(ANNA, f"{ON_MARKO} yesterday", OVER.format("yesterday")),
    Typed(ANNA, f"{ON_MARKO} whenever", UNREADABLE.format("whenever")),
    Typed(ANNA, f"{ON_MARKO} 2020-01-01 9-18", OVER.format("2020-01-01 9-18")),
    Typed(
        ANNA,
        f"{ON_MARKO} 2031-01-01 9-18",
        "“2031-01-01 9-18” is more than a year away. Write the day with its year, "
        "for example “2026-12-24 9:00 to 18:00”.",
    ),
    # People who cannot
    Typed(ANNA, "override support-l1 tomorrow 9-18", WITH_AT),
    Typed(ANNA, "override @ghost support-l1 tomorrow 9-18", NOBODY.format("ghost")),
    Typed(
        ANNA,
        "override <@U0NOBODY> support-l1 tomorrow 9-18",
        WITH_AT,
    ),
    Typed(
        ANNA,
        f"override <@{GUEST}> support-l1 tomorrow 9-18",
        f"<@{GUEST}> is a guest or a bot, and is not paged. Choose somebody from the team.",
    ),
    Typed(
        ANNA,
        "override <@U0TOCSIN> support-l1 tomorrow 9-18",
        "<@U0TOCSIN> is a guest or a bot, and is not paged. Choose somebody from the team.",
    ),
    Typed(
        MARKO,
        f"override <@{NATALIA}> tomorrow 9-18",
        "Say which rotation, for example “support-l1”. There are: support-l1, support-l2, "
        "support-l3, payments-dev, platform-devops, qa, merchant-desk, ledger-watch.",
    ),
    Typed(
        ANNA,
        "swap bob",
        "Name the person with @, for example `/oncall swap @marko`. "
        "Alone, `/oncall swap` offers everybody's shifts.",
    ),
    Typed(ANNA, f"swap <@{ANNA}>", "You cannot swap with yourself. Choose somebody else."),
    Typed(
        ANNA,
        f"swap <@{NATALIA}>",
        "There is no shift in the next 60 days to swap for.",
    ),
    Typed(OLEH, "cover", "You have no shift in the next 60 days, so there is nothing to cover."),
    Typed(
        ANNA,
        f"cover <@{JAMES}> tomorrow 9-18",
        "`/oncall cover me` asks others to take a shift of yours. To put somebody on call "
        "yourself: `/oncall override @anna payments tomorrow 9-18`.",
    ),
    # What cannot be, the way things stand
    Typed(JAMES, "cover me payments-dev tomorrow 9-18", NOT_THEN),
    Typed(
        MARKO,
        f"override <@{ANNA}> payments-dev wed 12:00 to wed 14:00",
        "<@U0ANNA> is on call already, from 25 Nov 2026, 12:00 EET to 25 Nov 2026, 14:00 EET.",
    ),
    Typed(
        MARKO,
        f"override remove <@{JAMES}> payments-dev wed 12:00 to wed 14:00",
        "<@U0JAMES> is not on call between 25 Nov 2026, 12:00 EET and 25 Nov 2026, 14:00 EET.",
    ),
    Typed(
        MARKO,
        f"override <@{NATALIA}> payments-dev fri 20:00 to fri 22:00",
        "An override stands from 27 Nov 2026, 19:00 EET to 30 Nov 2026, 10:00 EET already: "
        f"<@{MARKO}> alone. Take it back first, or choose another time.",
    ),
)

_ROSTERS = (
    tables.rosters,
    tables.overrides,
    tables.covers,
    tables.cover_requests,
    tables.roster_log,
)


async def rows(made: World) -> list[tuple[object, ...]]:
    """Every row about rosters. A stamp says that a roster was locked, not that it changed."""
    async with made.bot.database.read() as connection:
        return [
            (table.name, *(value for name, value in row._mapping.items() if name != "stamp"))
            for table in _ROSTERS[1:]
            for row in await connection.execute(select(table))
        ]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def company(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Marko has the developers' weekend by an override."""
    folder = tmp_path_factory.mktemp("bad_oncall")
    async with world(f"sqlite+aiosqlite:///{folder}/bad.db") as made:
        weekend = f"override <@{MARKO}> payments-dev fri 18:00 to mon 9:00"
        assert (await made.oncall(ANNA, weekend)).ok
        yield made


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def nothing_changes(company: World) -> AsyncIterator[None]:
    before = await everything(company), await rows(company)
    yield
    company.slack.interaction.views.stacks.clear()
    assert (await everything(company), await rows(company)) == before


@pytest.fixture(autouse=True)
def nothing_breaks() -> Iterator[None]:
    with no_errors():
        yield


@pytest.mark.parametrize("typed", TYPED, ids=str)
async def test_typed(company: World, typed: Typed) -> None:
    done = await company.oncall(typed.who, typed.words)
    assert done.ok, done
    assert done.body == {"text": typed.answer, "response_type": "ephemeral"}


@pytest.mark.parametrize(
    "words", ["", "me", "schedule", "cover", "swap", "override", "gaps", "load"]
)
async def test_guests(company: World, words: str) -> None:
    done = await company.oncall(GUEST, words, channel="C0ACME")
    assert done.body == {"text": GUESTS, "response_type": "ephemeral"}
    assert not company.slack.interaction.views.stacks.get(GUEST)


async def test_the_wrong_channel_does_not_matter(company: World) -> None:
    for channel in (GENERAL, "C0INCIDENTS"):
        done = await company.oncall(OLENA, "support-l1", channel=channel)
        assert done.body["text"] == "*Підтримка L1*"
