"""Nothing leaves without the agreement that the policy asks for: agreement to exact words."""

from pathlib import Path

import pytest

from bot.domain.events import ApprovalVoided
from bot.domain.ids import ClientUpdateId, IncidentId, PersonId
from bot.domain.incident import Flag
from bot.usecases import approve, triage
from sandbox.messages import Message
from tests.support.stories import declared
from tests.support.updating import (
    buttons,
    draft,
    nothing,
    press,
    press_in_modal,
    preview,
    sent,
    written,
)
from tests.support.world import (
    ANNA,
    FULL_POLICY,
    GENERAL,
    JAMES,
    KATE,
    MARKO,
    NATALIA,
    OLEH,
    World,
    text_of,
    words,
    world,
)

MONEY = frozenset({Flag.MONEY})


async def written_by_marko(here: World, *, severity: str = "SEV2") -> str:
    """Anna leads, Marko writes; he has asked for approval. The room's id."""
    room = await declared(here, "Card payments end in an error", severity=severity)
    for person in (ANNA, MARKO, JAMES, OLEH):
        await here.slack.acts.join(person, room)
    await here.settle()
    await here.command(ANNA, room, f"role lead <@{ANNA}>")
    await here.command(MARKO, room, f"role comms <@{MARKO}>")
    await draft(here, MARKO, room)
    done = await here.submit(MARKO)
    assert done.ok, done
    return room


def open_questions(here: World, person: str) -> list[Message]:
    return [m for m in here.dm(person) if "approve" in buttons(m)]


def last_whisper(here: World, person: str) -> str:
    return here.whispers(person)[-1].text


async def voids(here: World) -> list[str]:
    async with here.bot.store.read() as work:
        entries = await work.timeline.read(IncidentId(1))
    return [e.event.why for e in entries if isinstance(e.event, ApprovalVoided)]


async def test_a_change_of_severity_voids_it_before_it_is_sent(here: World) -> None:
    room = await written_by_marko(here)
    [question] = open_questions(here, ANNA)
    await press(here, ANNA, question, "approve")
    news = here.dm(MARKO)[-1]
    assert "send_update" in buttons(news)

    await here.command(JAMES, room, "severity SEV1 all cards fail")
    assert await voids(here) == ["severity"]
    said = words(here.dm_message(ANNA, question.ts))
    assert "The approval is void" in said
    assert "the severity was changed" in said
    told = here.dm(MARKO)[-1]
    assert "the severity was changed" in words(told)
    assert "It is asked for again, and you hear at once." in words(told)
    assert buttons(told) == ["edit_update"]

    # The button of the old message is still there, and sends nothing.
    await press(here, MARKO, news, "send_update")
    assert sent(here) == nothing()
    assert "approval" in last_whisper(here, MARKO)
    # At SEV1 a manager agrees: Oleh is asked at once, and lets it out.
    [fresh] = open_questions(here, OLEH)
    await press(here, OLEH, fresh, "approve_and_send")
    assert [len(texts) for texts in sent(here).values()] == [1, 1, 0, 1]


async def test_a_draft_is_withdrawn_and_nobody_waits_for_it(here: World) -> None:
    room = await written_by_marko(here)
    [question] = open_questions(here, ANNA)
    await here.command(MARKO, room, "updates")
    await press_in_modal(here, MARKO, "withdraw_update:1")
    shown = here.modal(MARKO)
    assert "Nobody read it." in text_of(shown.blocks)
    assert "Open the draft" not in text_of(shown.blocks)
    assert open_questions(here, ANNA) == []
    assert "<@U0MARKO> withdrew it" in words(here.dm_message(ANNA, question.ts))
    assert sent(here) == nothing()


async def test_it_ends_after_a_quarter_of_an_hour_and_is_asked_for_again(here: World) -> None:
    await written_by_marko(here)
    [question] = open_questions(here, ANNA)
    await press(here, ANNA, question, "approve")
    assert "It holds until" in words(here.dm_message(ANNA, question.ts))
    await here.later(minutes=16)
    assert await voids(here) == ["expired"]
    [fresh] = open_questions(here, ANNA)
    assert fresh.ts != question.ts
    assert sent(here) == nothing()


async def test_whoever_begins_another_meanwhile_is_told_of_it(here: World) -> None:
    await written_by_marko(here)
    await here.command(OLEH, GENERAL, "update INC-1")
    told = "⏳ Update 1 of <@U0MARKO> waits for approval. `/incident updates` opens it."
    assert told in text_of(here.modal(OLEH).blocks)


async def test_other_words_void_it_and_the_old_question_shows_them_no_more(here: World) -> None:
    room = await written_by_marko(here)
    [question] = open_questions(here, ANNA)
    await here.command(MARKO, room, "updates")
    await press_in_modal(here, MARKO, "edit_update:1")
    await preview(here, MARKO, written(impact_en="Some cards fail"))

    old = here.dm_message(ANNA, question.ts)
    assert "<@U0MARKO> changed the text" in words(old)
    assert "Card payments may be declined" not in words(old)
    assert "approve" not in buttons(old)


async def test_who_answers_an_old_question_reads_the_new_text(here: World) -> None:
    """James still has the message from before the edit on his screen; Anna too."""
    room = await written_by_marko(here)
    [aloud] = [m for m in here.messages(room) if "approve" in buttons(m)]
    before = list(aloud.blocks or [])
    await here.command(MARKO, room, "updates")
    await press_in_modal(here, MARKO, "edit_update:1")
    await preview(here, MARKO, written(impact_en="Some cards fail"))
    here.channel(room).messages[aloud.ts].blocks = before

    await press(here, ANNA, here.channel(room).messages[aloud.ts], "approve_and_send")
    assert sent(here) == nothing()
    whisper = here.whispers(ANNA)[-1]
    assert "so nothing was approved" in words(whisper)
    assert "Some cards fail" in words(whisper)
    assert "approve" in buttons(whisper)
    await here.click(ANNA, whisper, room, "approve_and_send")
    assert "Some cards fail" in sent(here)["C0ACME"][0]

    # Once it has left, the same press finds nothing to decide.
    await here.click(ANNA, whisper, room, "approve")
    assert "Nothing is left to decide" in last_whisper(here, ANNA)
    assert [len(texts) for texts in sent(here).values()] == [1, 1, 0, 1]


async def test_who_is_not_asked_cannot_agree(here: World) -> None:
    room = await written_by_marko(here)
    [aloud] = [m for m in here.messages(room) if "approve" in buttons(m)]
    for person in (JAMES, MARKO):
        await here.click(person, aloud, room, "approve")
        assert "<@U0ANNA>" in last_whisper(here, person)
    assert sent(here) == nothing()
    assert "ApprovalGiven" not in await here.story()


async def test_who_was_asked_in_public_hears_nothing_once_it_is_private(here: World) -> None:
    """The question had not left yet: of personal data others agree, and only they are let in."""
    room = await declared(here, "Payouts are wrong", severity="SEV1")
    await here.slack.acts.invite("U0OLENA", room, MARKO)
    await here.settle()
    await here.command(MARKO, room, f"role comms <@{MARKO}>")
    await draft(here, MARKO, room)
    [_, id, *_] = here.modal(MARKO).private_metadata.split(":")
    async with here.bot.store.begin() as work:
        await approve.ask(work, ClientUpdateId(id), by=PersonId(MARKO))
        await triage.flag(work, IncidentId(1), frozenset({Flag.PERSONAL_DATA}), by=PersonId(MARKO))
    await here.settle()
    assert (await here.incident()).private
    assert len(open_questions(here, KATE)) == 1
    assert [open_questions(here, person) for person in (OLEH, NATALIA)] == [[], []]


async def test_the_author_of_a_delicate_update_cannot_agree_himself(here: World) -> None:
    """Oleh may approve for managers, but he wrote it: a second person has to."""
    room = await declared(here, "Payouts are wrong", severity="SEV2", flags=MONEY)
    await here.slack.acts.invite("U0OLENA", room, OLEH)
    await here.settle()
    await draft(here, OLEH, room)
    done = await here.submit(OLEH)
    assert done.ok, done
    assert open_questions(here, OLEH) == []
    [aloud] = [m for m in here.messages(room) if "approve" in buttons(m)]
    await here.click(OLEH, aloud, room, "approve_and_send")
    assert sent(here) == nothing()
    assert "ApprovalGiven" not in await here.story()
    said = last_whisper(here, OLEH)
    assert "<@U0NATALIA>" in said
    [question] = open_questions(here, "U0NATALIA")
    await press(here, "U0NATALIA", question, "approve_and_send")
    assert [len(texts) for texts in sent(here).values()] == [1, 1, 0, 1]


async def test_a_group_with_nobody_in_it_is_said_in_the_preview(tmp_path: Path) -> None:
    policy = tmp_path / "tocsin.yaml"
    text = FULL_POLICY.read_text(encoding="utf-8")
    policy.write_text(text.replace("managers: [U0NATALIA, U0OLEH]", "managers: [U0OLEH]"))
    async with world(f"sqlite+aiosqlite:///{tmp_path}/w.db", policy=policy) as here:
        room = await declared(here, severity="SEV2", flags=MONEY)
        await here.slack.acts.invite("U0OLENA", room, OLEH)
        await here.settle()
        read = await draft(here, OLEH, room)
        assert here.modal(OLEH).submit is None
        assert "Nobody can approve this" in read
        assert "group “managers” has only those who wrote it (<@U0OLEH>)" in read
        assert sent(here) == nothing()


@pytest.mark.parametrize("pressed", ["approve", "approve_and_send"])
async def test_a_double_press_approves_and_sends_once(here: World, pressed: str) -> None:
    await written_by_marko(here)
    [question] = open_questions(here, ANNA)
    await press(here, ANNA, question, pressed)
    await here.slack.acts.repeat()
    await here.settle()
    story = await here.story()
    assert story.count("ApprovalGiven") == 1
    assert story.count("ClientUpdateSent") == (pressed == "approve_and_send")


async def test_grave_words_in_a_delicate_incident_are_rewritten_or_answered_for(
    here: World,
) -> None:
    room = await declared(here, "Payouts are doubled", severity="SEV2", flags=MONEY)
    for person in (MARKO, OLEH):
        await here.slack.acts.invite("U0OLENA", room, person)
    await here.settle()
    await here.command(MARKO, room, f"role comms <@{MARKO}>")
    said = written(impact_en="Payouts are doubled. All funds are safe.")
    read = await draft(here, MARKO, room, said)
    assert "funds are safe”* No finding or decision on the timeline bears this out." in read
    assert here.modal(MARKO).submit is None, "Marko may not answer for them"

    await here.slack.acts.close(MARKO, here.modal(MARKO).id, whole_stack=True)
    await here.command(OLEH, room, "updates")
    await press_in_modal(here, OLEH, "edit_update:1")
    await preview(here, OLEH, {})
    done = await here.submit(OLEH, {"waiver": "The bank confirmed it in writing."})
    assert done.ok, done
    assert "WordingWaived" in await here.story()
    [question] = open_questions(here, "U0NATALIA")
    assert "The bank confirmed it in writing." in words(question)
    assert sent(here) == nothing()
