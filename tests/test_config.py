"""Settings: what they become, and the sentence that each wrong one earns."""

from pathlib import Path

import pytest

from bot.config import ConfigError, Settings, StoreSettings, read_settings

VARIABLES = [field.upper() for field in Settings.model_fields]
BOT, APP = "xoxb-1-secret", "xapp-1-secret"


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of this machine, and no .env of this folder, reaches a test."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def settings(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, **values}.items():
        monkeypatch.setenv(name, value)
    return read_settings(Settings)


def sentences(monkeypatch: pytest.MonkeyPatch, **values: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        settings(monkeypatch, **values)
    return caught.value.problems


def test_the_names_are_the_ecosystems() -> None:
    assert sorted(VARIABLES) == [
        "DATABASE_URL",
        "HEARTBEAT_URL",
        "HOST",
        "LOG_LEVEL",
        "PORT",
        "PUBLIC_URL",
        "SLACK_API_URL",
        "SLACK_APP_TOKEN",
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "SMTP_URL",
        "TOCSIN_POLICY",
        "TOCSIN_SECRET",
        "WEBHOOK_SECRET",
    ]


def test_two_tokens_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    read = settings(monkeypatch)
    assert read.slack_bot_token.get_secret_value() == BOT
    assert read.slack_app_token is not None
    assert read.slack_app_token.get_secret_value() == APP
    assert read.slack_signing_secret is None
    assert read.slack_api_url == "https://slack.com/api/"
    assert read.database_url.get_secret_value() == "sqlite+aiosqlite:///tocsin.db"
    assert read.tocsin_policy == Path("tocsin.yaml")
    assert (read.host, read.port, read.public_url) == ("127.0.0.1", 3000, "http://localhost:3000")
    assert read.log_level == "INFO"


def test_commands_on_data_need_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////var/lib/tocsin.db")
    read = read_settings(StoreSettings)
    assert read.database_url.get_secret_value() == "sqlite+aiosqlite:////var/lib/tocsin.db"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///a.db", "sqlite+aiosqlite:///a.db"),
        ("sqlite+aiosqlite:///a.db", "sqlite+aiosqlite:///a.db"),
        ("postgres://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgresql://u:p@h:5433/d", "postgresql+asyncpg://u:p@h:5433/d"),
        ("postgresql+asyncpg://u@h/d", "postgresql+asyncpg://u@h/d"),
        ("postgres://u@h/d?sslmode=require", "postgresql+asyncpg://u@h/d?ssl=require"),
        (" sqlite:///a.db\n", "sqlite+aiosqlite:///a.db"),
    ],
)
def test_a_database_gets_its_async_driver(
    monkeypatch: pytest.MonkeyPatch, given: str, used: str
) -> None:
    read = settings(monkeypatch, DATABASE_URL=given)
    assert read.database_url.get_secret_value() == used


@pytest.mark.parametrize(
    ("host", "port", "url"),
    [
        ("0.0.0.0", "8080", "http://localhost:8080"),  # everywhere, so here too
        ("10.0.0.5", "3000", "http://10.0.0.5:3000"),
    ],
)
def test_the_public_url_is_where_the_bot_listens(
    monkeypatch: pytest.MonkeyPatch, host: str, port: str, url: str
) -> None:
    assert settings(monkeypatch, HOST=host, PORT=port).public_url == url


def test_urls_get_the_slash_their_users_expect(monkeypatch: pytest.MonkeyPatch) -> None:
    read = settings(
        monkeypatch,
        SLACK_API_URL="http://127.0.0.1:9000/api",
        PUBLIC_URL="https://tocsin.kobzapay.example/",
    )
    assert read.slack_api_url == "http://127.0.0.1:9000/api/"
    assert read.public_url == "https://tocsin.kobzapay.example"


@pytest.mark.parametrize("wrong", ["mail.example.com", "https://h", "smtp://", "smtp://h:port"])
def test_a_mail_server_has_an_address(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    with pytest.raises(ConfigError, match=r"^SMTP_URL is not the address of a mail server"):
        settings(monkeypatch, SMTP_URL=wrong)


def test_the_mail_server_s_password_stands_in_no_log(monkeypatch: pytest.MonkeyPatch) -> None:
    read = settings(monkeypatch, SMTP_URL="smtp://tocsin:let%2Fme%2Fin@mail.example.com")
    assert {"let%2Fme%2Fin", "let/me/in"} <= set(read.secrets)
    assert "me" not in repr(read.smtp_url)


def test_the_environment_wins_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("PORT=4000\nLOG_LEVEL=debug\nEDITOR=vi\n", encoding="utf-8")
    read = settings(monkeypatch, PORT="5000")
    assert (read.port, read.log_level) == (5000, "DEBUG")


def test_an_empty_variable_is_an_unset_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch, PORT="", PUBLIC_URL="").public_url == "http://localhost:3000"


def test_links_are_signed_by_the_secret_or_by_what_the_token_gives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    derived = settings(monkeypatch).link_key
    other = settings(monkeypatch, SLACK_BOT_TOKEN="xoxb-2").link_key
    chosen = settings(monkeypatch, TOCSIN_SECRET="s" * 32).link_key
    assert len(derived) == 32
    assert len({derived, other, chosen}) == 3
    assert chosen == b"s" * 32
    assert BOT.encode() not in derived


def test_settings_are_frozen_and_keep_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    read = settings(monkeypatch, DATABASE_URL="postgres://u:hunter2@h/d")
    with pytest.raises(ValueError, match="frozen"):
        read.port = 1
    for secret in (BOT, APP, "hunter2"):
        assert secret not in repr(read)


def test_nothing_set_is_told_in_two_sentences() -> None:
    with pytest.raises(ConfigError) as caught:
        read_settings(Settings)
    assert caught.value.problems == (
        (
            "SLACK_BOT_TOKEN is not set: copy the bot token (xoxb-…) from “OAuth & Permissions” in "
            "your app's settings, or try `tocsin demo`, which needs none."
        ),
        (
            "SLACK_SIGNING_SECRET is not set, nor is SLACK_APP_TOKEN: set SLACK_APP_TOKEN (xapp-…) "
            "for Socket Mode, or SLACK_SIGNING_SECRET for requests over HTTP."
        ),
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "SLACK_BOT_TOKEN",
            APP,
            (
                "SLACK_BOT_TOKEN does not begin with xoxb-: copy it from “OAuth & Permissions” in "
                "your app's settings."
            ),
        ),
        (
            "SLACK_APP_TOKEN",
            BOT,
            (
                "SLACK_APP_TOKEN does not begin with xapp-: copy it from “Basic Information”, "
                "“App-Level Tokens”, in your app's settings."
            ),
        ),
        (
            "SLACK_API_URL",
            "slack.com/api",
            (
                "SLACK_API_URL is “slack.com/api”, which is not a web address: write it like "
                "https://example.com."
            ),
        ),
        (
            "DATABASE_URL",
            "mysql://u:hunter2@h/d",
            (
                "DATABASE_URL is not the address of a PostgreSQL or SQLite database: write it like "
                "postgresql://user:password@host/tocsin or sqlite:///tocsin.db."
            ),
        ),
        (
            "DATABASE_URL",
            "tocsin.db",
            (
                "DATABASE_URL is not the address of a PostgreSQL or SQLite database: write it like "
                "postgresql://user:password@host/tocsin or sqlite:///tocsin.db."
            ),
        ),
        (
            "TOCSIN_SECRET",
            "short",
            "TOCSIN_SECRET is shorter than 32 characters: set one made by `openssl rand -hex 32`.",
        ),
        ("PORT", "http", "PORT is “http”, which is not a port: write a number such as 3000."),
        ("PORT", "70000", "PORT is “70000”, which is not a port: write a number such as 3000."),
        (
            "PUBLIC_URL",
            "https://a.example/?x=1",
            (
                "PUBLIC_URL is “https://a.example/?x=1”, which is not a web address: write it like "
                "https://example.com."
            ),
        ),
        (
            "LOG_LEVEL",
            "loud",
            "LOG_LEVEL is “loud”, which is not a level: choose one of DEBUG, INFO, WARNING, ERROR.",
        ),
    ],
)
def test_a_wrong_value_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    said = sentences(monkeypatch, **{name: value})
    assert said == (sentence,)
    assert "hunter2" not in said[0]


def test_all_wrong_values_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    said = sentences(monkeypatch, PORT="x", LOG_LEVEL="loud", SLACK_APP_TOKEN="x")
    assert [sentence.split()[0] for sentence in said] == ["LOG_LEVEL", "SLACK_APP_TOKEN", "PORT"]
