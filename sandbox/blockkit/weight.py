"""How much all blocks of a message may say together.

Slack documents no total, yet answers msg_blocks_too_long at about 13,200 characters, containers
counted: https://github.com/slackapi/bolt-js/issues/2509 and
https://github.com/slackapi/bolt-js/issues/2867.
"""

from typing import Any

MAX_WEIGHT = 13_200
"""Characters."""
_CONTAINER = 8
_SAID = frozenset({"text", "alt_text"})


def weight(value: Any) -> int:
    """Characters of every text, and a few for each container around it."""
    if isinstance(value, list):
        return sum(map(weight, value))
    if not isinstance(value, dict):
        return 0
    total = _CONTAINER
    for key, each in value.items():
        if isinstance(each, str):
            total += len(each) if key in _SAID else 0
        else:
            total += weight(each)
    return total
