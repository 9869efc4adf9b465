"""What is listened to, told from the event alone: ordinary talk is let go by."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.policy import Policy
from bot.slack import hearing
from bot.slack.hearing import CHANGED, DELETED, SPOKEN, Hearing
from tests.domain.sample import POLICY, SEV1

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WORD: dict[str, Any] = {"type": "message", "channel": "C1", "user": "U1", "text": "a", "ts": "1.2"}


def asking(after: timedelta | None) -> Policy:
    return replace(POLICY, severities=(replace(SEV1, ack_timeout=after),))


QUIET_POLICY, ASKING = asking(None), asking(timedelta(minutes=30))


def change(old: str, new: str, **message: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "subtype": "message_changed",
        "channel": "C1",
        "message": {"ts": "1.2", "text": new, **message},
        "previous_message": {"ts": "1.2", "text": old},
    }


@pytest.mark.parametrize(
    ("event", "heard"),
    [
        (WORD, None),
        ({**WORD, "thread_ts": "1.1"}, None),
        ({**WORD, "subtype": "file_share", "files": [{"id": "F1"}]}, None),
        ({**WORD, "subtype": "channel_join"}, None),
        ({**WORD, "bot_id": "B1"}, None),
        (change("a", "b"), CHANGED),
        (change("a", "a"), None),
        (change("a", "This message was deleted.", subtype="tombstone"), DELETED),
        ({"type": "message", "subtype": "message_deleted", "deleted_ts": "1.2"}, DELETED),
        ({"type": "message"}, None),
        ({"type": "message", "subtype": "message_changed"}, None),
    ],
)
def test_what_is_heard_where_nobody_is_asked_whether_they_are_there(
    event: dict[str, Any], heard: str | None
) -> None:
    assert Hearing().of(event, QUIET_POLICY, NOW) == heard


def test_a_word_is_a_sign_of_life_and_the_next_ones_are_not_needed() -> None:
    ear = Hearing()
    elsewhere, another = {**WORD, "channel": "C2"}, {**WORD, "user": "U2"}

    assert [ear.of(each, ASKING, NOW) for each in (WORD, elsewhere, another)] == [SPOKEN] * 3
    assert [ear.of(each, ASKING, NOW) for each in (WORD, elsewhere, another)] == [None] * 3
    assert ear.of(WORD, ASKING, NOW + timedelta(seconds=29)) is None
    assert ear.of(WORD, ASKING, NOW + timedelta(seconds=30)) == SPOKEN
    assert ear.of({**WORD, "bot_id": "B1"}, ASKING, NOW + timedelta(hours=1)) is None


def test_who_is_asked_soon_is_listened_to_closely() -> None:
    ear, soon = Hearing(), asking(timedelta(seconds=40))

    assert ear.of(WORD, soon, NOW) == SPOKEN
    assert ear.of(WORD, soon, NOW + timedelta(seconds=9)) is None
    assert ear.of(WORD, soon, NOW + timedelta(seconds=10)) == SPOKEN


def test_a_clock_set_back_does_not_make_us_deaf() -> None:
    ear = Hearing()
    ear.of(WORD, ASKING, NOW)

    assert ear.of(WORD, ASKING, NOW - timedelta(hours=1)) == SPOKEN


def test_memory_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "REMEMBERED", 2)
    ear = Hearing()
    people = [{**WORD, "user": f"U{number}"} for number in range(3)]

    assert [ear.of(each, ASKING, NOW) for each in people] == [SPOKEN] * 3
    assert [ear.of(each, ASKING, NOW) for each in people[1:]] == [None] * 2
    assert ear.of(people[0], ASKING, NOW) == SPOKEN, "the first was forgotten"
