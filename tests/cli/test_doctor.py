"""The doctor, before a sandbox that can be unwell in every way it looks for."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli.doctor import examine
from bot.slack.manifest import SCOPES, manifest
from sandbox.server import Sandbox
from tests.support.mailbox import opened

FULL = Path(__file__).parents[2] / "examples" / "full.yaml"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    running = Sandbox(manifest=manifest())
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox) -> pytest.MonkeyPatch:
    """Settings that are all good, to be spoilt one by one."""
    monkeypatch.setenv("SLACK_API_URL", f"{sandbox.workspace.base_url}/api/")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-sandbox")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-sandbox")
    monkeypatch.setenv("TOCSIN_POLICY", str(FULL))
    monkeypatch.setenv("SANDBOX_PHONE", "127.0.0.1:1")
    monkeypatch.setenv("SMTP_URL", sandbox.mailbox.url)
    return monkeypatch


async def said() -> list[str]:
    return [str(finding) async for finding in examine()]


WELL = [
    "✓ The database is made ready when the bot starts.",
    f"✓ The policy is good: {FULL}.",
    "✓ Every secret that people's contacts name is set.",
    "✓ The bot token is that of @tocsin in Kobza Pay.",
    f"✓ The app has all {len(SCOPES)} scopes it needs.",
    "✓ The app token opens Socket Mode.",
    "✓ The bot sees every channel of the policy (5).",
]
MAIL = "✓ The mail server 127.0.0.1 lets us in."


async def test_a_good_installation_is_well(installed: pytest.MonkeyPatch) -> None:
    assert await said() == [*WELL, MAIL]


async def test_without_a_mail_server_it_says_what_to_set(installed: pytest.MonkeyPatch) -> None:
    installed.delenv("SMTP_URL")
    assert (
        "✗ Clients have e-mail addresses, and SMTP_URL is not set. Write it like "
        "smtp://user:password@mail.example.com:587; until then no mail leaves."
    ) in await said()


async def test_a_mail_server_that_does_not_answer_is_named(
    installed: pytest.MonkeyPatch,
) -> None:
    async with opened() as box:
        gone = box.url
    installed.setenv("SMTP_URL", gone)
    [line] = [line for line in await said() if "mail server" in line]
    assert line.startswith(f"✗ The mail server 127.0.0.1 does not answer on port {box.port}: ")
    assert line.endswith("Look at the address in SMTP_URL, and whether a firewall is between.")


async def test_a_mail_server_that_knows_us_not_is_named_without_the_password(
    installed: pytest.MonkeyPatch,
) -> None:
    async with opened(user="tocsin", password="right") as box:
        installed.setenv("SMTP_URL", f"smtp://tocsin:wrong-one@127.0.0.1:{box.port}")
        [line] = [line for line in await said() if "mail server" in line]
    assert line.startswith("✗ The mail server 127.0.0.1 does not let us in: ")
    assert line.endswith("Look at the user, the password and the encryption in SMTP_URL.")
    assert "wrong-one" not in line


async def test_webhooks_of_updates_need_a_secret(
    installed: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    policy, text = tmp_path / "tocsin.yaml", FULL.read_text(encoding="utf-8")
    hook = "\nclient_updates:\n  webhooks: [https://helpdesk.example/in]\n"
    policy.write_text(text.replace("\nclient_updates:\n", hook), encoding="utf-8")
    installed.setenv("TOCSIN_POLICY", str(policy))
    [line] = [line for line in await said() if "WEBHOOK_SECRET" in line]
    assert line.startswith("✗ The policy tells webhooks of client updates")


async def test_templates_are_looked_at(installed: pytest.MonkeyPatch, tmp_path: Path) -> None:
    policy, folder = tmp_path / "tocsin.yaml", tmp_path / "templates"
    text = FULL.read_text(encoding="utf-8")
    assert text.count("\nclient_updates:\n") == 1
    named = text.replace("\nclient_updates:\n", "\nclient_updates:\n  templates: templates\n")
    policy.write_text(named, encoding="utf-8")
    installed.setenv("TOCSIN_POLICY", str(policy))
    folder.mkdir()
    for language in ("en", "uk", "ru"):
        good = f'{{% extends "builtin/resolved.{language}.j2" %}}'
        (folder / f"resolved.{language}.j2").write_text(good, encoding="utf-8")
    assert "✓ The templates in templates can be used." in await said()
    (folder / "resolved.ru.j2").unlink()
    (folder / "resolved.uk.j2").write_text("{% block letter %}", encoding="utf-8")
    assert [line for line in await said() if "resolved" in line] == [
        (
            f"✗ A template cannot be used. {folder}/resolved.uk.j2:1: unexpected end of template. "
            "Jinja was looking for the following tags: 'endblock'. The innermost block that needs "
            "to be closed is 'block': see that all brackets have their pairs."
        ),
        (f"✗ {folder}/resolved.ru.j2 is not there, so clients who read ru get Tocsin's own words."),
    ]


async def test_a_secret_that_a_contact_lacks_is_named_with_its_person(
    installed: pytest.MonkeyPatch,
) -> None:
    installed.delenv("SANDBOX_PHONE")
    lacking = [line for line in await said() if "SANDBOX_PHONE" in line]
    end = "needs SANDBOX_PHONE, which is not set. Without it no page leaves by this method."
    assert lacking[:2] == [f"✗ U0OLENA: “{method}” {end}" for method in ("sms", "phone")]
    assert {line.split(":")[0] for line in lacking} == {
        "✗ U0OLENA",
        "✗ U0TARAS",
        "✗ U0MARKO",
        "✗ U0MAKSYM",
    }


async def test_a_policy_without_contacts_needs_no_secret(installed: pytest.MonkeyPatch) -> None:
    installed.setenv("TOCSIN_POLICY", str(FULL.with_name("small.yaml")))
    assert not any("contacts" in line for line in await said())


async def test_without_an_app_token_slack_needs_an_address(installed: pytest.MonkeyPatch) -> None:
    installed.delenv("SLACK_APP_TOKEN")
    installed.setenv("SLACK_SIGNING_SECRET", "sandbox-secret")
    installed.setenv("PUBLIC_URL", "https://tocsin.kobzapay.example")
    assert (await said())[5] == (
        "✓ Requests come over HTTP. In your app's settings they must go to "
        "https://tocsin.kobzapay.example/slack/events."
    )


async def test_a_wrong_bot_token(installed: pytest.MonkeyPatch) -> None:
    installed.setenv("SLACK_BOT_TOKEN", "xoxb-old")
    assert await said() == [
        *WELL[:3],
        (
            "✗ Slack refuses SLACK_BOT_TOKEN (invalid_auth). Install the app into the workspace, "
            "and copy the token again."
        ),
        MAIL,
    ]


async def test_a_wrong_app_token(installed: pytest.MonkeyPatch) -> None:
    installed.setenv("SLACK_APP_TOKEN", "xapp-old")
    assert await said() == [
        *WELL[:5],
        (
            "✗ Slack refuses SLACK_APP_TOKEN (invalid_auth). Install the app into the workspace, "
            "and copy the token again."
        ),
        MAIL,
    ]


async def test_a_slack_that_does_not_answer(installed: pytest.MonkeyPatch) -> None:
    installed.setenv("SLACK_API_URL", "http://127.0.0.1:1/api/")
    *before, last, mail = await said()
    assert (before, mail) == (WELL[:3], MAIL)
    assert last.startswith(
        "✗ Slack cannot be reached (no answer: Cannot connect to host 127.0.0.1:1"
    )
    assert last.endswith(". Check the network and SLACK_API_URL.")


async def test_missing_scopes_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, Any] = manifest()
    made["oauth_config"]["scopes"]["bot"] = sorted(SCOPES.keys() - {"pins:write", "users:read"})
    sandbox = Sandbox(manifest=made)
    await sandbox.start()
    monkeypatch.setenv("SLACK_API_URL", f"{sandbox.workspace.base_url}/api/")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-sandbox")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-sandbox")
    monkeypatch.setenv("TOCSIN_POLICY", str(FULL))
    monkeypatch.setenv("SANDBOX_PHONE", "127.0.0.1:1")
    found = await said()
    await sandbox.stop()
    assert found[4] == (
        "✗ The app lacks the scopes pins:write, users:read. Paste the output of `tocsin manifest` "
        "into your app's settings, and install the app again."
    )


async def test_channels_and_people_that_slack_does_not_know(
    installed: pytest.MonkeyPatch, elsewhere: Path
) -> None:
    text = FULL.read_text(encoding="utf-8")
    text = text.replace("[C0ACME]", "[C0NOWHERE]").replace(
        "announce: C0INCIDENTS", "announce: G0SECURITY"
    )
    text = text.replace("U0VIKTOR", "viktor.petrov@kobzapay.example")
    text = text.replace("U0SOFIIA", "sofia@kobzapay.example")
    (elsewhere / "p.yaml").write_text(text, encoding="utf-8")
    installed.setenv("TOCSIN_POLICY", "p.yaml")
    assert (await said())[6:] == [
        (
            "✗ The bot cannot see G0SECURITY (announce of the workspace). Correct the id, or "
            "invite the bot there."
        ),
        "✗ The bot cannot see C0NOWHERE (client “acme”). Correct the id, or invite the bot there.",
        "✗ Slack knows nobody with the address sofia@kobzapay.example. Correct it in the policy.",
        MAIL,
    ]


async def test_without_settings_and_policy_it_says_what_to_do_first() -> None:
    assert await said() == [
        (
            "✗ SLACK_BOT_TOKEN is not set: copy the bot token (xoxb-…) from “OAuth & Permissions” "
            "in your app's settings, or try `tocsin demo`, which needs none."
        ),
        (
            "✗ SLACK_SIGNING_SECRET is not set, nor is SLACK_APP_TOKEN: set SLACK_APP_TOKEN "
            "(xapp-…) for Socket Mode, or SLACK_SIGNING_SECRET for requests over HTTP."
        ),
        "✓ The database is made ready when the bot starts.",
        (
            "✗ There is no policy: tocsin.yaml does not exist and none was applied. Copy "
            "examples/small.yaml to it, or set TOCSIN_POLICY."
        ),
    ]


async def test_a_bad_policy_is_told_in_full(installed: pytest.MonkeyPatch, elsewhere: Path) -> None:
    (elsewhere / "p.yaml").write_text("workspace: {name: A, timezone: Etc/UTC}\n", encoding="utf-8")
    installed.setenv("TOCSIN_POLICY", "p.yaml")
    assert (await said())[1] == (
        "✗ The policy cannot be used.\n"
        "p.yaml:1: the policy has no severities: add the scale, worst first."
    )
