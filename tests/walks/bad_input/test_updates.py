"""Whatever is typed about clients, nothing leaves by accident, and the answer says what to do."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.stories import declared
from tests.support.unchanged import no_errors
from tests.support.updating import (
    choose_state,
    fields,
    fill,
    nothing,
    press_in_modal,
    preview,
    sent,
    under_fields,
    written,
)
from tests.support.world import FULL_POLICY, GENERAL, OLEH, World, text_of, world
from tests.walks.bad_input.answers import HUGE

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def fresh(tmp_path: Path) -> AsyncIterator[World]:
    """INC-1 about cards, which nobody has told clients of. The policy's words are bad here."""
    own = tmp_path / "letters"
    own.mkdir()
    bad = "{% block headline %}{{ servce }}{% endblock %}\n"
    (own / "identified.en.j2").write_text(bad, encoding="utf-8")
    policy = tmp_path / "tocsin.yaml"
    text = FULL_POLICY.read_text(encoding="utf-8")
    text = text.replace("  # templates: templates ", "  templates: letters # ")
    text = text.replace(
        "clients:\n  acme:\n",
        "clients:\n  mute: {title: Mute Bank, languages: [en]}\n  acme:\n",
    )
    policy.write_text(text, encoding="utf-8")
    with no_errors():
        async with world(f"sqlite+aiosqlite:///{tmp_path}/w.db", policy=policy) as made:
            await declared(made, "Card payments end in an error")
            yield made


@pytest.fixture(autouse=True)
def nothing_changes() -> None:
    """These have a world of their own: here something may change."""


async def opened(here: World) -> None:
    done = await here.command(OLEH, GENERAL, "update INC-1")
    assert done.acked


@pytest.mark.parametrize(
    ("said", "errors"),
    [
        (
            {"impact_en": "\u200b \u202e"},
            {
                "impact_en": "Write this in the client's language. "
                "Tocsin never translates by itself."
            },
        ),
        ({"impact_en": ""}, {"impact_en": "Please complete this required field."}),
        ({"impact_en": "x" * HUGE}, {"impact_en": "Please enter at most 3000 characters."}),
        ({"headline_en": "x" * 200}, {"headline_en": "Please enter at most 120 characters."}),
        (
            {"next_by": 1},
            {"next_by": "Promise a time in the future, one that you can keep."},
        ),
    ],
    ids=["invisible", "empty", "huge", "headline", "past"],
)
async def test_a_field_says_what_it_lacks(
    fresh: World, said: dict[str, object], errors: dict[str, str]
) -> None:
    await opened(fresh)
    done = await fill(fresh, OLEH, written(**said))
    assert under_fields(done) == errors
    assert fresh.modal(OLEH).callback_id == "client_update", "it stays open"
    # What else was typed is still there, and the right word is all it takes.
    soon = fresh.now.timestamp() + 900
    titles = {"headline_en": "Cards fail", "headline_uk": "Картки не приймаються"}
    await preview(fresh, OLEH, written(**titles, next_by=soon))
    assert sent(fresh) == nothing()


async def test_a_client_without_contacts_is_named_in_the_preview(fresh: World) -> None:
    await opened(fresh)
    read = await preview(fresh, OLEH, written(update_clients=["acme", "mute"]))
    assert (
        "⚠️ Mute Bank: not reached. The policy names neither a channel nor an e-mail address"
    ) in read


async def test_a_bad_template_gives_way_and_is_named(fresh: World) -> None:
    """Its file and line stand in the preview; clients read Tocsin's own words."""
    await opened(fresh)
    await choose_state(fresh, OLEH, "identified")
    begun = fields(fresh.modal(OLEH))["headline_en"]["element"]["initial_value"]
    assert "cause" in begun
    read = await preview(fresh, OLEH)
    assert "identified.en.j2" in read
    assert "servce" in read
    assert sent(fresh) == nothing()


async def test_twenty_thousand_characters_that_no_form_sent(fresh: World) -> None:
    """Past Slack's own limits, as another hand would send it: a sentence, and nothing is cut."""
    await opened(fresh)
    view = fresh.modal(OLEH)
    for block in view.blocks:
        block.get("element", {}).pop("max_length", None)
        if block.get("element", {}).get("type") == "plain_text_input":
            block["element"]["max_length"] = HUGE
    done = await fill(fresh, OLEH, written(impact_en="x" * HUGE))
    assert under_fields(done) == {
        "impact_en": "This is too long for a client to read. Shorten it by 17,000 characters."
    }


async def test_a_form_without_its_draft_is_out_of_date(fresh: World) -> None:
    await opened(fresh)
    fresh.modal(OLEH).private_metadata = "1"
    done = await fill(fresh, OLEH, written())
    assert [*under_fields(done).values()] == [
        "This button or form is out of date. /incident list shows the open incidents."
    ]


async def test_a_draft_that_was_sent_meanwhile_is_not_sent_twice(fresh: World) -> None:
    """The same preview in two windows: the second press says so on the preview itself."""
    await opened(fresh)
    await preview(fresh, OLEH)
    view = fresh.modal(OLEH)
    metadata = view.private_metadata
    assert (await fresh.submit(OLEH)).ok
    first = sent(fresh)
    await opened(fresh)
    await preview(fresh, OLEH)
    fresh.modal(OLEH).private_metadata = metadata
    await fresh.submit(OLEH)
    assert sent(fresh) == first


async def test_words_that_changed_under_the_preview_are_shown_again(fresh: World) -> None:
    await opened(fresh)
    await preview(fresh, OLEH)
    parts = fresh.modal(OLEH).private_metadata.split(":")
    fresh.modal(OLEH).private_metadata = ":".join([*parts[:2], "0" * 64, parts[3]])
    done = await fresh.submit(OLEH)
    assert done.ok, done
    shown = text_of(fresh.modal(OLEH).blocks)
    assert "The text was changed after you opened it. Read it again, then decide." in shown
    assert sent(fresh) == nothing()
    assert "ApprovalAsked" not in await fresh.story()
    assert (await fresh.submit(OLEH)).ok
    assert "ApprovalAsked" in await fresh.story()


async def test_nothing_has_changed_since_nothing(fresh: World) -> None:
    """Forged, for the button is not there before the first word."""
    await opened(fresh)
    blocks = fresh.modal(OLEH).blocks
    button = {"type": "button", "action_id": "no_change", "value": "1",
              "text": {"type": "plain_text", "text": "x"}}  # fmt: skip
    blocks.append({"type": "actions", "block_id": "forged", "elements": [button]})
    await press_in_modal(fresh, OLEH, "no_change")
    assert "there is nothing to repeat" in text_of(fresh.modal(OLEH).blocks)
