"""Whom somebody wants asked, in the words they typed: a level, a rotation, a person."""

import re
from collections.abc import Mapping

from bot.domain.escalation import LAST_RESORT
from bot.domain.escalation_path import EscalationPath
from bot.domain.goal import Goal
from bot.domain.ids import PersonId
from bot.domain.language import Language
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.text import clip
from bot.i18n import translator
from bot.slack import rotas, words

_LEVEL = re.compile(r"(?:level\s*|l)?(\d{1,3})(?=\s|$)[:,]?\s*", re.IGNORECASE)
_SHOWN = 40


def goal_in(
    typed: str, path: EscalationPath | None, policy: Policy, names: Mapping[PersonId, str]
) -> tuple[Goal, str]:
    """What is named first, and what follows it. A Refusal when it names nothing to page."""
    person, rest = words.person_in(typed, names)
    if person is not None:
        return Goal(person=person), rest
    level, rest = level_in(typed, path)
    if level is not None:
        return Goal(level=level), rest
    found = rotas.leading(policy, typed)
    if found is not None:
        return Goal(rotation=found[0]), found[1]
    raise Refusal(
        "I do not know whom “{words}” means. Name a level, a person or a rotation: "
        "`/incident escalate to L3`, `to @anna`, `to {rotation}`.",
        words=clip(typed, _SHOWN) or "…",
        rotation=next(iter(policy.rotations), "support-l1"),
    )


def level_in(typed: str, path: EscalationPath | None) -> tuple[int | None, str]:
    """The level named first, as ``L2``, ``level 2``, ``2`` or by its name, and what follows."""
    found = _LEVEL.match(typed)
    if found:
        return int(found[1]), typed[found.end() :].strip()
    plain = typed.casefold()
    for spelling, level in sorted(_spellings(path), key=lambda pair: -len(pair[0])):
        if plain == spelling or plain.startswith(f"{spelling} "):
            return level, typed[len(spelling) :].strip()
    return None, typed


def _spellings(path: EscalationPath | None) -> list[tuple[str, int]]:
    last = [(translator(language)("Last resort"), LAST_RESORT) for language in Language]
    levels = [
        (level.name.to(language), number)
        for number, level in enumerate(path.levels if path else (), start=1)
        for language in Language
    ]
    return [(spelling.casefold(), level) for spelling, level in [*levels, *last]]
