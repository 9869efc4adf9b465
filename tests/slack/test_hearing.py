"""What is listened to, told from the delivery alone: ordinary talk is let go by."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.events.record import NoteKind
from bot.domain.pick import Picking
from bot.domain.policy import Policy
from bot.slack import hearing
from bot.slack.hearing import CHANGED, DELETED, SPOKEN, Hearing
from bot.store.database import Database
from bot.store.work import Store
from tests.domain.sample import POLICY, SEV1
from tests.support.databases import ManualTime

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WORD: dict[str, Any] = {"type": "message", "channel": "C1", "user": "U1", "text": "a", "ts": "1.2"}
GONE = {"type": "message", "subtype": "message_deleted", "deleted_ts": "1.2"}


def asking(after: timedelta | None) -> Policy:
    """A policy that asks, or does not, whether somebody who acknowledged is still there."""
    return replace(POLICY, severities=(replace(SEV1, ack_timeout=after),))


NEVER, OFTEN = asking(None), asking(timedelta(minutes=30))


def ear(policy: Policy, time: ManualTime | None = None) -> Hearing:
    """It is given a database, and never asks it: there is none."""
    there_is_none = Database("sqlite+aiosqlite:////nowhere/at/all.db")
    return Hearing(Store(there_is_none, time or (lambda: NOW), policy, lambda: None))


def heard(listener: Hearing, event: dict[str, Any]) -> bool:
    return listener.heeds({"type": "event_callback", "event_id": "Ev1", "event": event})


def change(old: str, new: str, **message: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "subtype": "message_changed",
        "channel": "C1",
        "message": {"ts": "1.2", "text": new, **message},
        "previous_message": {"ts": "1.2", "text": old},
    }


@pytest.mark.parametrize(
    ("event", "name"),
    [
        (WORD, SPOKEN),
        ({**WORD, "thread_ts": "1.1"}, SPOKEN),
        ({**WORD, "subtype": "file_share", "files": [{"id": "F1"}]}, None),
        ({**WORD, "subtype": "channel_join"}, None),
        ({**WORD, "bot_id": "B1"}, None),
        ({"type": "message"}, None),
        (change("a", "b"), CHANGED),
        (change("a", "a"), None),
        ({"type": "message", "subtype": "message_changed"}, None),
        (change("a", "This message was deleted.", subtype="tombstone"), DELETED),
        (GONE, DELETED),
    ],
)
def test_messages_by_name(event: dict[str, Any], name: str | None) -> None:
    assert hearing.name(event) == name
    assert heard(ear(NEVER), event) == (name in {CHANGED, DELETED})


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "event_callback", "event": {"type": "app_mention", "text": "note"}},
        {"type": "event_callback", "event": {"type": "reaction_removed", "reaction": "+1"}},
        {"type": "event_callback", "event": {"type": "member_joined_channel"}},
        {"type": "event_callback", "event": "nonsense"},
        {"type": "url_verification"},
        {"type": "block_actions"},
        [],
        None,
    ],
)
def test_everything_else_is_for_bolt(payload: Any) -> None:
    assert ear(NEVER).heeds(payload)


def test_of_reactions_those_that_the_policy_names() -> None:
    emoji = {"pushpin": None, "scales": NoteKind.DECISION}
    listener = ear(replace(NEVER, timeline=Picking(emoji=emoji)))

    def given(name: str) -> bool:
        return heard(listener, {"type": "reaction_added", "reaction": name, "user": "U1"})

    names = ("pushpin", "pushpin::skin-tone-2", "scales", "+1", "eyes::skin-tone-2")
    assert [given(name) for name in names] == [True, True, True, False, False]


def test_a_word_is_a_sign_of_life_and_the_next_ones_are_not_needed() -> None:
    time = ManualTime(NOW)
    listener = ear(OFTEN, time)
    words = (WORD, {**WORD, "channel": "C2"}, {**WORD, "user": "U2"})

    assert [heard(listener, each) for each in words] == [True] * 3
    assert [heard(listener, each) for each in words] == [False] * 3
    time.later(seconds=29)
    assert not heard(listener, WORD)
    time.later(seconds=1)
    assert heard(listener, WORD)
    assert not heard(listener, {**WORD, "user": "U3", "bot_id": "B1"})


def test_who_is_asked_soon_is_listened_to_closely() -> None:
    time = ManualTime(NOW)
    listener = ear(asking(timedelta(seconds=40)), time)

    assert heard(listener, WORD)
    time.later(seconds=9)
    assert not heard(listener, WORD)
    time.later(seconds=1)
    assert heard(listener, WORD)


def test_a_clock_set_back_does_not_make_us_deaf() -> None:
    time = ManualTime(NOW)
    listener = ear(OFTEN, time)
    heard(listener, WORD)
    time.later(hours=-1)

    assert heard(listener, WORD)


def test_memory_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "REMEMBERED", 2)
    listener = ear(OFTEN)
    people = [{**WORD, "user": f"U{number}"} for number in range(3)]

    assert [heard(listener, each) for each in people] == [True] * 3
    assert [heard(listener, each) for each in people[1:]] == [False] * 2
    assert heard(listener, people[0]), "the first was forgotten"
