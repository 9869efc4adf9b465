"""Finding one's way: the help, the lists, one incident; and what outsiders do not learn."""

from datetime import timedelta

import pytest

from bot.domain.language import Language
from bot.domain.phrase import phrase
from bot.domain.role import LEAD
from bot.i18n import translator
from bot.slack import slices
from bot.slack.guide import views
from sandbox.blockkit import validate
from tests.domain.sample import AT, POLICY, TARAS, incident
from tests.support.world import ANNA, GENERAL, MARKO, SUPPORT, World, text_of

T = translator(Language.EN)
LATER = AT + timedelta(minutes=75)


def test_an_incident_on_one_line() -> None:
    assert str(views.row(T, POLICY, incident(title="Cards <fail>"), now=LATER)) == (
        "🟠 *SEV2 INC-7* Cards &lt;fail&gt; · no lead yet · <#C1ROOM> · 1 h 15 min"
    )
    led = incident(roles={LEAD: TARAS}, room=None)
    assert str(views.row(T, POLICY, led, now=AT)) == (
        "🟠 *SEV2 INC-7* Card payments fail · lead <@U0TARAS> · no room yet · 0 s"
    )


def test_a_long_list_is_cut_and_says_so() -> None:
    text = str(views.open_ones(T, POLICY, [incident()] * 23, now=AT))
    lines = text.split("\n")
    assert lines[0] == "*23 incidents are open*"
    assert len(lines) == 22
    assert lines[-1] == "and 3 more"
    assert str(views.open_ones(T, POLICY, [incident()] * 20, now=AT)).count("\n") == 20


def test_empty_lists_say_what_to_do() -> None:
    assert str(views.open_ones(T, POLICY, [], now=AT)) == (
        "No incident is open. `/incident declare` opens one."
    )
    assert str(views.mine(T, POLICY, [], now=AT)) == (
        "No open incident is yours: you lead none, hold no role and were not paged."
    )


def test_the_help_tells_usage_and_purpose() -> None:
    told = [("", None, phrase("do it")), ("note", phrase("[text]"), phrase("keep it"))]
    _, blocks = views.help(T, told)
    assert blocks[1]["text"]["text"] == ("`/incident` do it\n`/incident note [text]` keep it")


@pytest.mark.parametrize("language", list(Language))
def test_the_help_of_all_verbs_fits_and_names_each(language: Language) -> None:
    verbs = [verb for routes in slices.ROUTES for verb in routes.verbs]
    told = [(verb.name, verb.usage, verb.what) for verb in verbs]
    _, blocks = views.help(translator(language), told)
    assert validate(blocks, surface="message") == []
    text = text_of(blocks)
    assert [verb.name for verb in verbs if f"`/incident {verb.name}".rstrip() not in text] == []


async def test_help_is_said_from_memory(here: World) -> None:
    await here.command(MARKO, SUPPORT, "help")
    asked: list[str] = []
    read = here.bot.store.read

    def watched() -> object:
        asked.append("read")
        return read()

    here.bot.store.read = watched  # type: ignore[method-assign, assignment]
    done = await here.slack.acts.command(MARKO, SUPPORT, "/incident", "help")
    assert done.body["response_type"] == "ephemeral"
    verbs = [verb.name for routes in slices.ROUTES for verb in routes.verbs]
    text = text_of(done.body)
    assert [name for name in verbs if f"`/incident {name}".rstrip() not in text] == []
    assert asked == []


async def test_the_lists(here: World) -> None:
    await here.command(MARKO, SUPPORT, "declare sev3 Webhooks are late")
    await here.command(MARKO, SUPPORT, "declare sev4 A typo")
    first, second = (await here.incident(1)).room, (await here.incident(2)).room
    listed = await here.command(ANNA, GENERAL, "list")
    assert listed.body["text"] == (
        "*2 incidents are open*\n"
        f"🔵 *SEV4 INC-2* A typo · no lead yet · <#{second}> · 0 s\n"
        f"🟡 *SEV3 INC-1* Webhooks are late · no lead yet · <#{first}> · 0 s"
    )
    assert (await here.command(ANNA, GENERAL, "mine")).body["text"].startswith("No open incident")
    await here.command(MARKO, first or "", f"role lead <@{ANNA}>")
    assert (await here.command(ANNA, GENERAL, "mine")).body["text"] == (
        f"*Yours*\n🟡 *SEV3 INC-1* Webhooks are late · lead <@{ANNA}> · <#{first}> · 0 s"
    )


async def test_mine_are_also_those_i_was_paged_for(here: World) -> None:
    await here.command(MARKO, SUPPORT, "declare sev1 All is down")
    [paged] = await here.bot_paged()
    mine = await here.command(paged, SUPPORT, "mine")
    assert "*SEV1 INC-1* All is down" in mine.body["text"]


async def test_a_private_incident_is_in_no_list_of_outsiders(here: World) -> None:
    await here.command(MARKO, GENERAL, "declare")
    await here.submit(MARKO, {"impact": "Zebra", "severity": "SEV3", "private": ["yes"]})
    assert "Zebra" in (await here.command(MARKO, GENERAL, "list")).body["text"]
    nothing = "No incident is open. `/incident declare` opens one."
    assert (await here.command(ANNA, GENERAL, "list")).body["text"] == nothing
    hidden = (await here.command(ANNA, GENERAL, "show INC-1")).body
    missing = (await here.command(ANNA, GENERAL, "show INC-99")).body
    assert hidden["text"] == missing["text"].replace("INC-99", "INC-1")


async def test_more_on_the_card_opens_the_panel(here: World) -> None:
    await here.command(MARKO, SUPPORT, "declare sev3 Webhooks are late")
    room = here.channel((await here.incident()).room or "")
    [pinned] = room.pins
    assert (await here.click(MARKO, room.messages[pinned], room.id, "panel")).ok
    modal = here.modal(MARKO)
    assert modal.title == {"type": "plain_text", "text": "INC-1", "emoji": True}
    assert modal.private_metadata == "1"
    assert f"<#{room.id}>" not in text_of(modal.blocks)
    await here.command(MARKO, SUPPORT, "show INC-1")
    assert f"War room: <#{room.id}>" in text_of(here.modal(MARKO).blocks)


async def test_a_panel_outside_any_room_says_how_to_name_one(here: World) -> None:
    done = await here.command(MARKO, SUPPORT, "show")
    assert done.body["text"] == (
        "This channel is not a war room. Go to the incident's room, or name it: "
        "`/incident show INC-12`. `/incident list` shows the open ones."
    )
