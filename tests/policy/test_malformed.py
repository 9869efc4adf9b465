"""Every mistake a person makes in tocsin.yaml earns one sentence, and the right line."""

import contextlib
import functools
import json
import operator
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from bot.policy import PolicyError, load
from bot.policy.document import read
from bot.policy.problem import Path

HERE = pathlib.Path(__file__).parent
GOOD = (HERE / "good.yaml").read_text(encoding="utf-8")


def problems(text: str) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        load(text, file="p.yaml", runbooks=["payouts.md"])
    return [str(problem).removeprefix("p.yaml:") for problem in caught.value.problems]


def table() -> list[tuple[str, str]]:
    """The spoilt texts of ``malformed.txt``, each with its sentence."""
    blocks = (HERE / "malformed.txt").read_text(encoding="utf-8").split("\n\n")
    return [spoilt(block.splitlines()) for block in blocks if block[0] in "-+"]


def spoilt(lines: list[str]) -> tuple[str, str]:
    *changes, said = lines
    old = "".join(f"{line[1:]}\n" for line in changes if line[0] == "-")
    new = "".join(f"{line[1:]}\n" for line in changes if line[0] == "+")
    if not old:  # Added lines go above the line after them, as their sentence numbers them.
        lines = GOOD.splitlines(keepends=True)
        at = int(said.split(":")[0]) - 1
        return "".join([*lines[:at], new, *lines[at:]]), said
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new), said


TABLE = table()


def test_the_text_the_table_spoils_is_good() -> None:
    assert load(GOOD, file="p.yaml", runbooks=["payouts.md"]).workspace.name == "Kobza Pay"


@pytest.mark.parametrize(("text", "said"), TABLE, ids=[said for _, said in TABLE])
def test_one_mistake_earns_one_sentence(text: str, said: str) -> None:
    assert problems(text) == [said]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1: the policy is empty: start from examples/small.yaml."),
        ("# nothing yet\n", "1: the policy is empty: start from examples/small.yaml."),
        (
            "- a\n- b\n",
            (
                "1: the policy is not a mapping: start with keys such as “workspace:” and "
                "“severities:”."
            ),
        ),
        (
            "workspace:\n  name: Kobza\x07Pay\n",
            "2: this is not valid YAML (it holds a control character): delete it.",
        ),
        (
            "[" * 2000,
            "1: the file is nested too deeply: a policy needs no more than six levels.",
        ),
    ],
    ids=["empty", "comments", "list", "control character", "deep"],
)
def test_a_file_that_is_no_policy(text: str, said: str) -> None:
    assert problems(text) == [said]


def test_aliases_that_multiply_are_stopped() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert problems("\n".join(lines)) == [
        "1: the file grows past 50000 values through its aliases: use fewer aliases."
    ]


def test_all_problems_are_told_at_once_in_the_files_order() -> None:
    text = GOOD
    for old, new in (
        ("kind: weekly", "kind: fortnightly"),
        ("ack_limit: 5m", "ack_limit: 5"),
        ("Cards, path: payments", "Cards, path: paymets"),
        ("name: Kobza Pay", "name: 5"),
        ("    last_resort: U0OLEH\n", ""),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    expected = """\
2: name of the workspace is 5, not a text: put it in quotes.
13: ack_limit of severity “SEV1” is 5, which has no unit: write 5m for minutes.
30: kind of rotation “support-l1” is “fortnightly”: choose hourly, daily, weekly or monthly.
34: escalation path “payments” has no last_resort: add a person or channel that always exists.
39: path of service “cards” is “paymets”, but there is no such escalation path: did you mean \
“payments”?"""
    assert "\n".join(problems(text)) == expected


def test_roles_of_ones_own_include_the_lead() -> None:
    text = GOOD.replace("  lead: {title: Lead", "  chief: {title: Lead").replace(
        "roles: [lead], ", ""
    )
    assert problems(text) == [
        "19: section “roles” has no role “lead”: add it, since every incident needs one."
    ]


def test_a_problem_knows_its_place() -> None:
    with pytest.raises(PolicyError) as caught:
        load(GOOD.replace("Cards, path: payments", "Cards, path: paymets"), file="p.yaml")
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (40, 31)
    assert problem.path == ("services", "cards", "path")


ODD: tuple[object, ...] = (True, -(10**30), 1.5, "", ["x"], [[]], {"x": "y"})


def places(value: object, path: Path = ()) -> Iterator[Path]:
    """Every place in the file's values."""
    yield path
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from places(each, (*path, index))


WHOLE = json.dumps(read(GOOD, file="p.yaml").data)


@pytest.mark.parametrize("path", [*places(json.loads(WHOLE))], ids=str)
def test_any_value_in_any_place_is_taken_or_explained(path: Path) -> None:
    """JSON is YAML, so a spoilt document can be written down and read again."""
    for odd in ODD:
        top: Any = {"": json.loads(WHOLE)}
        at = functools.reduce(operator.getitem, ("", *path)[:-1], top)
        at[("", *path)[-1]] = odd
        with contextlib.suppress(PolicyError):
            load(json.dumps(top[""]), file="p.yaml")
