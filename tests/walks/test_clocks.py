"""A security drill in Ukrainian: what the law would ask, until when, and who hears of it."""

from bot.slack import ids
from tests.support.secrecy import Watch
from tests.support.world import GENERAL, INCIDENTS, KATE, World, text_of, words

SECRET = "тризуб"
DORA, NEXT = "DORA: первинне повідомлення", "DORA: проміжний звіт"


async def test_a_drill_from_the_proposal_to_the_next_report(here: World) -> None:
    watch = Watch(here.slack, (SECRET,))
    watch.insiders.add(KATE)
    room = await declared(here)

    await press(here, room, f"{ids.START_CLOCK}:dora")
    await here.submit(KATE, {"aware": "вчора 23:10", "classified": "20 хв тому"})
    asked = text_of(here.modal(KATE).blocks)
    assert "22 лист. 2026" in asked
    assert "23:10 EET = 2026-11-22 21:10 UTC" in asked
    assert "10:40 EET = 2026-11-23 08:40 UTC" in asked
    await here.submit(KATE)
    await here.slack.acts.close(KATE, here.modal(KATE).id)

    await press(here, room, f"{ids.DISMISS_CLOCK}:nis2")
    await here.submit(KATE, {"reason": "Для нас діє DORA"})
    await here.slack.acts.close(KATE, here.modal(KATE).id)

    await here.later(hours=1, minutes=40)
    [warned] = [one for one in here.dm(KATE) if f"'{ids.SUBMIT_CLOCK}'" in str(one.blocks)]
    assert warned.text.startswith("Навчання: INC-1: «DORA: первинне повідомлення»: минуло 50%")
    assert "2026-11-23 12:40 UTC" in warned.text
    assert "лишилося 2 год" in words(warned)

    await here.click(KATE, warned, here.dm_channel(KATE), ids.SUBMIT_CLOCK)
    await here.submit(KATE, {"at": "10 хв тому", "reference": f"НБ-77 {SECRET}"})
    await here.slack.acts.close(KATE, here.modal(KATE).id)
    [card] = here.channel(room).pins
    assert f"{NEXT}: строк " in words(here.channel(room).messages[card])

    await here.command(KATE, room, "resolve Токени відкликано.")
    assert watch.leaks == []
    assert watch.left_behind() == []
    assert not [one for one in here.messages(INCIDENTS) if one.metadata]
    assert english(here, room) == []


async def declared(here: World) -> str:
    await here.command(KATE, GENERAL, "")
    told = {
        "impact": f"Токени адміністраторів у журналі: {SECRET}",
        "severity": "SEV3",
        "flags": ["security"],
        "drill": ["yes"],
    }
    await here.submit(KATE, told)
    await here.slack.acts.close(KATE, here.modal(KATE).id)
    room = (await here.incident()).room
    assert room
    return room


async def press(here: World, room: str, action: str) -> None:
    [board] = [one for one in here.messages(room) if f"{ids.START_CLOCK}:" in str(one.blocks)]
    await here.click(KATE, board, room, action)


def english(here: World, room: str) -> list[str]:
    """What the board and the warnings say in English: the names of acts alone."""
    ours = [one for one in here.messages(room) if "_clock" in str(one.blocks)]
    return [
        line
        for message in ours
        for line in words(message).split("\n")
        if line.isascii() and not line.startswith(("Delegated", "Directive", "Regulation"))
    ]
