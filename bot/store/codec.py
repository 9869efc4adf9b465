"""Events, effects and path snapshots as (kind, JSON), and back.

Stored payloads are schema: a field may be added with a default, never renamed or removed.
`tests/store/golden_payloads.json` keeps one of every payload ever written; all must decode.
"""

from functools import cache
from typing import Any, cast, get_args

from pydantic import TypeAdapter

from bot.domain.effects import Effect
from bot.domain.events import Event
from bot.domain.events.on_call import RosterEvent

_KINDS: dict[str, type] = {
    kind.__name__: kind for union in (Event, RosterEvent, Effect) for kind in get_args(union)
}


#: The column that holds a message.
PAYLOAD = frozenset({"payload"})


@cache
def adapter(kind: type) -> TypeAdapter[Any]:
    """Built at the first use of each kind, so that a start does not pay for all of them."""
    return TypeAdapter(kind)


def encode(message: Event | RosterEvent | Effect) -> tuple[str, dict[str, Any]]:
    kind: type = type(message)
    return kind.__name__, adapter(kind).dump_python(message, mode="json")


def encode_text(message: Event | Effect) -> tuple[str, str]:
    """The JSON itself, in one step, for rows that come by the hundred."""
    kind: type = type(message)
    return kind.__name__, adapter(kind).dump_json(message).decode()


def decode_event(kind: str, payload: dict[str, Any]) -> Event:
    return cast("Event", adapter(_KINDS[kind]).validate_python(payload))


def decode_roster_event(kind: str, payload: dict[str, Any]) -> RosterEvent:
    return cast("RosterEvent", adapter(_KINDS[kind]).validate_python(payload))


def decode_effect(kind: str, payload: dict[str, Any]) -> Effect:
    return cast("Effect", adapter(_KINDS[kind]).validate_python(payload))
