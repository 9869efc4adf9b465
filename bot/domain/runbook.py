"""Which runbook fits an incident. A runbook is advice for people; the bot runs nothing."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.service import ServiceName
from bot.domain.severity import SeverityName
from bot.domain.text import clip

_WORD = re.compile(r"\w+")
#: Enough of a word to recognise it in an answer.
_SHOWN = 40


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


def fitting(runbooks: Iterable[Runbook], incident: Incident, policy: Policy) -> tuple[Runbook, ...]:
    """Those that fit this incident as it stands now, best first."""
    known = policy.services.get(incident.service) if incident.service else None
    return matching(
        runbooks,
        service=incident.service,
        title=incident.title,
        severity=incident.severity,
        named=known.runbooks if known else (),
    )


def called(runbooks: Collection[Runbook], typed: str) -> Runbook:
    """The runbook a person means by its slug, its title or some words of either.

    Words may be short: ``card`` means the only runbook that has it. A word that fits none, or
    several, is a Refusal that offers the nearest.
    """
    wanted = typed.strip().casefold().removesuffix(".md")
    by_name = {name.casefold(): book for book in runbooks for name in (book.slug, book.title)}
    if wanted in by_name:
        return by_name[wanted]
    found = [book for book in runbooks if _has(_words(f"{book.slug} {book.title}"), wanted)]
    if len(found) == 1:
        return found[0]
    shown = clip(typed, _SHOWN)
    if found:
        slugs = ", ".join(book.slug for book in found)
        raise Refusal("Several runbooks fit “{name}”: {known}.", name=shown, known=slugs)
    near = get_close_matches(wanted, by_name, n=1, cutoff=0.5)
    if near:
        raise Refusal(
            "There is no runbook “{name}”. Did you mean `/incident runbook {near}`?",
            name=shown,
            near=by_name[near[0]].slug,
        )
    raise Refusal(
        "There is no runbook “{name}”. `/incident runbook` alone shows them all.", name=shown
    )


def _has(words: Collection[str], pattern: str) -> bool:
    """Whether each word of the pattern begins some word: inflection changes the ends."""
    wanted = _words(pattern)
    return bool(wanted) and all(any(word.startswith(part) for word in words) for part in wanted)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
