"""Where a rule struck, before it is known how grave that is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from bot.domain.ids import EventId
from bot.domain.phrase import Phrase
from bot.domain.wording.finding import Rule
from bot.domain.wording.sight import Sight


@dataclass(frozen=True, slots=True)
class Advice:
    """What is told about a finding: why, and what to write instead."""

    why: Phrase
    offer: Phrase | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of what was typed that a rule objects to."""

    rule: Rule
    start: int
    end: int
    advice: Advice
    #: The timeline entry that bears the words out; then there is nothing to object to.
    entry: EventId | None = None


def mark(rule: Rule, sight: Sight, start: int, end: int, advice: Advice) -> Mark:
    """A stretch of a sight, as it was typed."""
    first, last = sight.typed(start, end)
    return Mark(rule=rule, start=first, end=last, advice=advice)


def distinct(marks: Iterable[Mark]) -> list[Mark]:
    """In the order of the text. Marks of one rule that overlap become one.

    It is borne out by the timeline only when both were.
    """
    kept: dict[Rule, list[Mark]] = defaultdict(list)
    for each in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        of_rule = kept[each.rule]
        if of_rule and each.start < of_rule[-1].end:
            of_rule[-1] = _joined(of_rule[-1], each)
        else:
            of_rule.append(each)
    return sorted(chain.from_iterable(kept.values()), key=lambda mark: (mark.start, mark.end))


def _joined(first: Mark, second: Mark) -> Mark:
    speaks = second if first.entry and not second.entry else first
    return replace(speaks, start=first.start, end=max(first.end, second.end))
