"""429, 500 and a lost answer on every call of a declare: nothing is missing, nothing is twice."""

from pathlib import Path

import pytest

from tests.support.complete import assert_complete
from tests.support.world import OLENA, SUPPORT, World, world

DECLARE = "declare SEV1 Card payments fail for everyone"
METHODS = (
    "users.info",
    "conversations.create",
    "conversations.invite",
    "conversations.setTopic",
    "chat.postMessage",
    "pins.add",
    "bookmarks.add",
    "chat.update",
)


async def declare_under(made: World, method: str, fault: str, times: int) -> None:
    faults = made.slack.faults
    match fault:
        case "429":
            faults.rate_limit(method, times=times, retry_after=7)
        case "500":
            faults.error(method, 500, times=times)
        case "internal_error":
            faults.error(method, "internal_error", times=times)
        case "lost answer":
            faults.drop_response(method, times=times)
    done = await made.command(OLENA, SUPPORT, DECLARE)
    assert done.acked
    for _ in range(12):
        await made.later(seconds=10)


@pytest.mark.parametrize("fault", ["429", "500", "internal_error", "lost answer"])
@pytest.mark.parametrize("method", METHODS)
async def test_once(method: str, fault: str, tmp_path: Path) -> None:
    async with world(f"sqlite+aiosqlite:///{tmp_path}/f.db") as made:
        await made.command(OLENA, SUPPORT, "help")  # so that who she is, is known
        await declare_under(made, method, fault, times=1)
        assert_complete(made.slack, declarer=OLENA)


@pytest.mark.parametrize("fault", ["429", "lost answer"])
async def test_every_call_at_first(fault: str, tmp_path: Path) -> None:
    """Each method fails three times over before it works."""
    async with world(f"sqlite+aiosqlite:///{tmp_path}/f.db") as made:
        await made.command(OLENA, SUPPORT, "help")
        for method in METHODS[1:-1]:
            if fault == "429":
                made.slack.faults.rate_limit(method, times=3, retry_after=2)
            else:
                made.slack.faults.drop_response(method, times=3)
        done = await made.command(OLENA, SUPPORT, DECLARE)
        assert done.acked
        for _ in range(20):
            await made.later(seconds=10)
        assert_complete(made.slack, declarer=OLENA)
