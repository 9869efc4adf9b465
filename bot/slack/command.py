"""`/incident <verb> …`: find the verb, say what was meant by a misspelt one, and help.

`/oncall …` is the verb `oncall` by a command of its own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.ids import IncidentId
from bot.domain.text import clean, clip
from bot.slack.kit import Mrkdwn, join, md
from bot.slack.request import Reply, Request, Verb
from bot.slack.words import plain

_INCIDENT = re.compile(r"inc[-\s]?(\d{1,9})", re.IGNORECASE)
_WORD = re.compile(r"\S+")
#: What an incident alone means.
SHOW = "show"
#: The verb that is a slash command too.
ONCALL = "oncall"


@dataclass(frozen=True, slots=True)
class Verbs:
    """The verbs of every slice, by name and alias."""

    all: Sequence[Verb]
    by_name: Mapping[str, Verb]

    @classmethod
    def of(cls, verbs: Sequence[Verb]) -> "Verbs":
        by_name: dict[str, Verb] = {}
        for verb in verbs:
            for name in (verb.name, *verb.aliases):
                if name in by_name:
                    raise ValueError(f"Two verbs are called {name}.")
                by_name[name] = verb
        return cls(verbs, by_name)

    def nearest(self, word: str) -> str | None:
        found = get_close_matches(word, list(self.by_name), n=1, cutoff=0.6)
        return found[0] if found else None


def typed(command: str, text: str) -> str:
    """The words as after `/incident`, whichever command they followed."""
    return f"{ONCALL} {text}" if command == f"/{ONCALL}" else text


def split(text: str) -> tuple[str, str]:
    """The first word, lower case, and the rest as it was typed."""
    cleaned = clean(text, 3000)
    found = _WORD.match(cleaned)
    if found is None:
        return "", ""
    return found.group().lower(), cleaned[found.end() :].strip()


def named(words: str) -> tuple[IncidentId | None, str]:
    """An incident named first (`INC-12 …`), and what follows it."""
    found = _INCIDENT.match(words)
    if found is None or (found.end() < len(words) and not words[found.end()].isspace()):
        return None, words
    return IncidentId(int(found.group(1))), words[found.end() :].strip()


async def answer(verbs: Verbs, request: Request, *, bare: str) -> Reply | None:
    """Route what was typed. ``bare`` is the verb for no words at all.

    People name the incident before the verb or after it, and an incident alone is to be shown.
    """
    before, words = named(clean(request.words, 3000))
    word, rest = split(words)
    verb = verbs.by_name.get(word or (bare if before is None else SHOW))
    if verb is None:
        return _unknown(verbs, request, word)
    after, rest = named(rest)
    return await verb.handler(request.with_words(rest, before if after is None else after))


def _unknown(verbs: Verbs, request: Request, word: str) -> Reply:
    """Whoever mentioned us in a thread may not know that we understand verbs only."""
    t = request.t
    told = _not_known(verbs, request, word)
    if not request.thread:
        return Reply(text=told)
    help = md(
        t,
        "In a thread say `note` and what happened, or `note` alone to keep the message above.",
    )
    return Reply(text=join((told, help)))


def _not_known(verbs: Verbs, request: Request, word: str) -> Mrkdwn:
    t = request.t
    shown = clip(plain(word, {}), 40)
    near = verbs.nearest(word)
    if near:
        return md(
            t,
            "I do not know “{word}”. Did you mean `/incident {near}`? "
            "`/incident help` lists everything.",
            word=shown,
            near=near,
        )
    return md(t, "I do not know “{word}”. `/incident help` lists everything.", word=shown)
