"""Shifts change hands in Slack: covers, swaps, overrides; asked, answered, and taken back."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.service import RotationName
from sandbox.messages import Message
from tests.support.world import (
    ANNA,
    ELENA,
    GENERAL,
    IRYNA,
    JAMES,
    MAKSYM,
    MARKO,
    OLENA,
    TARAS,
    World,
    text_of,
    words,
)

DEVELOPERS, DESK, L1 = map(RotationName, ("payments-dev", "merchant-desk", "support-l1"))
TEAM = (OLENA, TARAS, IRYNA, MARKO)

#: In English and in Ukrainian.
_QUESTION = re.compile("asks for cover|offers you a swap|просить про заміну|пропонує обмін")


async def on_call(world: World, rotation: RotationName, at: datetime | None = None) -> list[str]:
    async with world.bot.store.read() as work:
        return list((await work.rosters.get(rotation)).on_call(at or work.now))


def asked(world: World, user: str) -> Message:
    """The newest message that asks this person for a shift."""
    return next(m for m in reversed(world.dm(user)) if _QUESTION.search(m.text))


async def press(world: World, user: str, message: Message, action: str) -> None:
    done = await world.click(user, message, world.dm_channel(user), action)
    assert done.ok, done


async def press_whisper(world: World, user: str, action: str) -> str:
    """Press a button on the newest answer only they see; what stands there afterwards."""
    message = world.whispers(user)[-1]
    done = await world.click(user, message, GENERAL, action)
    assert done.ok, done
    return words(world.whispers(user)[-1])


def buttons(message: Message) -> list[str]:
    return [
        element["action_id"]
        for block in message.blocks or []
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def tomorrow(hour: int) -> datetime:
    """On the clock of Kyiv."""
    return datetime(2026, 11, 24, hour - 2, tzinfo=UTC)


# Cover


async def test_a_cover_goes_to_the_first_who_accepts(anywhere: World) -> None:
    [mine] = await on_call(anywhere, DESK)
    others = sorted(set(TEAM) - {mine})
    done = await anywhere.oncall(mine, "cover me merchant-desk")
    assert all(f"<@{other}>" in done.body["text"] for other in others)
    assert [buttons(asked(anywhere, other)) for other in others] == [
        ["take_cover", "decline_cover"]
    ] * 3
    first, second, third = others
    late = asked(anywhere, third)
    await press(anywhere, first, asked(anywhere, first), "take_cover")
    assert await on_call(anywhere, DESK) == [first]
    assert [buttons(asked(anywhere, other)) for other in others] == [[], [], []]
    assert f"<@{first}>" in words(asked(anywhere, second))
    assert f"<@{first}>" in words(anywhere.dm(mine)[-1])
    # The third had the old message open.
    await anywhere.bot.ear.drain()
    assert f"<@{first}>" in words(anywhere.dm_message(third, late.ts))

    await press(anywhere, mine, anywhere.dm(mine)[-1], "undo_cover")
    assert await on_call(anywhere, DESK) == [mine]


async def test_all_accept_at_once_and_one_has_it(anywhere: World) -> None:
    [mine] = await on_call(anywhere, DESK)
    others = sorted(set(TEAM) - {mine})
    await anywhere.oncall(mine, "cover me merchant-desk")
    clicks = [
        anywhere.slack.acts.click(
            other,
            action_id="take_cover",
            message=(anywhere.dm_channel(other), asked(anywhere, other).ts),
        )
        for other in others
    ]
    await asyncio.gather(*clicks)
    await anywhere.settle()
    [has] = await on_call(anywhere, DESK)
    assert has in others
    losers = [other for other in others if other != has]
    assert [f"<@{has}>" in words(asked(anywhere, other)) for other in losers] == [True, True]
    async with anywhere.bot.store.read() as work:
        assert len((await work.rosters.get(DESK)).covers) == 1


async def test_part_of_a_shift_on_my_clock(here: World) -> None:
    """Anna is in Berlin: her nine o'clock is Kyiv's ten."""
    done = await here.oncall(ANNA, "cover me payments-dev tomorrow 9-18")
    assert done.body["text"] == (
        f"Asked <@{JAMES}> to take Payments developers, *Tue 24 Nov 09:00 – 18:00 CET* "
        "(your time; Tue 24 Nov 10:00 – 19:00 EET there). "
        "The first to accept has it; until then it is yours."
    )
    await press(here, JAMES, asked(here, JAMES), "take_cover")
    assert [await on_call(here, DEVELOPERS, tomorrow(hour)) for hour in (9, 10, 18, 19)] == [
        [ANNA],
        [JAMES],
        [JAMES],
        [ANNA],
    ]


async def test_nobody_can(here: World) -> None:
    await here.oncall(ANNA, "cover me payments-dev tomorrow 9-18")
    await press(here, JAMES, asked(here, JAMES), "decline_cover")
    assert "Nobody of those asked can take your shift" in words(here.dm(ANNA)[-1])
    assert "You cannot. That is fine." in words(asked(here, JAMES))
    assert await on_call(here, DEVELOPERS, tomorrow(12)) == [ANNA]


async def test_nobody_answers_in_time(here: World) -> None:
    await here.oncall(ANNA, "cover me payments-dev tomorrow 9-18")
    await here.later(hours=48)
    assert any("Nobody took your shift" in words(message) for message in here.dm(ANNA))
    assert buttons(asked(here, JAMES)) == []


async def test_withdrawn_it_is_not_asked_any_more(here: World) -> None:
    await here.oncall(ANNA, "cover me payments-dev tomorrow 9-18")
    said = await press_whisper(here, ANNA, "withdraw_cover:0")
    assert "Withdrawn: Payments developers" in said
    assert "Not needed any more. Thank you." in words(asked(here, JAMES))
    assert buttons(asked(here, JAMES)) == []


async def test_a_button_beside_my_shift_opens_the_form(here: World) -> None:
    await here.oncall(ANNA, "me")
    message = here.whispers(ANNA)[-1]
    await here.click(ANNA, message, GENERAL, "ask_cover:now1")
    modal = here.modal(ANNA)
    chosen = modal.blocks[0]["element"]["initial_option"]
    assert chosen["text"]["text"] == "Mon 23 Nov 09:00 – Mon 30 Nov 09:00 CET"
    done = await here.submit(ANNA, {"shift": chosen["value"], "reason": "Christmas <at home>"})
    assert done.ok, done
    assert f"Asked <@{JAMES}> to take Payments developers" in text_of(here.modal(ANNA).blocks)
    assert "Christmas &lt;at home&gt;" in words(asked(here, JAMES))


async def test_the_bare_verb_opens_the_form(here: World) -> None:
    await here.oncall(ANNA, "cover")
    assert here.modal(ANNA).callback_id == "cover"
    await here.oncall(JAMES, "cover me")
    assert here.modal(JAMES).callback_id == "cover"


# Swap


def choices(world: World, user: str, name: str) -> dict[str, str]:
    """The developers' shifts that a form offers: what is read, and what it carries."""
    [block] = [block for block in world.modal(user).blocks if block.get("block_id") == name]
    return {
        option["text"]["text"]: option["value"]
        for option in block["element"]["options"]
        if "Payments developers" in option["description"]["text"]
    }


async def swap_asked(world: World) -> None:
    await world.oncall(ANNA, f"swap <@{JAMES}>")
    mine, theirs = choices(world, ANNA, "mine"), choices(world, ANNA, "theirs")
    assert list(mine)[:2] == [
        "Mon 23 Nov 09:00 – Mon 30 Nov 09:00 CET",
        "Mon 7 Dec 09:00 – Mon 14 Dec 09:00 CET",
    ]
    assert next(iter(theirs)) == "Mon 30 Nov 09:00 – Mon 7 Dec 09:00 CET"
    filled = {"mine": list(mine.values())[1], "theirs": next(iter(theirs.values()))}
    assert (await world.submit(ANNA, filled)).ok


WEEK = timedelta(weeks=1)


async def test_a_swap_changes_both_shifts_or_neither(anywhere: World) -> None:
    await swap_asked(anywhere)
    question = asked(anywhere, JAMES)
    assert f"<@{ANNA}> offers you a swap: you take Payments developers, *Mon 7 Dec" in words(
        question
    )
    weeks = [tomorrow(12) + n * WEEK for n in range(3)]
    assert [await on_call(anywhere, DEVELOPERS, at) for at in weeks] == [[ANNA], [JAMES], [ANNA]]
    await press(anywhere, JAMES, question, "take_cover")
    assert [await on_call(anywhere, DEVELOPERS, at) for at in weeks] == [[ANNA], [ANNA], [JAMES]]
    assert f"<@{JAMES}> swaps with you." in words(anywhere.dm(ANNA)[-1])
    assert buttons(asked(anywhere, JAMES)) == []


@pytest.mark.parametrize("presser", [ANNA, JAMES])
async def test_either_of_the_two_undoes_a_swap(here: World, presser: str) -> None:
    await swap_asked(here)
    await press(here, JAMES, asked(here, JAMES), "take_cover")
    message = asked(here, JAMES) if presser == JAMES else here.dm(ANNA)[-1]
    await press(here, presser, message, "undo_swap")
    weeks = [tomorrow(12) + n * WEEK for n in range(3)]
    assert [await on_call(here, DEVELOPERS, at) for at in weeks] == [[ANNA], [JAMES], [ANNA]]
    told = "\n".join(map(words, here.dm(JAMES if presser == ANNA else ANNA)[-2:]))
    assert "Your shift is yours again" in told
    assert "You are not on call any more" in told


async def test_whoever_took_a_cover_may_ask_others(here: World) -> None:
    await here.oncall(ANNA, "me")
    await here.click(ANNA, here.whispers(ANNA)[-1], GENERAL, "ask_cover:now1")
    chosen = here.modal(ANNA).blocks[0]["element"]["initial_option"]
    await here.submit(ANNA, {"shift": chosen["value"]})
    await press(here, JAMES, asked(here, JAMES), "take_cover")
    assert await on_call(here, DEVELOPERS, tomorrow(12)) == [JAMES]

    await press(here, JAMES, asked(here, JAMES), "ask_cover")

    offered = here.modal(JAMES).blocks[0]["element"]["initial_option"]
    await here.submit(JAMES, {"shift": offered["value"]})
    await press(here, ANNA, asked(here, ANNA), "take_cover")
    assert await on_call(here, DEVELOPERS, tomorrow(12)) == [ANNA]


async def test_a_time_after_the_name_chooses_my_shift(here: World) -> None:
    await here.oncall(ELENA, f"swap <@{MAKSYM}> 16 dec")
    [block] = [each for each in here.modal(ELENA).blocks if each.get("block_id") == "mine"]
    chosen = block["element"]["initial_option"]
    assert chosen["text"]["text"] == "Mon 14 Dec 10:00 – Mon 21 Dec 10:00 EET"


async def test_a_swap_is_declined(here: World) -> None:
    await swap_asked(here)
    await press(here, JAMES, asked(here, JAMES), "decline_cover")
    assert f"<@{JAMES}> cannot swap. Your shift stays" in words(here.dm(ANNA)[-1])
    assert await on_call(here, DEVELOPERS, tomorrow(12) + WEEK) == [JAMES]


# Override


async def test_an_override_is_echoed_told_and_undone(anywhere: World) -> None:
    text = f"override <@{MARKO}> payments-dev fri 18:00 to mon 9:00"
    done = await anywhere.oncall(ANNA, text)
    when = (
        "*Fri 27 Nov 18:00 – Mon 30 Nov 09:00 CET* "
        "(your time; Fri 27 Nov 19:00 – Mon 30 Nov 10:00 EET there)"
    )
    assert done.body["text"] == f"<@{MARKO}> is on call for *Payments developers*: {when}."
    saturday = datetime(2026, 11, 28, 12, tzinfo=UTC)
    assert await on_call(anywhere, DEVELOPERS, saturday) == [MARKO]
    assert f"<@{ANNA}> put you on call: Payments developers" in words(anywhere.dm(MARKO)[-1])
    said = await press_whisper(anywhere, ANNA, "undo_override")
    assert said.startswith("Taken back: *Payments developers*, Fri 27 Nov 18:00")
    assert await on_call(anywhere, DEVELOPERS, saturday) == [ANNA]
    assert f"<@{ANNA}> took you off call" in words(anywhere.dm(MARKO)[-1])


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("override add {marko} payments-dev tomorrow 9-18", [ANNA, MARKO]),
        ("override remove {anna} payments-dev tomorrow 9-18", []),
        ("override {marko} payments developers tomorrow 9-18", [MARKO]),
        ("override @marko payments-dev завтра с 9 до 18", [MARKO]),
        ("replace {marko} payments-dev tomorrow 9-18", [MARKO]),
    ],
)
async def test_what_may_be_typed(here: World, typed: str, people: list[str]) -> None:
    done = await here.oncall(ANNA, typed.format(marko=f"<@{MARKO}>", anna=f"<@{ANNA}>"))
    assert "Tue 24 Nov 09:00 – 18:00 CET" in done.body["text"]
    assert await on_call(here, DEVELOPERS, tomorrow(12)) == people


async def test_the_forms_override_and_its_undo_inside(here: World) -> None:
    await here.oncall(ANNA, f"override <@{MARKO}> payments-dev")
    assert here.modal(ANNA).callback_id == "override"
    start = tomorrow(12)
    filled: dict[str, Any] = {
        "person": MARKO,
        "kind": "replace",
        "rotation": "payments-dev",
        "start": int(start.timestamp()),
        "end": int((start + timedelta(hours=2)).timestamp()),
        "reason": "Anna is at the dentist",
    }
    backwards = await here.submit(ANNA, {**filled, "end": filled["start"]})
    assert backwards.errors == {"end": "The end is not after the start. Say from when until when."}
    assert (await here.submit(ANNA, filled)).ok
    assert await on_call(here, DEVELOPERS, start) == [MARKO]
    assert "Anna is at the dentist" in words(here.dm(MARKO)[-1])
    view = here.modal(ANNA)
    await here.slack.acts.click(ANNA, action_id="undo_override", view_id=view.id)
    await here.settle()
    assert await on_call(here, DEVELOPERS, start) == [ANNA]
    assert "Taken back" in text_of(here.modal(ANNA).blocks)


async def test_a_night_the_clocks_change_is_said(here: World) -> None:
    here.time.now = datetime(2027, 3, 27, 9, tzinfo=UTC).timestamp()
    done = await here.oncall(MARKO, f"override <@{ANNA}> payments-dev tomorrow 3:30-9")
    assert "The clocks skip 03:30 that night, so I took 04:00." in text_of(done.body["blocks"])
    assert "*Sun 28 Mar 04:00 – 09:00 EEST*" in done.body["text"]
