"""What keeps the bot from starting is said in a sentence, with no stack trace."""

from pathlib import Path

import pytest

from bot.cli import main

SMALL = Path(__file__).parents[2] / "examples" / "small.yaml"


@pytest.fixture(autouse=True)
def tokens(monkeypatch: pytest.MonkeyPatch, elsewhere: Path) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:1/api/")
    monkeypatch.setenv("PORT", "0")


def complaint(capsys: pytest.CaptureFixture[str], *, code: int) -> str:
    assert main(["serve"]) == code
    # Log lines are JSON on a pipe; the rest is for people.
    lines = capsys.readouterr().err.splitlines(keepends=True)
    return "".join(line for line in lines if line[0] != "{")


def test_without_a_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    assert complaint(capsys, code=2) == (
        "SLACK_BOT_TOKEN is not set: copy the bot token (xoxb-…) from “OAuth & Permissions” in "
        "your app's settings, or try `tocsin demo`, which needs none.\n"
    )


def test_without_a_policy(capsys: pytest.CaptureFixture[str]) -> None:
    assert complaint(capsys, code=1) == (
        "There is no policy: TOCSIN_POLICY names tocsin.yaml, which does not exist. Copy "
        "examples/small.yaml there and edit it.\n"
    )


def test_with_a_bad_policy(capsys: pytest.CaptureFixture[str]) -> None:
    Path("tocsin.yaml").write_text("workspace: {name: A, timezone: Etc/UTC}\n", encoding="utf-8")
    assert complaint(capsys, code=1) == (
        "tocsin.yaml:1: the policy has no severities: add the scale, worst first.\n"
        "The policy cannot be used, so the bot does not start.\n"
    )


def test_without_a_slack(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TOCSIN_POLICY", str(SMALL))
    said = complaint(capsys, code=1).splitlines()[-1]
    assert said.startswith("Cannot connect to host 127.0.0.1:1 ")
    assert said.endswith(" `tocsin doctor` says more.")
