"""How much all blocks of a message may say together.

Slack documents no total, yet answers msg_blocks_too_long at about 13,200 characters, containers
counted: https://github.com/slackapi/bolt-js/issues/2509 and
https://github.com/slackapi/bolt-js/issues/2867.
"""

from collections.abc import Mapping
from typing import Any

MAX_WEIGHT = 13_200
"""Characters."""
_CONTAINER = 8
_SAID = frozenset({"text", "alt_text"})


def weight(value: Any) -> int:
    """Characters of every text, and a few for each container around it."""
    if isinstance(value, Mapping):
        own = sum(len(each) for key, each in value.items() if key in _SAID and _is_text(each))
        return _CONTAINER + own + sum(weight(each) for each in value.values())
    if isinstance(value, list | tuple):
        return sum(weight(each) for each in value)
    return 0


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
