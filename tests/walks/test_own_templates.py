"""An organisation's own words: previewed, edited while the bot runs, broken and mended."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.stories import declared
from tests.support.updating import preview, sent
from tests.support.world import FULL_POLICY, GENERAL, OLEH, World, world

OURS = "\nWe know. Your team at Kobza Pay is on it.\nOur next update: by "
SECTION = "\nclient_updates:\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ours").mkdir()
    return tmp_path / "ours"


@pytest.fixture
async def here(sqlite: str, folder: Path) -> AsyncIterator[World]:
    text = FULL_POLICY.read_text(encoding="utf-8")
    assert text.count(SECTION) == 1
    policy = folder.parent / "tocsin.yaml"
    named = text.replace(SECTION, f"{SECTION}  templates: ours\n")
    policy.write_text(named, encoding="utf-8")
    async with world(sqlite, policy=policy) as running:
        yield running


def closing(folder: Path, words: str) -> None:
    begins = '{% extends "builtin/investigating.en.j2" %}'
    text = f"{begins}\n{{% block closing %}}\n{words}\n{{% endblock %}}\n"
    (folder / "investigating.en.j2").write_text(text, encoding="utf-8")


async def again(here: World) -> str:
    """Back to the form, and to the preview once more; all that it says now."""
    await here.slack.acts.close(OLEH, here.modal(OLEH).id, whole_stack=True)
    await here.command(OLEH, GENERAL, "update INC-1")
    return await preview(here, OLEH)


async def test_own_words_arrive_and_bad_ones_never_do(here: World, folder: Path) -> None:
    await declared(here, severity="SEV4")
    closing(folder, "We know. Your team at Kobza Pay is on it.")
    await here.command(OLEH, GENERAL, "update INC-1")
    read = await preview(here, OLEH)
    assert OURS in read

    closing(folder, "We know. {{ who }} is on it.")
    read = await again(here)
    assert OURS in read
    assert (
        "⚠️ The template investigating.en.j2 cannot be used as it is now, so these words come from "
        "how it was before. Line 3: there is no slot “who”."
    ) in read

    closing(folder, "We know, and we answer for it.")
    read = await again(here)
    assert "⚠️ The template" not in read
    await here.submit(OLEH)
    [letter] = sent(here)["C0ACME"]
    assert "\nWe know, and we answer for it.\nOur next update: by " in letter
