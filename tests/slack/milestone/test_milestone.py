"""`/incident milestone`: in words or in the form; offered after “Monitoring”, never assumed."""

from datetime import UTC, datetime

import pytest

from bot.slack import ids
from bot.slack.past import parted
from tests.support.stories import declared
from tests.support.world import ANNA, GENERAL, GUEST, MARKO, OLENA, World, text_of


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=UTC)


async def said(here: World) -> dict[str, datetime]:
    kept = (await here.incident()).milestones
    return {str(milestone): moment for milestone, moment in kept.items()}


async def test_a_moment_is_understood_on_ones_own_clock_and_told_on_both(here: World) -> None:
    await declared(here)
    await here.later(minutes=30)
    done = await here.command(
        ANNA, GENERAL, "milestone INC-1 detected 9:55 because the first ticket came then"
    )
    assert text_of(done.body) == (
        "INC-1: “Noticed” is *23 Nov 2026, 09:55 CET* (your time; 23 Nov 2026, 10:55 EET) now."
    )
    assert await said(here) == {"detected": at(8, 55)}
    again = await here.command(MARKO, GENERAL, "milestone INC-1 noticed 10:50: the monitoring")
    assert text_of(again.body) == "INC-1: “Noticed” is *23 Nov 2026, 10:50 EET* now."
    room = (await here.incident()).room
    assert room is not None
    [told] = [m for m in here.messages(room) if "виправлено" in m.text or "corrected" in m.text]
    assert "the monitoring" in told.text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        pytest.param(
            "mitigated tomorrow 10:00",
            "“Mitigated” cannot lie in the future. Say when it was.",
            id="future",
        ),
        pytest.param(
            "noticed at tea time",
            "I do not understand the time “at tea time”. Write it like “10:05”, "
            "“yesterday 23:40” or “20 min ago”.",
            id="unreadable",
        ),
        pytest.param(
            "noticed 11:20",
            "“Declared” (23 Nov 2026, 11:00 EET) would be before “Noticed” "
            "(23 Nov 2026, 11:20 EET). Correct the one that is wrong.",
            id="nonsense",
        ),
        pytest.param(
            "declared 10:50",
            "“Declared” is known already. Say why it changes, for example "
            "“because the log of the bank says so”.",
            id="no reason",
        ),
        pytest.param(
            "lunch 12:00",
            "There is no milestone “lunch”. Choose one of: started, detected, declared, "
            "acknowledged, mitigated, resolved, closed.",
            id="unknown",
        ),
    ],
)
async def test_nonsense_is_refused_in_a_sentence(here: World, words: str, sentence: str) -> None:
    await declared(here)
    await here.later(minutes=30)
    done = await here.command(MARKO, GENERAL, f"milestone INC-1 {words}")
    assert text_of(done.body) == sentence
    assert await said(here) == {}


async def test_a_moment_is_taken_back(here: World) -> None:
    await declared(here)
    await here.command(MARKO, GENERAL, "milestone INC-1 impact began 10:40")
    assert (await here.incident()).started_at == at(8, 40)
    done = await here.command(MARKO, GENERAL, "milestone INC-1 impact began unknown because a typo")
    assert text_of(done.body) == "INC-1: “Impact began” is unknown now."
    assert (await here.incident()).started_at is None


async def test_the_form_has_all_of_them_and_only_what_is_known_in_it(here: World) -> None:
    await declared(here)
    await here.command(MARKO, GENERAL, "milestone INC-1 detected 10:50: the monitoring")
    await here.later(minutes=30)
    await here.command(MARKO, GENERAL, "milestone INC-1")
    form = here.modal(MARKO)
    pickers = {
        block["block_id"].partition(":")[0]: block["element"].get("initial_date_time")
        for block in form.blocks
        if block["type"] == "input" and block["block_id"] != "reason"
    }
    assert pickers == {
        "started": None,
        "detected": int(at(8, 50).timestamp()),
        "declared": int(at(9, 0).timestamp()),
        "acknowledged": None,
        "mitigated": None,
        "resolved": None,
        "closed": None,
    }
    shown = text_of(form.blocks)
    assert "Said by Marko Lysenko: the monitoring" in shown
    assert "Recorded by Tocsin" in shown
    done = await here.submit(MARKO, {"mitigated": at(9, 20), "started": at(9, 25)})
    assert done.errors == {
        "mitigated:": "“Mitigated” (23 Nov 2026, 11:20 EET) would be before “Impact began” "
        "(23 Nov 2026, 11:25 EET). Correct the one that is wrong."
    }
    done = await here.submit(MARKO, {"started": at(8, 45)})
    assert done.ok, done
    assert await said(here) == {
        "started": at(8, 45),
        "detected": at(8, 50),
        "mitigated": at(9, 20),
    }


async def test_monitoring_asks_since_when_and_assumes_nothing(here: World) -> None:
    room = await declared(here)
    await here.slack.acts.join(MARKO, room)
    await here.later(minutes=41)
    done = await here.command(MARKO, room, "status monitoring")
    assert "Until somebody says so, that is unknown." in text_of(done.body)
    assert await said(here) == {}
    [*_, asked] = here.whispers(MARKO)
    await here.click(MARKO, asked, room, f"{ids.USE_MOMENT}:mitigated:{int(here.time.now)}")
    assert await said(here) == {"mitigated": at(9, 41)}
    assert "MilestoneSet" in await here.story()


async def test_at_resolve_moments_are_offered_and_nothing_is_filled_in(here: World) -> None:
    room = await declared(here)
    await here.slack.acts.join(MARKO, room)
    await here.later(minutes=20)
    await here.command(OLENA, room, "status monitoring")
    await here.later(minutes=20)
    await here.command(MARKO, room, "resolve")
    form = here.modal(MARKO)
    pickers = [
        block
        for block in form.blocks
        if block["type"] == "input" and block["element"]["type"] == "datetimepicker"
    ]
    assert [block["block_id"] for block in pickers] == ["started:", "detected:", "mitigated:"]
    assert not [block for block in pickers if "initial_date_time" in block["element"]]
    # What is typed meanwhile stays when an offer is taken.
    await here.slack.acts.fill(MARKO, form.id, {"summary": "The certificate expired."})
    offer = f"{ids.USE_MOMENT}:mitigated:{int(at(9, 20).timestamp())}"
    await here.slack.acts.click(MARKO, action_id=offer, view_id=form.id)
    await here.settle()
    assert await said(here) == {}
    done = await here.submit(MARKO)
    assert done.ok, done
    assert await said(here) == {"mitigated": at(9, 20)}
    assert (await here.incident()).summary == "The certificate expired."


async def test_guests_say_no_moments(here: World) -> None:
    room = await declared(here)
    await here.slack.acts.invite(OLENA, room, GUEST)
    await here.settle()
    done = await here.command(GUEST, room, "milestone detected 10:00")
    assert text_of(done.body).startswith("Guests cannot do this here.")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("10:05", ("10:05", "")),
        ("10:05 because the log says so", ("10:05", "the log says so")),
        ("10:05 бо так у журналі", ("10:05", "так у журналі")),
        ("10:05 потому что клиент", ("10:05", "клиент")),
        ("23 Nov 2026, 10:05: the first ticket", ("23 Nov 2026, 10:05", "the first ticket")),
        ("10:05 — the log", ("10:05", "the log")),
    ],
)
def test_when_it_was_and_why_that_is_known(typed: str, expected: tuple[str, str]) -> None:
    assert parted(typed) == expected
