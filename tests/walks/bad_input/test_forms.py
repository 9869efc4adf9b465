"""Whatever people fill in: a sentence under the field it belongs to."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from tests.support.world import GENERAL, GUEST, MARKO, OLENA, World
from tests.walks.bad_input.answers import HUGE, IN_WORDS, SAY_WHAT, room_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True, slots=True)
class Filled:
    """A form opened by ``words``, and what stands under its fields."""

    who: str
    words: str
    values: dict[str, Any]
    errors: dict[str, str]

    def __str__(self) -> str:
        return f"{self.words or 'declare'}-{'-'.join(self.errors)}-{self.who}"


FILLED = (
    Filled(MARKO, "declare", {"impact": "🔥", "severity": "SEV2"}, {"impact": SAY_WHAT}),
    Filled(
        OLENA,
        "declare",
        {"impact": "\u202e\u2066", "severity": "SEV2"},
        {
            "impact": "Опишіть кількома словами, що бачать клієнти, "
            "наприклад «Не проходять платежі карткою»."
        },
    ),
    Filled(
        MARKO,
        "declare",
        {"impact": "Cards fail", "severity": "SEV2", "started_at": "tomorrow"},
        {
            "started_at": "It cannot have started in the future. "
            "Choose an earlier time, or leave it empty."
        },
    ),
    Filled(
        MARKO,
        "resolve",
        {"summary": " \u200b "},
        {"summary": "Say in two sentences what was wrong and what fixed it."},
    ),
    Filled(
        MARKO,
        "note",
        {"note": "\u2028"},
        {"note": "Write the note after the word, for example /incident note Rolled back 2.14."},
    ),
    Filled(MARKO, "title", {"title": "🙂"}, {"title": IN_WORDS}),
    Filled(
        MARKO,
        "role",
        {"role": "lead", "person": GUEST},
        {
            "person": f"<@{GUEST}> is a guest or a bot, and cannot hold a role. "
            "Choose somebody from the team."
        },
    ),
)


@pytest.mark.parametrize("filled", FILLED, ids=str)
async def test_filled_in(busy: World, filled: Filled) -> None:
    await busy.command(filled.who, await room_of(busy), filled.words)
    tomorrow = busy.now + timedelta(days=1)
    given = {name: tomorrow if to == "tomorrow" else to for name, to in filled.values.items()}
    done = await busy.submit(filled.who, given)
    assert done.acked
    assert done.errors == filled.errors


@pytest.mark.parametrize(
    ("impact", "error"),
    [
        ("", "Please complete this required field."),
        ("x" * HUGE, "Please enter at most 3000 characters."),
    ],
)
async def test_slack_itself_refuses(busy: World, impact: str, error: str) -> None:
    """The form says so: what is required and how long it may be."""
    await busy.command(MARKO, GENERAL, "")
    done = await busy.submit(MARKO, {"impact": impact, "severity": "SEV1"})
    assert (done.attempts, done.errors) == (0, {"impact": error})
