"""The JSON Schema that editors use says what the loader says."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bot.policy import schema
from bot.policy.document import read

ROOT = Path(__file__).parents[2]
GOOD = (Path(__file__).parent / "good.yaml").read_text(encoding="utf-8")


def complaints(text: str) -> list[str]:
    validator = Draft202012Validator(schema())
    return sorted(error.json_path for error in validator.iter_errors(read(text, file="p").data))


def test_the_schema_in_docs_is_fresh() -> None:
    """Write it with `tocsin policy schema > docs/tocsin.schema.json`."""
    written = json.loads((ROOT / "docs" / "tocsin.schema.json").read_text(encoding="utf-8"))
    assert written == schema()


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("name", ["small.yaml", "full.yaml"])
def test_the_examples_fit_the_schema_and_point_to_it(name: str) -> None:
    text = (ROOT / "examples" / name).read_text(encoding="utf-8")
    assert complaints(text) == []
    assert text.startswith("# yaml-language-server: $schema=../docs/tocsin.schema.json\n")


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("ack_limit: 5m", "ack_limit: soon", "$.severities[0].ack_limit"),
        ("ack_limit: 5m", "ack_limits: 5m", "$.severities[0]"),
        ("language: uk", "language: de", "$.workspace.language"),
        ("kind: weekly", "kind: fortnightly", "$.rotations['support-l1'].kind"),
        ("    last_resort: U0OLEH\n", "", "$.paths.payments"),
        (
            "managers: [U0OLEH]",
            "managers: []",
            "$.groups.managers",
        ),
        ("cancel: {roles", "cancel: {rolls", "$.permissions.cancel"),
        ("announce: C0INCIDENTS", "announce: incidents", "$.workspace.announce"),
        ("title: Cards", f"title: {'C' * 76}", "$.services.cards.title"),
    ],
)
def test_an_editor_sees_the_mistake_where_the_loader_does(old: str, new: str, path: str) -> None:
    assert GOOD.count(old) == 1
    assert complaints(GOOD) == []
    assert complaints(GOOD.replace(old, new)) == [path]
