"""People named by e-mail in the policy are paged like the others, from the start and later on."""

from dataclasses import replace
from pathlib import Path

from bot.clock import system_clock
from bot.domain.ids import PersonId
from bot.policy import unresolved
from bot.store.policies import Policies
from tests.support.world import FULL_POLICY, MARKO, OLENA, SUPPORT, World, world

ADDRESS = "olena.kovalenko@kobzapay.example"
BY_ID = FULL_POLICY.read_text(encoding="utf-8")
#: Olena is first on call; here she is known by her address alone, wherever she is named.
BY_EMAIL = BY_ID.replace(
    f"U0OLENA: {{name: Olena Kovalenko, email: {ADDRESS}, ",
    f"{ADDRESS}: {{name: Olena Kovalenko, ",
).replace("U0OLENA", ADDRESS)


async def apply(here: World, source: str) -> None:
    async with here.bot.database.write() as connection:
        await Policies(connection).add(source, file="tocsin.yaml", now=system_clock())


async def test_from_the_start(sqlite: str, tmp_path: Path) -> None:
    file = tmp_path / "tocsin.yaml"
    file.write_text(BY_EMAIL, encoding="utf-8")
    async with world(sqlite, policy=file) as here:
        assert unresolved(here.bot.store.policy) == ()
        await here.command(MARKO, SUPPORT, "declare SEV1 Card payments fail")
        assert await here.bot_paged() == [OLENA]
        assert [m for m in here.dm(OLENA) if "acknowledge" in str(m.blocks)]


async def test_applied_while_running(here: World) -> None:
    before = here.bot.store.policy

    await apply(here, BY_EMAIL)
    await here.later(seconds=1)

    now = here.bot.store.policy
    assert now.version == before.version + 1
    assert now == replace(before, version=now.version, people=now.people)
    assert now.people[PersonId(OLENA)].name == "Olena Kovalenko"
    await here.command(MARKO, SUPPORT, "declare SEV1 Card payments fail")
    assert await here.bot_paged() == [OLENA]


async def test_whom_slack_does_not_tell_is_asked_for_again(here: World) -> None:
    here.slack.faults.error("users.lookupByEmail", "fatal_error", times=1)
    await apply(here, BY_EMAIL)
    await here.later(seconds=1)
    assert unresolved(here.bot.store.policy) == (ADDRESS,)
    version = here.bot.store.policy.version

    await here.later(seconds=1)
    asked = len(here.slack.traffic.calls("users.lookupByEmail"))
    await here.later(minutes=5)

    assert (asked, len(here.slack.traffic.calls("users.lookupByEmail"))) == (1, 2)
    assert unresolved(here.bot.store.policy) == ()
    assert here.bot.store.policy.version == version


async def test_a_stranger_keeps_nobody_elses_page(here: World) -> None:
    await apply(here, BY_EMAIL.replace(ADDRESS, "nobody@kobzapay.example"))
    await here.later(seconds=1)
    await here.command(MARKO, SUPPORT, "declare SEV1 Card payments fail")
    assert OLENA not in await here.bot_paged()

    await here.later(minutes=5)

    assert len(await here.bot_paged()) > 1
