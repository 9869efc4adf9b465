"""Stored payloads are schema: every event and effect ever written must still be readable.

`golden_payloads.json` holds one payload of each kind and, where a kind has grown, the older
shapes too. Payloads are added there, never changed and never taken away.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.domain.effects import Effect
from bot.domain.events import Event, IncidentDeclared, NoteAdded, ResponderPaged
from bot.domain.events.on_call import RosterEvent
from bot.domain.ids import EscalationId, IncidentId, PersonId
from bot.domain.severity import SeverityName
from bot.store.codec import decode_effect, decode_event, decode_roster_event, encode

GOLDEN: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(
    (Path(__file__).parent / "golden_payloads.json").read_text(encoding="utf-8")
)
EVENTS = {kind.__name__: kind for kind in get_args(Event)}
ROSTER = {kind.__name__: kind for kind in get_args(RosterEvent)}
EFFECTS = {kind.__name__: kind for kind in get_args(Effect)}


def _cases(part: str) -> list[Any]:
    return [
        pytest.param(kind, payload, id=f"{kind}-{number}")
        for kind, payloads in GOLDEN[part].items()
        for number, payload in enumerate(payloads)
    ]


def test_the_golden_file_has_every_kind() -> None:
    """A new event or effect is put into the file together with the code that writes it."""
    assert set(GOLDEN["events"]) == set(EVENTS)
    assert set(GOLDEN["roster"]) == set(ROSTER)
    assert set(GOLDEN["effects"]) == set(EFFECTS)


def test_no_name_is_both_an_event_and_an_effect() -> None:
    assert EVENTS.keys().isdisjoint(EFFECTS)
    assert ROSTER.keys().isdisjoint({**EVENTS, **EFFECTS})


@pytest.mark.parametrize(("kind", "payload"), _cases("events"))
def test_every_event_ever_written_is_read(kind: str, payload: dict[str, Any]) -> None:
    event = decode_event(kind, payload)

    assert type(event) is EVENTS[kind]
    again, written = encode(event)
    assert again == kind
    assert {name: written[name] for name in payload} == payload


@pytest.mark.parametrize(("kind", "payload"), _cases("roster"))
def test_every_fact_of_a_roster_ever_written_is_read(kind: str, payload: dict[str, Any]) -> None:
    event = decode_roster_event(kind, payload)

    assert type(event) is ROSTER[kind]
    again, written = encode(event)
    assert again == kind
    assert {name: written[name] for name in payload} == payload


@pytest.mark.parametrize(("kind", "payload"), _cases("effects"))
def test_every_effect_ever_written_is_read(kind: str, payload: dict[str, Any]) -> None:
    effect = decode_effect(kind, payload)

    assert type(effect) is EFFECTS[kind]
    again, written = encode(effect)
    assert again == kind
    assert {name: written[name] for name in payload} == payload


def test_what_a_payload_lacks_takes_its_default() -> None:
    """As a payload from before ``version`` and ``late_seconds`` were thought of would."""
    assert decode_event(
        "ResponderPaged",
        {
            "incident": 1,
            "at": "2026-11-23T09:00:00Z",
            "escalation": "e",
            "level": 1,
            "round": 1,
            "person": "U0OLENA",
        },
    ) == ResponderPaged(
        incident=IncidentId(1),
        at=datetime(2026, 11, 23, 9, tzinfo=UTC),
        escalation=EscalationId("e"),
        level=1,
        round=1,
        person=PersonId("U0OLENA"),
        channel=None,
        version=0,
        late_seconds=0,
    )


@pytest.mark.parametrize("text", ["Картки не працюють", "<!channel> & “quotes”", "🔥", "a\nb"])
def test_what_people_wrote_comes_back_as_it_was(text: str) -> None:
    at = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
    note = NoteAdded(
        incident=IncidentId(1), at=at, text=text, author=PersonId("U0OLENA"), said_at=at
    )
    declared = IncidentDeclared(
        incident=IncidentId(1),
        at=at,
        title=text,
        severity=SeverityName("SEV1"),
        impact=text,
        flags=("money", "security"),
        tickets=("https://kobzapay.example/1",),
    )

    for event in (note, declared):
        kind, payload = encode(event)
        assert decode_event(kind, json.loads(json.dumps(payload))) == event


def test_an_unknown_kind_is_a_bug_and_says_which() -> None:
    with pytest.raises(KeyError, match="Nonsense"):
        decode_event("Nonsense", {})
