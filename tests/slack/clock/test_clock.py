"""Regulatory clocks in a local Slack: proposed, started by a named person, warned of, answered.

The policy warns the group data-protection: Kate. It is Monday, 11:00 in Kyiv.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.language import Language
from bot.domain.permission import Action, Grant
from sandbox.messages import Message
from tests.support.replicas import replica, settle
from tests.support.secrecy import Watch
from tests.support.world import (
    ANNA,
    GENERAL,
    GUEST,
    INCIDENTS,
    JAMES,
    KATE,
    MARKO,
    World,
    text_of,
    words,
)

NO_INC_1 = "There is no INC-1. `/incident list` shows the open ones."
ADVICE = "This is not legal advice."
DORA, GDPR = "DORA: initial notification", "GDPR: notify the supervisory authority"


@pytest.fixture(autouse=True)
def _in_english(here: World) -> None:
    """Rooms too, so that their words can be held here whatever their translations are."""
    policy = here.bot.store.policy
    workspace = replace(policy.workspace, language=Language.EN)
    here.bot.store.policy = replace(policy, workspace=workspace)


async def declare(here: World, *flags: str, user: str = MARKO) -> str:
    """A flagged incident that pages nobody. Its room."""
    await here.command(user, GENERAL, "")
    told = {"impact": "Admin tokens are for sale", "severity": "SEV3", "flags": list(flags)}
    await here.submit(user, told)
    await here.slack.acts.close(user, here.modal(user).id)
    return await room(here)


async def room(here: World) -> str:
    found = (await here.incident()).room
    assert found
    return found


def boards(here: World, where: str) -> list[Message]:
    return [one for one in here.messages(where) if "regulatory clocks" in (one.text or "")]


async def start(here: World, where: str, act: str, user: str = MARKO, **said: str) -> None:
    """From the board's button to the confirmation."""
    [board] = boards(here, where)
    await here.click(user, board, where, f"start_clock:{act}")
    assert (await here.submit(user, said)).errors == {}
    assert (await here.submit(user)).ok
    await here.slack.acts.close(user, here.modal(user).id)


def warnings(messages: list[Message]) -> list[str]:
    """Those with the button to answer, whatever their language."""
    return [one.text for one in messages if "'submit_clock'" in str(one.blocks)]


async def test_a_security_incident_from_proposal_to_the_next_clock(here: World) -> None:
    where = await declare(here, "security")
    [board] = boards(here, where)
    assert words(board).count(ADVICE) == 1
    assert "*These clocks may apply.*" in words(board)
    assert "NIS2" in words(board)
    assert "GDPR" not in words(board), "no personal data was flagged"
    assert (await here.incident()).clock is None, "nothing runs by itself"

    await here.click(MARKO, board, where, "start_clock:dora")
    confirm = await here.submit(MARKO, {"aware": "yesterday 23:10", "classified": "10:30"})
    assert confirm.errors == {}
    asked = text_of(here.modal(MARKO).blocks)
    assert "22 Nov 2026, 23:10 EET = 2026-11-22 21:10 UTC" in asked
    assert "23 Nov 2026, 10:30 EET = 2026-11-23 08:30 UTC" in asked
    assert "(2026-11-23 12:30 UTC)*, 3 h 30 min left" in asked
    assert f"<@{KATE}> will be invited to the room" in asked
    assert (await here.incident()).clock is None, "it is not confirmed yet"

    assert (await here.submit(MARKO)).ok
    clock = (await here.incident()).clock
    assert clock is not None
    assert clock.due_at == datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
    assert KATE in here.channel(where).members
    [card] = here.channel(where).pins
    assert f"{DORA}: due" in words(here.channel(where).messages[card])
    [board] = boards(here, where)
    assert f"confirmed by <@{MARKO}>" in words(board)
    assert words(board).count(ADVICE) == 1

    # Of the four hours, 08:30 to 12:30: half at 10:30, four fifths at 11:42.
    await here.later(minutes=89)
    assert warnings(here.messages(where)) == []
    await here.later(minutes=1)
    [half] = warnings(here.messages(where))
    assert half.startswith(f"INC-1: “{DORA}”: 50% of the time is gone.")
    assert len(warnings(here.dm(MARKO))) == 1
    assert len(warnings(here.dm(KATE))) == 1
    assert "DORA: первинне повідомлення" in warnings(here.dm(KATE))[0], "in her own language"
    await here.later(minutes=72)
    assert len(warnings(here.messages(where))) == 2

    told = here.dm(MARKO)[-1]
    await here.click(MARKO, told, here.dm_channel(MARKO), "submit_clock")
    assert (await here.submit(MARKO, {"at": "now", "reference": "NB-77"})).ok
    assert "DORA: intermediate report*: *due" in text_of(here.modal(MARKO).blocks)
    story = await here.story()
    assert story[-2:] == ["ClockSubmitted", "ClockStarted"]
    clock = (await here.incident()).clock
    assert clock is not None
    assert (clock.name, clock.due_at) == ("dora-intermediate", here.now + timedelta(hours=72))
    await here.later(hours=2)
    assert len(warnings(here.messages(where))) == 2, "what was sent is not missed"


async def test_what_cannot_be_understood_is_said_under_its_field(here: World) -> None:
    where = await declare(here, "security")
    [board] = boards(here, where)
    await here.click(MARKO, board, where, "start_clock:dora")
    for said, field, sentence in (
        ({"aware": "when the moon rose"}, "aware", "I do not understand the time"),
        ({"aware": "tomorrow 10:00"}, "aware", "is still to come. Name a time that has passed"),
        (
            {"aware": "10:00", "classified": "yesterday 9:00"},
            "classified",
            "It cannot have been classified before anybody was aware of it.",
        ),
    ):
        done = await here.submit(MARKO, said)
        assert list(done.errors) == [field], said
        assert sentence in done.errors[field]
    assert (await here.incident()).clock is None
    assert "ClockStarted" not in await here.story()


async def test_a_correction_keeps_both_times_and_its_reason(here: World) -> None:
    where = await declare(here, "personal_data")
    await start(here, where, "gdpr", aware="yesterday 23:10")
    [board] = boards(here, where)
    await here.click(MARKO, board, where, "set_clock:gdpr")
    assert "2026-11-22 23:10" in str(here.modal(MARKO).blocks)
    done = await here.submit(MARKO, {"aware": "yesterday 20:00"})
    assert done.errors == {"reason": "Say why the time changes: the old one stays on record."}
    assert (await here.submit(MARKO, {"aware": "yesterday 20:00", "reason": "the log"})).ok

    clock = (await here.incident()).clock
    assert clock is not None
    assert clock.due_at == datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
    told = here.messages(where)[-1].text
    assert "2026-11-22 18:00 UTC" in told
    assert "2026-11-22 21:10 UTC" in told
    assert told.endswith(": the log")


async def test_a_time_left_as_it_was_stays_to_the_second(here: World) -> None:
    here.time.now += 17
    where = await declare(here, "personal_data")
    await start(here, where, "gdpr", aware="now")
    [board] = boards(here, where)
    await here.click(MARKO, board, where, "set_clock:gdpr")
    assert (await here.submit(MARKO, {"aware": "2026-11-23 11:00"})).ok
    assert "AnchorSet" not in await here.story()


async def test_missed_it_is_said_once_and_can_still_be_answered_late(here: World) -> None:
    where = await declare(here, "personal_data")
    await start(here, where, "gdpr", aware="20 Nov 2026 12:00")
    await here.later(minutes=1)
    await here.later(hours=80)
    missed = [one for one in here.messages(where) if "is missed" in one.text]
    assert len(missed) == 1
    [card] = here.channel(where).pins
    assert f"{GDPR}: *missed*" in words(here.channel(where).messages[card])

    await here.click(MARKO, missed[0], where, "submit_clock")
    late = await here.submit(MARKO, {"at": "now"})
    assert late.errors == {"why": "It is late. Say why: the authority asks for the reasons."}
    assert (await here.submit(MARKO, {"at": "now", "why": "the register was down"})).ok
    assert "late: the register was down" in here.messages(where)[-1].text
    assert (await here.incident()).clock is None


async def test_what_does_not_apply_is_put_aside_with_a_reason(here: World) -> None:
    where = await declare(here, "security")
    [board] = boards(here, where)
    await here.click(MARKO, board, where, "dismiss_clock:nis2")
    assert (await here.submit(MARKO, {"reason": "DORA comes first"})).ok
    assert here.messages(where)[-1].text.endswith(
        "does not apply: NIS2: early warning, NIS2: incident notification: DORA comes first"
    )
    [board] = boards(here, where)
    assert words(board).count("does not apply: DORA comes first") == 2
    assert "start_clock:nis2" in str(board.blocks), "it can be started after all"


async def test_all_of_it_on_one_command_and_for_nobody_outside(here: World) -> None:
    where = await declare(here, "security")
    done = await here.command(MARKO, where, "clocks")
    assert done.body is not None
    shown = text_of(done.body["blocks"])
    assert "Start GDPR…" in shown, "what nobody proposed can be started too"
    assert "24 h after: aware · Directive (EU) 2022/2555, Article 23(4)(a)" in shown
    answer = await here.command(ANNA, GENERAL, "clocks INC-1")
    assert answer.body is not None
    assert answer.body["text"] == NO_INC_1
    answer = await here.command(GUEST, "C0ACME", "clocks INC-1")
    assert answer.body is not None
    assert answer.body["text"].startswith("Guests cannot do this here.")


async def test_an_incident_without_flags_has_none_and_can_have_one(here: World) -> None:
    await here.command(MARKO, GENERAL, "declare SEV3 Cards are slow")
    where = await room(here)
    assert boards(here, where) == []
    done = await here.command(MARKO, where, "clocks")
    assert done.body is not None
    assert "No regulatory clock runs, and none is proposed." in text_of(done.body["blocks"])
    offered = [
        one["value"]
        for block in done.body["blocks"]
        for one in block.get("elements", ())
        if one.get("action_id", "").startswith("start_clock")
    ]
    assert offered == ["1:gdpr", "1:dora", "1:nis2", "1:nbu", "1:partners"]


async def test_the_policy_says_who_may_confirm(here: World) -> None:
    policy = here.bot.store.policy
    only = {**policy.permissions.grants, Action.CONFIRM_CLOCKS: Grant(people=frozenset({KATE}))}
    allowed = replace(policy.permissions, grants=only)
    here.bot.store.policy = replace(policy, permissions=allowed)
    where = await declare(here, "personal_data")
    [board] = boards(here, where)
    await here.click(MARKO, board, where, "start_clock:gdpr")
    assert "Your organisation's policy does not let you do this." in here.whispers(MARKO)[-1].text
    assert (await here.incident()).clock is None


async def test_a_private_incidents_clocks_reach_its_people_only(here: World) -> None:
    watch = Watch(here.slack, ("zorkmid", "quuxley", "frobnitz"))
    watch.insiders |= {MARKO, KATE}
    await here.command(MARKO, GENERAL, "")
    told = {"impact": "zorkmid tokens", "severity": "SEV3", "flags": ["personal_data"]}
    await here.submit(MARKO, told)
    await here.slack.acts.close(MARKO, here.modal(MARKO).id)
    where = await room(here)
    await start(here, where, "gdpr", aware="yesterday 23:10", ground="quuxley said so")
    # Kate leaves: she hears nothing more.
    await here.later(hours=27)
    assert len(warnings(here.dm(KATE))) == 1
    await here.slack.acts.leave(KATE, where)
    await here.settle()
    watch.leaves(KATE)
    for _ in range(6):
        await here.later(hours=10)
    assert len(warnings(here.dm(MARKO))) == 4
    assert len(warnings(here.dm(KATE))) == 1
    missed = [one for one in here.messages(where) if "is missed" in one.text]
    await here.click(MARKO, missed[0], where, "submit_clock")
    await here.submit(MARKO, {"at": "now", "why": "frobnitz", "reference": "frobnitz"})
    assert watch.leaks == []
    assert watch.left_behind() == []
    assert watch.heard > 10
    assert not [one for one in here.messages(INCIDENTS) if one.metadata]


async def test_two_replicas_warn_once(here: World) -> None:
    where = await declare(here, "personal_data")
    await start(here, where, "gdpr", aware="yesterday 23:10")
    async with replica(here) as other:
        here.time.now += 27 * 3600
        for bot in (here.bot, other, here.bot, other):
            await bot.ticker.fire()
        await settle(here, other)
        assert len(warnings(here.messages(where))) == 1
        assert len(warnings(here.dm(MARKO))) == 1
        assert len(warnings(here.dm(KATE))) == 1


# Flags after declare


async def test_a_flag_hides_a_public_incident_and_proposes_in_its_new_room(here: World) -> None:
    await here.command(ANNA, GENERAL, "declare SEV3 Cards are slow")
    old = await room(here)
    await here.slack.acts.invite(ANNA, old, KATE)
    await here.settle()
    await here.command(KATE, old, "flag security")
    form = text_of(here.modal(KATE).blocks)
    assert "Cards are slow" in form
    await here.submit(KATE, {"flags": ["security"], "reason": "the log holds tokens"})
    new = await room(here)
    incident = await here.incident()
    assert (incident.private, incident.flags, new != old) == (True, {"security"}, True)
    assert here.channel(old).is_archived
    assert here.channel(new).is_private
    assert "*These clocks may apply.*" in words(boards(here, new)[0])
    assert len(boards(here, new)) == 1
    assert boards(here, old) == []
    assert not [one for one in here.messages(INCIDENTS) if "Cards" in words(one)]


async def test_in_a_private_room_a_word_is_enough(here: World) -> None:
    where = await declare(here, "security")
    done = await here.command(MARKO, where, "flag Personal data: names in the log")
    assert done.body is not None
    assert done.body["text"] == "INC-1 touches: Security, Personal data"
    assert "GDPR" in words(boards(here, where)[0])
    told = f"<@{MARKO}>: it touches: Personal data: names in the log"
    assert told in [one.text for one in here.messages(where)]


async def test_a_flag_goes_with_a_reason_only(here: World) -> None:
    policy = here.bot.store.policy
    grants = {**policy.permissions.grants, Action.MAKE_PRIVATE: Grant(everyone=True)}
    permissions = replace(policy.permissions, grants=grants)
    here.bot.store.policy = replace(policy, permissions=permissions)
    where = await declare(here, "security", "money")
    await here.command(MARKO, where, "flag remove money")
    done = await here.submit(MARKO, {"flags": ["security"]})
    assert done.errors == {"reason": "Say why: the reason stays on record."}
    answer = await here.command(MARKO, where, "flag remove money it was a test account")
    assert answer.body is not None
    assert answer.body["text"] == "INC-1 touches: Security"
    assert (await here.incident()).private, "nothing opens again"


async def test_an_unknown_flag_and_a_person_who_may_not(here: World) -> None:
    await here.command(JAMES, GENERAL, "declare SEV3 Cards are slow")
    where = await room(here)
    answer = await here.command(JAMES, where, "flag panic")
    assert answer.body is not None
    assert answer.body["text"] == (
        "“panic” is none of these. Choose one of: security, money, personal_data."
    )
    answer = await here.command(JAMES, where, "flag security")
    assert answer.body is not None
    assert answer.body["text"].startswith("Your organisation's policy does not let you do this.")
