"""What a war room is called, and its topic. Latin letters come from outside: see `slug`."""

import re

from bot.domain.ids import IncidentId
from bot.domain.text import clip

#: Slack's limits for a channel's name and its topic, in characters.
NAME_LIMIT, TOPIC_LIMIT = 80, 250
#: A sidebar shows about thirty letters, and a room's name is read aloud.
SLUG_LIMIT = 40
_NOT_ALLOWED = re.compile(r"[^a-z0-9]+")
_DASHES = re.compile(r"-{2,}")


def slug(latin: str) -> str:
    """The first lower-case words with dashes between them. Apostrophes vanish: ``prokhodyat'``."""
    words = _NOT_ALLOWED.sub("-", latin.casefold().replace("'", "")).strip("-")
    if len(words) <= SLUG_LIMIT:
        return words
    whole, dash, _ = words[: SLUG_LIMIT + 1].rpartition("-")
    return whole if dash else words[:SLUG_LIMIT]


def room_name(pattern: str, number: IncidentId, words: str, *, taken: int = 0) -> str:
    """The name by the policy's pattern: letters a to z, digits, ``-`` and ``_``, at most 80.

    ``words`` is a `slug`. It gives way when the name grows too long; the number never does.
    ``taken`` says how many names were found to belong to others: the next is ``…-2``.
    """
    suffix = f"-{taken + 1}" if taken else ""
    name = _fill(pattern, number, words)
    while words and len(name) + len(suffix) > NAME_LIMIT:
        words = _shorter(words)
        name = _fill(pattern, number, words)
    return name + suffix


def topic(facts: str, title: str) -> str:
    """Facts first and whole, then as much of the title as Slack allows."""
    left = TOPIC_LIMIT - len(facts) - len(" · ")
    return f"{facts} · {clip(title, left)}" if left > 0 else clip(facts, TOPIC_LIMIT)


def _fill(pattern: str, number: IncidentId, words: str) -> str:
    filled = pattern.replace("{n}", str(number)).replace("{slug}", words).casefold()
    allowed = re.sub(r"[^a-z0-9_-]+", "-", filled)
    return _DASHES.sub("-", allowed).strip("-")


def _shorter(words: str) -> str:
    """Without the last word; of a single long one, without its last letter."""
    return words.rsplit("-", 1)[0] if "-" in words else words[:-1]
