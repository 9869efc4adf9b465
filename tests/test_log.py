import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import log


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_json_with_the_ids_of_the_work_it_belongs_to() -> None:
    stream = io.StringIO()
    log.configure("INFO", secrets=(), stream=stream)
    with structlog.contextvars.bound_contextvars(incident=12, parcel=7):
        structlog.get_logger("bot.test").info("card_posted", room="C1", count=2)
    [line] = lines(stream)
    assert str(line.pop("timestamp")).endswith("Z")
    assert line == {
        "event": "card_posted",
        "level": "info",
        "logger": "bot.test",
        "incident": 12,
        "parcel": 7,
        "room": "C1",
        "count": 2,
    }


def test_other_libraries_speak_the_same_way() -> None:
    stream = io.StringIO()
    log.configure("INFO", stream=stream)
    logging.getLogger("aiohttp.server").error("cannot %s", "read")
    assert [(line["event"], line["level"], line["logger"]) for line in lines(stream)] == [
        ("cannot read", "error", "aiohttp.server")
    ]


@pytest.mark.parametrize("human", [True, False])
def test_secrets_are_hidden_wherever_they_stand(human: bool) -> None:
    stream = io.StringIO()
    log.configure("INFO", human=human, secrets=["0123456789abcdef"], stream=stream)
    logger = structlog.get_logger("bot.test")
    logger.info("token xoxb-12-ab", nested={"app": ["xapp-1-A-2-b"]}, key="0123456789abcdef")
    logger.info("GET /postmortems/3?pass=WyJwb3N0.c2ln-_x HTTP/1.1")
    logging.getLogger("slack_sdk").warning("sent Bearer xoxe.xoxp-1-Mi0yLTx")
    try:
        int("xoxb-99-zz")
    except ValueError:
        logger.exception("failed")
    said = stream.getvalue()
    for secret in ("xoxb", "xapp", "0123456789abcdef", "WyJwb3N0", "c2ln", "Mi0yLTx"):
        assert secret not in said
    assert "/postmortems/3?pass=… HTTP/1.1" in said


def test_the_level_is_kept_and_chatty_libraries_stay_quiet() -> None:
    stream = io.StringIO()
    log.configure("INFO", stream=stream)
    structlog.get_logger("bot.test").debug("unseen")
    logging.getLogger("slack_sdk.socket_mode").info("ping")
    logging.getLogger("slack_sdk.socket_mode").warning("lost")
    assert [line["event"] for line in lines(stream)] == ["lost"]


def test_what_json_does_not_know_is_written_as_text() -> None:
    stream = io.StringIO()
    log.configure("INFO", stream=stream)
    structlog.get_logger("bot.test").info("odd", what=ValueError("no"), some={("a", 1)})
    [line] = lines(stream)
    assert (line["what"], line["some"]) == ("no", [["a", 1]])


@pytest.mark.parametrize("human", [True, False])
def test_a_traceback_shows_no_local_variable(human: bool) -> None:
    stream = io.StringIO()
    log.configure("INFO", human=human, stream=stream)

    def fail(words: str) -> None:
        raise LookupError(len(words))

    try:
        fail("what a person " + "wrote")
    except LookupError:
        structlog.get_logger("bot.test").exception("request_failed")
    assert "LookupError: 19" in stream.getvalue()
    assert "what a person wrote" not in stream.getvalue()
