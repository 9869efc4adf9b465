"""The rules of ARCHITECTURE.md that other tools do not check."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.config import Settings
from bot.domain.effects import Effect
from bot.domain.events import Event
from bot.integrations import mail, notify, update_hook, webhook
from bot.slack import ids, slices
from bot.slack.app import Table

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "sandbox").rglob("*.py")])
MODULE_LINES, FUNCTION_LINES = 300, 40


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Each function and its lines, its docstring apart: an explanation is not complexity."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            first = node.body[0]
            if ast.get_docstring(node) is not None:
                lines -= (first.end_lineno or first.lineno) - first.lineno + 1
            yield node.name, lines


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_no_module_and_no_function_grows_without_end(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= MODULE_LINES
    long = {name: lines for name, lines in functions(source) if lines > FUNCTION_LINES}
    assert long == {}


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
    desk: Any = object()
    kinds = [kind for make in slices.SENDERS for kind in make(desk)]
    kinds += [*notify.senders(desk, desk, desk), *webhook.senders(desk, desk, None)]
    kinds += [*mail.senders(desk, None), *update_hook.senders(desk, desk, None)]
    assert sorted(k.__name__ for k in kinds) == sorted(k.__name__ for k in get_args(Effect))


def test_every_id_on_a_button_has_a_listener() -> None:
    """The reverse, that nothing is heard which is never shown, the walks see on the screen."""
    heard = Table.of(slices.ROUTES)
    words = (value for word, value in vars(ids).items() if word.isupper())
    assert {word for word in words if word != ids.LINK} - set(heard.actions) == set()


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for setting in Settings.model_fields:
        assert f"`{setting.upper()}`" in readme, setting


def test_no_word_is_both_a_fact_and_an_order() -> None:
    assert {k.__name__ for k in get_args(Event)} & {k.__name__ for k in get_args(Effect)} == set()
