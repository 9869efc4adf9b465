"""The rules of ARCHITECTURE.md that other tools do not check."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from bot.config import Settings
from bot.domain.effects import Effect
from bot.domain.events import Event
from bot.slack import slices
from bot.slack.app import Table

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "sandbox").rglob("*.py")])
MODULE_LINES, FUNCTION_LINES = 300, 40


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_no_module_and_no_function_grows_without_end(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= MODULE_LINES
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_no_folder_is_named_for_a_kind() -> None:
    forbidden = {"utils", "common", "services", "helpers", "misc", "lib"}
    names = {part for path in SOURCES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert names & forbidden == set()


def test_a_slice_is_at_most_three_files() -> None:
    allowed = {"__init__.py", "receive.py", "views.py", "send.py"}
    for folder in (ROOT / "bot" / "slack").iterdir():
        if folder.is_dir() and folder.name != "__pycache__":
            assert {file.name for file in folder.glob("*.py")} <= allowed, folder.name


def test_every_effect_has_exactly_one_sender() -> None:
    desk = object()
    from bot.slack.review import send as review
    from bot.slack.update import send as update
    from bot.slack.warroom import send as warroom

    from bot.slack.page import send as page
    from bot.slack.triage import send as triage

    kinds = [
        kind
        for module in (page, review, triage, update, warroom)
        for kind in module.senders(desk)  # type: ignore[arg-type]
    ]
    assert sorted(k.__name__ for k in kinds) == sorted(k.__name__ for k in get_args(Effect))
    assert set(slices.senders(desk)) == set(get_args(Effect))  # type: ignore[arg-type]


def test_every_action_has_one_listener_and_the_reverse() -> None:
    """Ids are constants of bot/slack/ids.py: each is shown somewhere and heard somewhere."""
    heard = Table.of(slices.ROUTES)
    listened = {*heard.actions, *heard.views, *heard.options}
    shown = set(_ids())
    assert listened - shown == set(), "heard, but never shown"
    assert shown - listened == set(), "shown, but heard by nobody"


def _ids() -> Iterator[str]:
    from bot.slack import ids

    for word, value in vars(ids).items():
        if word.isupper() and isinstance(value, str):
            yield value


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for setting in Settings.model_fields:
        assert f"`{setting.upper()}`" in readme, setting


def test_no_word_is_both_a_fact_and_an_order() -> None:
    assert {k.__name__ for k in get_args(Event)} & {k.__name__ for k in get_args(Effect)} == set()
