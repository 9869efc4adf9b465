"""People name the incident before the verb, after it, or say nothing else."""

from tests.support.world import GENERAL, MARKO, World, text_of


async def test_an_incident_alone_is_shown(here: World) -> None:
    await here.command(MARKO, GENERAL, "declare SEV3 Reports are late")
    shown = await here.command(MARKO, GENERAL, "inc-1")
    assert shown.acked
    assert "Reports are late" in text_of(here.modal(MARKO).blocks)


async def test_the_verb_may_follow_the_incident(here: World) -> None:
    await here.command(MARKO, GENERAL, "declare SEV3 Reports are late")
    await here.command(MARKO, GENERAL, "INC-1 severity SEV2")
    assert (await here.incident()).severity == "SEV2"


async def test_an_unknown_word_after_an_incident_is_answered(here: World) -> None:
    await here.command(MARKO, GENERAL, "declare SEV3 Reports are late")
    done = await here.command(MARKO, GENERAL, "INC-1 severty SEV2")
    assert done.body["text"] == (
        "I do not know “severty”. Did you mean `/incident severity`? "
        "`/incident help` lists everything."
    )
    assert (await here.incident()).severity == "SEV3"
