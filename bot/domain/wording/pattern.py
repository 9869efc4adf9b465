"""A small language for phrases that inflect, and its matcher.

A phrase is a line of elements with spaces between them:

    fixed|restor*     one word of these; ``*`` stands for any ending
    again?            a word that may be missing
    ..4               at most four other words, within the clause and past no stop word
    <when>            any phrase of the group ``when``, which has one a line
    !<vague>  !not    neither that group nor that word comes next
    *                 any one word
    #  #clock         a number; a time of day such as 14:30
    :  ,              a colon or a dash, or nothing; a comma, or nothing

A line that begins with ``|`` goes on with the line before it.

Matching takes time in proportion to the number of words: gaps are bounded, and groups do not
contain themselves.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.wording.words import is_break

#: Where a match that begins at a token ends; -1 when there is none.
Step: TypeAlias = Callable[[Sequence[str], int], int]
Test: TypeAlias = Callable[[str], bool]
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[:.][0-5]\d")
_GOES_ON = re.compile(r"\n\s*\|")
_MARKS = {":": frozenset(":-\u2013\u2014"), ",": frozenset(",")}
_NUMBER = "#"
_TIME = "#clock"


def lines(source: str) -> list[str]:
    """The phrases of a source, each in one line."""
    return [line for line in map(str.strip, _GOES_ON.sub("|", source).splitlines()) if line]


@dataclass(frozen=True, slots=True)
class OneOf:
    """The words an element accepts, and the beginnings of words."""

    exact: frozenset[str]
    stems: tuple[str, ...]

    @classmethod
    def read(cls, source: str) -> "OneOf":
        """ValueError when a group stands among the words: it needs a line of its own."""
        words = source.split("|")
        if any(len(word) > 1 and "<" in word for word in words):
            raise ValueError(f"a group among words: {source}")
        stems = tuple(word[:-1] for word in words if word.endswith("*"))
        return cls(frozenset(word for word in words if not word.endswith("*")), stems)

    def test(self) -> Test:
        """Whether it accepts a token: as little work as its words need."""
        exact, stems = self.exact, self.stems
        if _NUMBER in exact or _TIME in exact:
            return self._accepts
        if not stems:
            return exact.__contains__
        return lambda token: token in exact or token.startswith(stems)

    def _accepts(self, token: str) -> bool:
        if token in self.exact or token.startswith(self.stems):
            return True
        if not token[0].isdigit():
            return False
        return _NUMBER in self.exact or bool(_CLOCK.fullmatch(token))


@dataclass(frozen=True, slots=True)
class Grammar:
    """The groups that phrases may name, and the words that no gap reaches over."""

    groups: Mapping[str, str]
    stops: OneOf

    def compile(self, line: str) -> Step:
        """A phrase as a function. ValueError when an element cannot be read."""
        return self._after(line.split(), _found)

    def _after(self, elements: Sequence[str], rest: Step) -> Step:
        for element in reversed(elements):
            rest = self._element(element, rest)
        return rest

    def _element(self, element: str, rest: Step) -> Step:
        if element.startswith(".."):
            return _gap(int(element[2:]), self.stops.test(), rest)
        if element.startswith("!"):
            return _unless(self._element(element[1:], _found), rest)
        if element == "*":
            return _word(rest)
        if element in _MARKS:
            return _optional(OneOf(_MARKS[element], ()).test(), rest)
        if element.startswith("<"):
            return _any(tuple(self._after(line, rest) for line in self.group(element)))
        if element.endswith("?"):
            return _optional(OneOf.read(element[:-1]).test(), rest)
        return _one(OneOf.read(element).test(), rest)

    def group(self, element: str) -> list[list[str]]:
        """The phrases of ``<name>``, split into elements. KeyError when there is no such group.

        Those of one word are made one element: it is tried once, however many lines they fill.
        """
        listed = [line.split() for line in lines(self.groups[element.strip("<>")])]
        single = [line[0] for line in listed if len(line) == 1 and line[0][0] not in "<*:,"]
        others = [line for line in listed if line[0] not in single or len(line) > 1]
        return [["|".join(single)], *others] if single else others

    def firsts(self, elements: Sequence[str]) -> Iterator[OneOf]:
        """What the first word of a phrase may be."""
        first = elements[0]
        if first.startswith("<"):
            for line in self.group(first):
                yield from self.firsts(line)
        elif first.endswith("?"):
            yield OneOf.read(first[:-1])
            yield from self.firsts(elements[1:])
        else:
            yield OneOf.read(first)


def _found(tokens: Sequence[str], place: int) -> int:
    return place


def _one(accepts: Test, rest: Step) -> Step:
    def step(tokens: Sequence[str], place: int) -> int:
        if place < len(tokens) and accepts(tokens[place]):
            return rest(tokens, place + 1)
        return -1

    return step


def _word(rest: Step) -> Step:
    def step(tokens: Sequence[str], place: int) -> int:
        if place < len(tokens) and not is_break(tokens[place]):
            return rest(tokens, place + 1)
        return -1

    return step


def _optional(accepts: Test, rest: Step) -> Step:
    def step(tokens: Sequence[str], place: int) -> int:
        if place < len(tokens) and accepts(tokens[place]):
            end = rest(tokens, place + 1)
            if end >= 0:
                return end
        return rest(tokens, place)

    return step


def _gap(most: int, stops: Test, rest: Step) -> Step:
    def step(tokens: Sequence[str], place: int) -> int:
        for here in range(place, place + most + 1):
            end = rest(tokens, here)
            if end >= 0:
                return end
            if here >= len(tokens) or is_break(tokens[here]) or stops(tokens[here]):
                return -1
        return -1

    return step


def _unless(unwanted: Step, rest: Step) -> Step:
    def step(tokens: Sequence[str], place: int) -> int:
        return -1 if unwanted(tokens, place) >= 0 else rest(tokens, place)

    return step


def _any(choices: tuple[Step, ...]) -> Step:
    def step(tokens: Sequence[str], place: int) -> int:
        longest = -1
        for choice in choices:
            end = choice(tokens, place)
            longest = max(longest, end)
        return longest

    return step
