"""Runbooks from files: what is read, what is refused, and those that ship with Tocsin."""

import re
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.domain.runbook import Runbook, matching
from bot.domain.severity import SeverityName
from bot.integrations.runbooks import RunbookError, read_runbooks
from bot.metrics import exposition
from bot.store.tables import metadata

SHIPPED = Path(__file__).parents[2] / "runbooks"
WHOLE = """\
---
title: Card payments fail
services: [cards, payments-api]
patterns:
  - card declin
  - "5xx"
severities: [SEV1]
owners: ["#team-payments"]
---

## What you see

Declines.
"""
#: A title and an owner, in three lines that start the front matter.
START = "---\ntitle: It\nowners: [Iryna]\n"


def problems(folder: Path, source: str | bytes) -> list[str]:
    path = folder / "it.md"
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    with pytest.raises(RunbookError) as caught:
        read_runbooks(folder)
    return [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]


def test_a_whole_runbook(tmp_path: Path) -> None:
    (tmp_path / "cards.md").write_text(WHOLE)
    (runbook,) = read_runbooks(tmp_path)
    assert runbook == Runbook(
        slug="cards",
        title="Card payments fail",
        services=runbook.services,
        patterns=("card declin", "5xx"),
        severities=(SeverityName("SEV1"),),
        owners=("#team-payments",),
        body="## What you see\n\nDeclines.",
    )
    assert runbook.services == ("cards", "payments-api")


def test_windows_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "cards.md").write_bytes(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode())
    assert read_runbooks(tmp_path)[0].body == "## What you see\n\nDeclines."


def test_the_files_come_by_name_and_other_files_stay_out(tmp_path: Path) -> None:
    for name in ("b.md", "a.md", "c.txt"):
        (tmp_path / name).write_text(WHOLE)
    assert [runbook.slug for runbook in read_runbooks(tmp_path)] == ["a", "b"]


def test_an_empty_folder_has_no_runbooks(tmp_path: Path) -> None:
    assert read_runbooks(tmp_path) == ()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunbookError, match="there is no such runbooks folder"):
        read_runbooks(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", ["1: there is no front matter: start the file with a line of three dashes."]),
        (
            "# It\n",
            ["1: there is no front matter: start the file with a line of three dashes."],
        ),
        (START, ["1: the front matter never ends: close it with a line of three dashes."]),
        (
            "---\n---\nLook.\n",
            [
                "1: the runbook has no title: add “title: …”.",
                "1: nobody owns the runbook: add “owners: […]”.",
                "1: nothing can find the runbook: add “services: […]” or “patterns: […]”.",
            ],
        ),
        (
            START + "services: [cards]\n---\n \n",
            ["5: the runbook is empty below its front matter: say what to do."],
        ),
        (
            START + "patterns: [card]\nservice: [cards]\n---\nLook.\n",
            ["5: “service” is not a key of runbooks: did you mean “services”?"],
        ),
        (
            START + "services: cards\n---\nLook.\n",
            ["4: “services” is not a list: write “services: [one, another]”."],
        ),
        (
            START + "services:\n  - cards\n  - 7\n---\nLook.\n",
            ["6: “services” holds something that is not text: put it in quotes."],
        ),
        (
            "---\ntitle:\nowners: [Iryna]\nservices: [cards]\n---\nLook.\n",
            ["2: “title” holds something that is not text: put it in quotes."],
        ),
        (
            START + "title: Again\nservices: [cards]\n---\nLook.\n",
            ["4: “title” is given twice: keep one."],
        ),
        (
            START + 'services: "cards\n---\nLook.\n',
            ["4: the front matter is not YAML, found unexpected end of stream: mend it."],
        ),
        (
            START + "services: []\n---\nLook.\n",
            ["4: “services” is not a list: write “services: [one, another]”."],
        ),
        (
            "---\n- cards\n---\nLook.\n",
            ["2: the front matter has no keys: write lines like “title: …”."],
        ),
        (b"---\n\xff\n", ["1: the file is not UTF-8: save it as UTF-8."]),
        (
            "---\ntitle: \x07\n---\nLook.\n",
            ["2: the front matter is not YAML, special characters are not allowed: mend it."],
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, source: str | bytes, said: list[str]
) -> None:
    assert problems(tmp_path, source) == said


def test_every_file_is_told_of_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# a\n")
    (tmp_path / "b.md").write_text("# b\n")
    with pytest.raises(RunbookError) as caught:
        read_runbooks(tmp_path)
    assert [Path(problem.file).name for problem in caught.value.problems] == ["a.md", "b.md"]


#: What a person would type, and the runbook they should see first.
ASKED = [
    ("Card payments fail", "card-payments-failing"),
    ("Не проходять платежі карткою", "card-payments-failing"),
    ("Не проходят платежи картой", "card-payments-failing"),
    ("Payouts are stuck in processing", "payouts-stuck"),
    ("Виплати не надходять клієнтам", "payouts-stuck"),
    ("Webhooks are delayed by 20 minutes", "webhooks-delayed"),
    ("Вебхуки приходят с опозданием", "webhooks-delayed"),
    ("Ledger read replica lags", "database-replica-lag"),
    ("Slow queries in the merchant portal", "database-replica-lag"),
    ("Tocsin does not answer in Slack", "tocsin-does-not-answer"),
    ("Tocsin did not page anybody", "tocsin-step-stuck"),
    ("Tocsin pages late", "tocsin-pages-late"),
    ("The heartbeat of Tocsin fell silent", "tocsin-pages-late"),
    ("A Tocsin step is stuck in the outbox", "tocsin-step-stuck"),
]


@pytest.mark.parametrize(("title", "slug"), ASKED)
def test_the_shipped_runbooks_are_found_by_the_words_people_use(title: str, slug: str) -> None:
    fitting = matching(
        read_runbooks(SHIPPED), service=None, title=title, severity=SeverityName("SEV2")
    )
    assert [runbook.slug for runbook in fitting][:1] == [slug]


#: A reader under stress finds the same places in each.
PARTS = ["Symptom", "First checks", "Actions", "When to escalate", "What to tell clients"]


def test_the_shipped_runbooks_have_the_same_parts() -> None:
    parts = {
        runbook.slug: [line[3:] for line in runbook.body.splitlines() if line.startswith("## ")]
        for runbook in read_runbooks(SHIPPED)
    }
    assert parts == dict.fromkeys({slug for _, slug in ASKED}, PARTS)


def test_the_shipped_runbooks_name_figures_that_exist() -> None:
    named = {name for one in read_runbooks(SHIPPED) for name in re.findall(r"tocsin_\w+", one.body)}
    known = exposition().decode()
    assert named == {
        "tocsin_ack_seconds",
        "tocsin_audit_found_total",
        "tocsin_clock_jumps_total",
        "tocsin_outbox_depth",
        "tocsin_outbox_oldest_seconds",
        "tocsin_pages_late_total",
        "tocsin_step_lateness_seconds",
        "tocsin_steps_failed_total",
    }
    assert all(f"# TYPE {name} " in known for name in named)


def test_the_shipped_query_runs_on_our_own_tables() -> None:
    (runbook,) = (one for one in read_runbooks(SHIPPED) if one.slug == "tocsin-step-stuck")
    (query,) = re.findall(r"`(SELECT .*?;)`", runbook.body)
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        assert list(connection.execute(text(query))) == []
    engine.dispose()
