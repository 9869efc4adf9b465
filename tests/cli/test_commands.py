"""What a person types, what they read, and the exit code their script sees."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from bot.cli import main
from bot.config import Settings
from bot.policy import schema
from bot.slack.manifest import manifest
from bot.store.schema import HEAD

ROOT = Path(__file__).parents[2]
SMALL = str(ROOT / "examples" / "small.yaml")
FULL = str(ROOT / "examples" / "full.yaml")


class Said:
    """One command's exit code and output, by line."""

    def __init__(self, code: int, capsys: pytest.CaptureFixture[str]) -> None:
        out, err = capsys.readouterr()
        self.code, self.out, self.err = code, out.splitlines(), err.splitlines()


@pytest.fixture
def tocsin(capsys: pytest.CaptureFixture[str]) -> "Tocsin":
    return Tocsin(capsys)


class Tocsin:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: str) -> Said:
        return Said(main(words), self._capsys)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    named = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line[:4] == "    "]
    assert named == ["demo", "serve", "migrate", "doctor", "manifest", "policy"]


@pytest.mark.parametrize("words", [[], ["polcy"], ["policy"], ["policy", "check"]])
def test_half_a_command_is_told_how_to_go_on(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("usage: tocsin")


def test_help_loads_nothing_heavy() -> None:
    heavy = {"pydantic", "sqlalchemy", "slack_bolt", "slack_sdk", "aiohttp", "yaml", "asyncio"}
    code = f"import sys, bot.cli; bot.cli._parser(); print(sorted({heavy} & set(sys.modules)))"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert ran.stdout == "[]\n"


def test_check_says_what_a_good_policy_holds(tocsin: Tocsin) -> None:
    said = tocsin("policy", "check", FULL)
    assert said.out == [
        (
            f"{FULL} is good: 4 severities, 15 people, 8 rotations, 3 escalation paths, 7 "
            "services, 4 clients."
        )
    ]
    assert said.code == 0


def test_check_says_everything_wrong_with_a_bad_one(tocsin: Tocsin, elsewhere: Path) -> None:
    text = (ROOT / "examples" / "small.yaml").read_text(encoding="utf-8")
    text = text.replace("    last_resort: C0INCIDENTS\n", "").replace("pages: true", "pages: yes")
    (elsewhere / "p.yaml").write_text(text, encoding="utf-8")
    said = tocsin("policy", "check", "p.yaml")
    assert said.err == [
        "p.yaml:10: pages of severity “SEV1” is “yes”, not true or false: write true or false.",
        (
            "p.yaml:21: escalation path “everything” has no last_resort: add a person or channel "
            "that always exists."
        ),
        "2 problems.",
    ]
    assert (said.code, said.out) == (1, [])


def test_check_and_apply_tell_of_templates_that_cannot_be_used(
    tocsin: Tocsin, elsewhere: Path
) -> None:
    """A check fails; a policy is applied all the same, for the bot has words of its own."""
    text = Path(SMALL).read_text(encoding="utf-8") + "client_updates: {templates: ours}\n"
    (elsewhere / "p.yaml").write_text(text, encoding="utf-8")
    missing = (
        "ours:1: there is no such folder of templates: make it, or mend client_updates.templates."
    )
    said = tocsin("policy", "check", "p.yaml")
    assert (said.code, said.out, said.err) == (1, [], [missing, "1 problem."])
    (elsewhere / "ours").mkdir()
    template = elsewhere / "ours" / "resolved.en.j2"
    template.write_text('{% extends "builtin/resolved.en.j2" %}\n{{ me }}\n', encoding="utf-8")
    wrong = [
        "ours/resolved.en.j2:2: text stands outside of all blocks: put it into a block.",
        "ours/resolved.en.j2:2: there is no slot “me”: README.md lists all slots.",
    ]
    said = tocsin("policy", "check", "p.yaml")
    assert (said.code, said.out, said.err) == (1, [], [*wrong, "2 problems."])
    said = tocsin("policy", "apply", "p.yaml")
    assert (said.code, said.out[-1], said.err) == (0, "Version 1 is in force.", wrong)
    template.write_text('{% extends "builtin/resolved.en.j2" %}\n', encoding="utf-8")
    assert tocsin("policy", "check", "p.yaml").code == 0


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("none.yaml", "There is no file none.yaml. examples/small.yaml is a start."),
        (".", ". is a folder. Name the policy file in it."),
        ("latin.yaml", "latin.yaml is not UTF-8 text. Save it as UTF-8."),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    tocsin: Tocsin, elsewhere: Path, name: str, sentence: str
) -> None:
    (elsewhere / "latin.yaml").write_bytes("name: Café".encode("latin-1"))
    said = tocsin("policy", "check", name)
    assert (said.code, said.out, said.err) == (2, [], [sentence])


def test_the_schema_is_printed(tocsin: Tocsin) -> None:
    assert json.loads("\n".join(tocsin("policy", "schema").out)) == schema()


def test_a_policy_is_shown_applied_and_shown_no_more(tocsin: Tocsin) -> None:
    changes = [
        "The first policy of Example.",
        "severities: “SEV1” is added.",
        "severities: “SEV2” is added.",
        "roles: “lead” is added.",
        "roles: “comms” is added.",
        "people: “U0OLENA” is added.",
        "people: “U0ANNA” is added.",
        "rotations: “on-call” is added.",
        "paths: “everything” is added.",
    ]
    dry = tocsin("policy", "apply", SMALL, "--dry-run")
    assert (dry.code, dry.out) == (0, [*changes, "This was a dry run: nothing has changed."])
    wet = tocsin("policy", "apply", SMALL)
    assert (wet.code, wet.out) == (0, [*changes, "Version 1 is in force."])
    again = tocsin("policy", "apply", SMALL)
    assert (again.code, again.out) == (0, ["Nothing changes: version 1 stays in force."])


def test_a_change_is_told_against_the_policy_in_force(tocsin: Tocsin, elsewhere: Path) -> None:
    text = Path(SMALL).read_text(encoding="utf-8")
    tocsin("policy", "apply", SMALL)
    (elsewhere / "p.yaml").write_text(text.replace("wait: 5m", "wait: 10m"), encoding="utf-8")
    change = "paths → everything → level 1: On call (on-call, 5m) becomes On call (on-call, 10m)."
    assert tocsin("policy", "apply", "p.yaml", "--dry-run").out[0] == change
    assert tocsin("policy", "apply", "p.yaml").out == [change, "Version 2 is in force."]


def test_an_edited_rotation_holds_from_when_it_was_applied(tocsin: Tocsin, elsewhere: Path) -> None:
    """Bot or no bot: the version before it stays as it was."""
    text = Path(SMALL).read_text(encoding="utf-8")
    tocsin("policy", "apply", SMALL)
    (elsewhere / "p.yaml").write_text(text.replace("09:00", "12:00"), encoding="utf-8")
    tocsin("policy", "apply", "p.yaml")
    with closing(sqlite3.connect(elsewhere / "tocsin.db")) as database:
        found = database.execute(
            "SELECT number, effective_from IS NULL, superseded_at IS NULL, policy "
            "FROM rotation_versions WHERE rotation = 'on-call' ORDER BY number"
        ).fetchall()
    assert found == [(1, 1, 0, 1), (2, 0, 1, 2)]


def test_a_bad_policy_changes_nothing(tocsin: Tocsin, elsewhere: Path) -> None:
    tocsin("policy", "apply", SMALL)
    (elsewhere / "p.yaml").write_text("workspace: {}\n", encoding="utf-8")
    said = tocsin("policy", "apply", "p.yaml")
    assert (said.code, said.out, said.err[-1]) == (1, [], "3 problems.")
    assert tocsin("policy", "apply", SMALL).out == ["Nothing changes: version 1 stays in force."]


def test_migrate_makes_the_tables_once(tocsin: Tocsin, elsewhere: Path) -> None:
    assert tocsin("migrate").out == [f"Migrated to {HEAD}."]
    assert (elsewhere / "tocsin.db").is_file()
    assert tocsin("migrate").out == ["Already up to date."]


def test_the_migrations_make_the_tables_in_the_code(tocsin: Tocsin, elsewhere: Path) -> None:
    said = tocsin("migrate", "--check")
    assert (said.code, said.out) == (
        0,
        [f"The migrations make the tables in the code, up to {HEAD}."],
    )
    assert list(elsewhere.iterdir()) == []


def test_a_database_that_is_not_there_is_named_without_its_password(
    tocsin: Tocsin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://tocsin:hunter2@127.0.0.1:1/tocsin")
    said = tocsin("migrate")
    assert said.code == 1
    assert said.err == [
        (
            "The database postgresql+asyncpg://tocsin:***@127.0.0.1:1/tocsin cannot be used "
            "([Errno 111] Connect call failed ('127.0.0.1', 1)). Check DATABASE_URL, and that the "
            "database runs and lets this user in."
        )
    ]


def test_wrong_settings_stop_a_command_with_their_sentences(
    tocsin: Tocsin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")
    said = tocsin("migrate")
    assert (said.code, said.err) == (
        2,
        ["LOG_LEVEL is “loud”, which is not a level: choose one of DEBUG, INFO, WARNING, ERROR."],
    )


def test_the_manifest_is_the_same_in_both_spellings(tocsin: Tocsin) -> None:
    assert yaml.safe_load("\n".join(tocsin("manifest").out)) == manifest()
    assert json.loads("\n".join(tocsin("manifest", "--json").out)) == manifest()


def test_the_manifest_for_http_names_the_one_address(tocsin: Tocsin) -> None:
    made = yaml.safe_load("\n".join(tocsin("manifest", "--http", "https://bot.example/").out))
    assert made == manifest(events_url="https://bot.example/slack/events")


def test_help_names_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--help"])
    named = {
        word.strip(",") for word in capsys.readouterr().out.split() if word.strip(",").isupper()
    }
    settings = {field.upper() for field in Settings.model_fields}
    assert settings - named == set()
