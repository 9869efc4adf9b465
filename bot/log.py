"""Structured logs: JSON lines in production, columns on a terminal; secrets never in either.

Incident and effect ids are bound where work begins (`structlog.contextvars`) and so stand on
every line. The standard library's loggers (aiohttp, Slack's client) go the same way.
"""

import logging
import re
import sys
from collections.abc import Iterable
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_HIDDEN = "…"
#: Slack's tokens of every kind, and the signed passes of our own links.
_SECRETS = re.compile(r"xox[a-z](?:\.[a-z]+)?-[\w-]+|xapp-[\w-]+|(?<=pass=)[\w.~%-]+")
#: PostgreSQL quotes the row that a rule refused: people's words, which are no business of a log.
_ROW = re.compile(r"(?<=Failing row contains \().*?(?=\)\.(?:\\n|\s|\"|$))", re.DOTALL)
#: Below this their libraries tell every connection and ping.
_QUIET = {"slack_bolt": logging.WARNING, "slack_sdk": logging.WARNING, "aiosqlite": logging.WARNING}
_QUIET |= {"apscheduler": logging.WARNING, "sqlalchemy": logging.WARNING}
_QUIET |= {"urllib3": logging.WARNING, "charset_normalizer": logging.WARNING}
_QUIET |= {"alembic.runtime.plugins": logging.WARNING}
_SHORTEST_SECRET = 8


class Redacted(logging.Formatter):
    """Hides secrets in whatever a formatter has written, tracebacks included."""

    def __init__(self, within: logging.Formatter, secrets: Iterable[str]) -> None:
        super().__init__()
        self._within = within
        known = sorted({one for one in secrets if len(one) >= _SHORTEST_SECRET}, key=len)
        self._known = tuple(reversed(known))

    def format(self, record: logging.LogRecord) -> str:
        line = self._within.format(record)
        for secret in self._known:
            line = line.replace(secret, _HIDDEN)
        return _ROW.sub(_HIDDEN, _SECRETS.sub(_HIDDEN, line))


def configure(
    level: str,
    *,
    human: bool | None = None,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Send every log line to ``stream`` (standard error).

    ``human`` chooses columns over JSON; None asks whether the stream is a terminal.
    ``secrets`` are values to hide that no pattern knows, such as the signing secret.
    """
    out = stream if stream is not None else sys.stderr
    readable = out.isatty() if human is None else human
    handler = logging.StreamHandler(out)
    handler.setFormatter(Redacted(_formatter(readable=readable, colours=out.isatty()), secrets))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(max(least, root.level))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def of_slack() -> logging.Logger:
    """For slack-sdk's web client, which asks its logger's own level, never an inherited one.

    Without a level it would spell out every request and answer, only to drop the text.
    """
    logger = logging.getLogger("slack_sdk.web")
    logger.setLevel(max(_QUIET["slack_sdk"], logging.getLogger().level))
    return logger


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _formatter(*, readable: bool, colours: bool) -> logging.Formatter:
    last: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if readable:
        # By default it may show local variables: people's words, and half of a secret.
        plain = structlog.dev.plain_traceback
        last.append(structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=plain))
    else:
        last += [
            structlog.processors.format_exc_info,
            _plain,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_shared(), processors=last)


def _plain(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """What JSON does not know is written as text; a log line must never raise."""
    return {name: _simple(value) for name, value in event.items()}


def _simple(value: object) -> object:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_simple(one) for one in value]
    if isinstance(value, dict):
        return {str(name): _simple(one) for name, one in value.items()}
    return str(value)
