"""`/oncall`, typed in any channel: each question has an answer, in its reader's words and clock."""

import re
from pathlib import Path
from typing import Any

import aiohttp

from tests.support.world import (
    ANNA,
    FULL_POLICY,
    GENERAL,
    JAMES,
    MARKO,
    NATALIA,
    SUPPORT,
    TARAS,
    World,
    text_of,
    words,
    world,
)


def read(body: Any) -> str:
    return text_of(body.get("blocks") or body)


async def test_every_question_is_answered_everywhere(anywhere: World) -> None:
    now = read((await anywhere.oncall(ANNA)).body)
    for line in (
        "*payments*: Payments API, Payouts, Card processing, Ledger",
        "1. Support L1: <@U0OLENA> until ",
        "4. Developers: <@U0ANNA> until ",
        "then <@U0JAMES>",
        "Last resort: <@U0NATALIA>",
    ):
        assert line in now
    assert "Support L1: <@U0OLENA>" in read((await anywhere.oncall(ANNA, "support-l1")).body)
    me = read((await anywhere.oncall(JAMES, "me")).body)
    assert "*Mon 30 Nov 08:00 – Mon 7 Dec 08:00 GMT*" in me
    rows = (await anywhere.oncall(JAMES, "schedule payments-dev 2w")).body["blocks"][-1]["rows"]
    assert [[cell["text"] for cell in row] for row in rows] == [
        ["When", "Who"],
        ["Mon 23 Nov 08:00 – Mon 30 Nov 08:00", "Anna Schmidt"],
        ["Mon 30 Nov 08:00 – Mon 7 Dec 08:00", "James Carter"],
        ["Mon 7 Dec 08:00 – Mon 14 Dec 08:00", "Anna Schmidt"],
    ]
    assert "No gaps in the next 30 days" in read((await anywhere.oncall(ANNA, "gaps")).body)
    await anywhere.oncall(ANNA, f"override remove <@{ANNA}> payments-dev tomorrow 9-18")
    assert (
        "*Nobody is on call 1 time in the next 30 days*\n"
        "Payments developers: *Tue 24 Nov 09:00 – 18:00 CET* "
        "(your time; Tue 24 Nov 10:00 – 19:00 EET there), 9 h\n"
    ) in read((await anywhere.oncall(ANNA, "gaps")).body)
    load = (await anywhere.oncall(ANNA, "load")).body["blocks"][-1]["rows"]
    assert [cell["text"] for cell in load[0]] == ["Who", "Hours", "Nights", "Weekends", "Pages"]
    assert {row[0]["text"] for row in load[1:]} >= {"Anna Schmidt", "Elena Popescu"}
    assert "`/oncall swap [@person]`" in read((await anywhere.oncall(ANNA, "help")).body)


async def test_a_schedule_of_a_team_for_a_time(here: World) -> None:
    said = read((await here.oncall(ANNA, "schedule support 2 weeks")).body)
    for title in ("*Support L1*", "*Support L2*", "*Support L3*"):
        assert said.count(title) == 1
    assert "Payments" not in said
    desk = (await here.oncall(ANNA, "schedule merchant-desk 1d")).body["blocks"][-1]["rows"]
    assert [row[1]["text"] for row in desk[1:]][1:-1] == ["out of hours"]
    assert "out of hours until" in read((await here.oncall(ANNA, "merchant-desk")).body)


async def test_a_trial_page_reports_by_direct_message(here: World) -> None:
    done = await here.oncall(ANNA, "test")
    assert "A direct message tells you what arrived." in done.body["text"]
    assert any("trial page" in words(message) for message in here.dm(ANNA))


async def test_everyone_hears_their_own_language(here: World) -> None:
    assert "Підтримка L1" in read((await here.oncall(TARAS, "support-l1")).body)
    assert "Support L1" in read((await here.oncall(ANNA, "support-l1")).body)
    assert "Підтримка L1" in read((await here.oncall(TARAS, "підтримка l1")).body)


async def test_a_mention_in_a_thread_answers_the_same(here: World) -> None:
    said = await here.slack.acts.say(MARKO, SUPPORT, "who has the developers' phone?")
    await here.slack.acts.say(MARKO, SUPPORT, "<@U0TOCSIN> oncall payments-dev", thread_ts=said)
    await here.settle()
    assert "Payments developers: <@U0ANNA> until" in words(here.whispers(MARKO)[-1])
    done = await here.command(ANNA, GENERAL, "oncall payments-dev")
    assert "Payments developers: <@U0ANNA> until" in read(done.body)


async def test_the_link_to_the_schedule_opens_the_page(here: World) -> None:
    said = read((await here.oncall(JAMES, "schedule payments-dev")).body)
    [url] = re.findall(r"<(http[^|>]+)\|Open the schedule>", said)
    async with aiohttp.ClientSession() as browser, browser.get(url) as answer:
        page = await answer.text()
    assert answer.status == 200
    assert "<h1>Payments developers</h1>" in page
    assert "Times are on your clock (Europe/London)." in page
    assert "Mon 30 Nov 08:00" in page


async def test_the_load_counts_pages_of_the_last_90_days(here: World) -> None:
    await here.command(MARKO, SUPPORT, "declare sev1 All is down")
    [paged] = await here.bot_paged()
    rows = (await here.oncall(ANNA, "load")).body["blocks"][-1]["rows"]
    names = await names_of(here)
    pages = {row[0]["text"]: row[4]["text"] for row in rows[1:]}
    assert pages[names[paged]] == "1"
    assert pages["Anna Schmidt"] == "0"


async def names_of(world: World) -> dict[str, str]:
    return {id: person.real_name for id, person in world.slack.workspace.people.items()}


KEPT = """permissions:
  see_load: {groups: [managers]}
  override: {groups: [managers]}
"""


async def test_a_policy_can_keep_both_to_managers(sqlite: str, tmp_path: Path) -> None:
    text = FULL_POLICY.read_text(encoding="utf-8")
    policy = tmp_path / "policy.yaml"
    for action in ("override", "see_load"):
        text = re.sub(rf"(?m)^  {action}: everyone.*\n", "", text)
    policy.write_text(text.replace("permissions:\n", KEPT, 1), encoding="utf-8")
    async with world(sqlite, policy=policy) as made:
        own = (await made.oncall(ANNA, "load")).body["blocks"][-1]["rows"]
        assert [row[0]["text"] for row in own] == ["Who", "Anna Schmidt"]
        kept = await made.oncall(ANNA, f"override <@{MARKO}> payments-dev tomorrow 9-18")
        assert kept.body["text"] == (
            "Your organisation's policy does not let you change who is on call. "
            "`/oncall cover me` asks others to take a shift of yours."
        )
        everybody = (await made.oncall(NATALIA, "load")).body["blocks"][-1]["rows"]
        assert len(everybody) > 10
