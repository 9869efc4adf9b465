"""Whom somebody wants asked, in the words they typed: a level, a rotation, a person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.escalation import LAST_RESORT
from bot.domain.escalation_path import EscalationPath
from bot.domain.ids import PersonId
from bot.domain.language import Language
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.service import RotationName
from bot.domain.text import clip
from bot.i18n import translator
from bot.slack import rotas, words

_LEVEL = re.compile(r"(?:level\s*|l)?(\d{1,3})(?=\s|$)[:,]?\s*", re.IGNORECASE)
_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One of them; none of them is the next level. ``level`` 0 is the last resort."""

    level: int | None = None
    rotation: RotationName | None = None
    person: PersonId | None = None

    @property
    def value(self) -> str:
        """As an option of a menu carries it."""
        if self.rotation:
            return f"rotation:{self.rotation}"
        return "next" if self.level is None else f"level:{self.level}"


#: What nobody named.
NEXT = Goal()


def goal_of(value: str) -> Goal:
    """What an option meant. What no option of ours carries is the next level."""
    kind, _, which = value.partition(":")
    if kind == "rotation" and which:
        return Goal(rotation=RotationName(which))
    if kind == "level" and which.isascii() and which.isdigit():
        return Goal(level=int(which))
    return NEXT


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
