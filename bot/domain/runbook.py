"""Which runbook fits an incident. A runbook is advice for people; the bot runs nothing."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.domain.service import ServiceName
from bot.domain.severity import SeverityName

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Runbook:
    """One page. ``slug`` is its file's name without ``.md``; ``body`` is Markdown."""

    slug: str
    title: str
    #: What it is about. Empty: it is found by its patterns alone.
    services: tuple[ServiceName, ...] = ()
    #: Beginnings of words, all of which a title must have: ``card declin``.
    patterns: tuple[str, ...] = ()
    #: The severities it is meant for. Empty: every one.
    severities: tuple[SeverityName, ...] = ()
    #: Who keeps it true, as people read it: a team, a person, a channel.
    owners: tuple[str, ...] = ()
    body: str


def matching(
    runbooks: Iterable[Runbook],
    *,
    service: ServiceName | None,
    title: str,
    severity: SeverityName,
    named: Collection[str] = (),
) -> tuple[Runbook, ...]:
    """The runbooks that fit, best first; the same incident always gets the same order.

    A runbook for other severities never fits. One of the rest fits when the title has all the
    words of one of its patterns, when the policy names it for the service (``named``, by slug
    or by file name), or when it lists the service. The order asks, one after another:

    1. how many of its patterns the title has, more first: words say what is wrong;
    2. whether the policy names it;
    3. whether it lists the service;
    4. whether it lists the severity, rather than fitting all;
    5. how many services it lists, fewer first: it is more to the point;
    6. its slug, by the alphabet.
    """
    words = _words(title)

    def rank(runbook: Runbook) -> tuple[int, bool, bool, bool, int, str]:
        return (
            -sum(_has(words, pattern) for pattern in runbook.patterns),
            runbook.slug not in named and f"{runbook.slug}.md" not in named,
            service is None or service not in runbook.services,
            severity not in runbook.severities,
            len(runbook.services),
            runbook.slug,
        )

    ranked = sorted(
        (rank(runbook), place, runbook)
        for place, runbook in enumerate(runbooks)
        if not runbook.severities or severity in runbook.severities
    )
    return tuple(
        runbook
        for (patterns, unnamed, elsewhere, *_), _, runbook in ranked
        if patterns or not unnamed or not elsewhere
    )


def _has(words: Collection[str], pattern: str) -> bool:
    """Whether each word of the pattern begins some word: inflection changes the ends."""
    wanted = _words(pattern)
    return bool(wanted) and all(any(word.startswith(part) for word in words) for part in wanted)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
