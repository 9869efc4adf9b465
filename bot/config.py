"""Settings from the environment and ``.env``: read once, frozen, explained when wrong.

A variable that is set but empty counts as unset. No message repeats a secret.
"""

import hashlib
import hmac
import os
import re
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import unquote, urlsplit

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

_OURS = "tocsin"
_SECRET_LENGTH = 32
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
#: What people paste, and the driver it needs.
_DRIVERS = {
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
}


class ConfigError(Exception):
    """Settings that cannot be used: one sentence for each, naming the variable and the fix."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


def _refuse(says: str) -> PydanticCustomError:
    """``says`` follows the variable's name: ``PORT is …``."""
    return PydanticCustomError(_OURS, "{says}", {"says": says})


def _token(value: str, *, prefix: str, page: str) -> str:
    token = value.strip()
    if not token.startswith(prefix):
        raise _refuse(f"does not begin with {prefix}: copy it from {page} in your app's settings.")
    return token


def _bot_token(value: str) -> str:
    return _token(value, prefix="xoxb-", page="“OAuth & Permissions”")


def _app_token(value: str) -> str:
    return _token(value, prefix="xapp-", page="“Basic Information”, “App-Level Tokens”,")


def _secret(value: str) -> str:
    if len(value.strip()) < _SECRET_LENGTH:
        raise _refuse(
            f"is shorter than {_SECRET_LENGTH} characters: set one made by `openssl rand -hex 32`."
        )
    return value.strip()


def _web_url(value: str) -> str:
    url = value.strip()
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise _refuse(f"is “{url}”, which is not a web address: write it like https://example.com.")
    return url.rstrip("/")


def _heartbeat_url(value: str) -> str:
    parts = urlsplit(value.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise _refuse("is not a web address: copy it whole from your monitoring service.")
    return value.strip()


def _smtp_url(value: str) -> str:
    parts = urlsplit(value.strip())
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or port == -1:
        raise _refuse(
            "is not the address of a mail server: write it like "
            "smtp://user:password@mail.example.com:587 or smtps://user:password@mail.example.com, "
            "with %-escapes for special letters."
        )
    return value.strip()


def _slack_api_url(value: str) -> str:
    return _web_url(value) + "/"


def _database_url(value: str) -> str:
    scheme, colon, rest = value.strip().partition(":")
    driver = _DRIVERS.get(scheme)
    if driver is None or not colon or not rest.startswith("//"):
        raise _refuse(
            "is not the address of a PostgreSQL or SQLite database: write it like "
            "postgresql://user:password@host/tocsin or sqlite:///tocsin.db."
        )
    # libpq's name for the option is not asyncpg's.
    return f"{driver}:" + re.sub(r"(?<=[?&])sslmode=", "ssl=", rest)


def _port(value: str | int) -> int:
    try:
        port = int(value)
    except ValueError:
        port = -1
    if not 0 <= port <= 65_535:  # noqa: PLR2004 - the range of ports; 0 lets the system choose
        raise _refuse(f"is “{value}”, which is not a port: write a number such as 3000.")
    return port


def _log_level(value: str) -> str:
    level = value.strip().upper()
    if level not in _LOG_LEVELS:
        known = ", ".join(_LOG_LEVELS)
        raise _refuse(f"is “{value}”, which is not a level: choose one of {known}.")
    return level


class StoreSettings(BaseSettings):
    """What is needed to reach the data: enough for ``migrate`` and ``policy apply``."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        validate_default=False,
    )

    #: With its async driver. May hold a password.
    database_url: Annotated[SecretStr, BeforeValidator(_database_url)] = SecretStr(
        "sqlite+aiosqlite:///tocsin.db"
    )
    tocsin_policy: Path = Path("tocsin.yaml")
    log_level: Annotated[str, BeforeValidator(_log_level)] = "INFO"


class Settings(StoreSettings):
    """All that ``serve`` needs."""

    slack_bot_token: Annotated[SecretStr, BeforeValidator(_bot_token)]
    #: Present: Socket Mode. Absent: signed HTTP at ``POST /slack/events``.
    slack_app_token: Annotated[SecretStr, BeforeValidator(_app_token)] | None = None
    slack_signing_secret: SecretStr | None = Field(None, validate_default=True)
    #: Ends with a slash.
    slack_api_url: Annotated[str, BeforeValidator(_slack_api_url)] = "https://slack.com/api/"
    #: Signs links to pages; derived from the bot token when it is not set.
    tocsin_secret: Annotated[SecretStr, BeforeValidator(_secret)] | None = None
    #: Signs what is sent to webhooks; without it none is called.
    webhook_secret: Annotated[SecretStr, BeforeValidator(_secret)] | None = None
    #: The mail server for client updates; without it no mail leaves. Holds its password.
    smtp_url: Annotated[SecretStr, BeforeValidator(_smtp_url)] | None = None
    #: Asked for every 30 s while the rules of paging hold. Whoever knows it can feign health.
    heartbeat_url: Annotated[SecretStr, BeforeValidator(_heartbeat_url)] | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, BeforeValidator(_port)] = 3000
    #: Where people's browsers reach the bot, without a slash at the end.
    public_url: Annotated[str, BeforeValidator(_web_url)] = Field(
        default_factory=lambda data: _local_url(data["host"], data["port"])
    )

    @field_validator("slack_signing_secret")
    @classmethod
    def _one_way_in(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        # A wrong app token is not among the data, and is complained of already.
        if value is None and info.data.get("slack_app_token", "wrong") is None:
            raise _refuse(
                "is not set, nor is SLACK_APP_TOKEN: set SLACK_APP_TOKEN (xapp-…) for Socket "
                "Mode, or SLACK_SIGNING_SECRET for requests over HTTP."
            )
        return SecretStr(value.get_secret_value().strip()) if value else None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never stand in a log."""
        kept = (
            self.slack_signing_secret,
            self.tocsin_secret,
            self.slack_bot_token,
            self.webhook_secret,
        )
        known = [secret.get_secret_value() for secret in kept if secret is not None]
        if self.smtp_url is not None:
            # As it is written, and as a server would repeat it.
            written = urlsplit(self.smtp_url.get_secret_value()).password or ""
            known += [written, unquote(written)]
        return tuple(known)

    @property
    def link_key(self) -> bytes:
        """The key that signs links. A new bot token, or a new secret, ends old links."""
        if self.tocsin_secret is not None:
            return self.tocsin_secret.get_secret_value().encode()
        token = self.slack_bot_token.get_secret_value().encode()
        return hmac.new(token, b"tocsin signed links", hashlib.sha256).digest()


Kind = TypeVar("Kind", bound=StoreSettings)


def environment() -> dict[str, str]:
    """What ``${NAME}`` in a policy stands for: the environment, and ``.env`` behind it."""
    from dotenv import dotenv_values

    file = {name: value for name, value in dotenv_values(".env").items() if value}
    return {**file, **os.environ}


def read_settings(kind: type[Kind]) -> Kind:
    """The settings as the environment and ``.env`` give them; the environment wins.

    Raises:
        ConfigError: with every problem found.
    """
    try:
        return kind()
    except ValidationError as error:
        # A default that was not computed is no second problem.
        errors = [each for each in error.errors() if each["type"] != "default_factory_not_called"]
        raise ConfigError([_sentence(each) for each in errors]) from None


_MISSING = {
    "SLACK_BOT_TOKEN": "copy the bot token (xoxb-…) from “OAuth & Permissions” in your app's "
    "settings, or try `tocsin demo`, which needs none",
}


def _sentence(error: ErrorDetails) -> str:
    variable = str(error["loc"][0]).upper() if error["loc"] else ""
    context: dict[str, Any] = error.get("ctx", {})
    if error["type"] == _OURS:
        return f"{variable} {context['says']}".strip()
    if error["type"] == "missing":
        return f"{variable} is not set: {_MISSING[variable]}."
    return f"{variable} cannot be used: {error['msg']}."


def _local_url(host: str, port: int) -> str:
    everywhere = host in {"0.0.0.0", "::", "127.0.0.1"}  # noqa: S104 - compared, not bound
    return f"http://{'localhost' if everywhere else host}:{port}"
