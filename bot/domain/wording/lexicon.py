"""What may be said in one language, and where a text says it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.wording.pattern import Grammar, OneOf, Step, lines
from bot.domain.wording.words import Words, ends_sentence


class Topic(StrEnum):
    """What a phrase says."""

    REPAIR_TIME = "repair_time"
    CAUSE = "cause"
    DATA_UNTOUCHED = "data_untouched"
    DATA_KEPT = "data_kept"
    DATA_UNSEEN = "data_unseen"
    MONEY_SAFE = "money_safe"
    BLAME = "blame"
    DOWNPLAYING = "downplaying"
    REFUND = "refund"
    LEGAL = "legal"
    LEAK = "leak"
    APOLOGY = "apology"


#: Names of phrases, one a line.
Phrases = Mapping[Topic, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens ``first`` up to ``last`` (excluded) speak of a topic."""

    topic: Topic
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Entry:
    topic: Topic
    step: Step
    #: Found, it silences its topic for the rest of the sentence.
    silences: bool


#: Stems are looked up by so many letters; shorter ones are not allowed.
_KEY = 2


class Lexicon:
    """The phrases of one language, found by their first words."""

    def __init__(
        self, phrases: Phrases, *, groups: Mapping[str, str], stops: str, unless: Phrases
    ) -> None:
        """``unless`` holds what, said before in the sentence, makes a topic's phrases harmless."""
        self._words: dict[str, list[_Entry]] = defaultdict(list)
        self._stems: dict[str, list[tuple[str, _Entry]]] = defaultdict(list)
        grammar = Grammar(groups, OneOf.read("|".join(stops.split())))
        for source, silences in ((unless, True), (phrases, False)):
            for topic, listed in source.items():
                for line in lines(listed):
                    entry = _Entry(topic, grammar.compile(line), silences)
                    self._index(grammar.firsts(line.split()), entry)

    def _index(self, firsts: Iterator[OneOf], entry: _Entry) -> None:
        for first in firsts:
            for word in first.exact:
                self._words[word[:1] if word.startswith("#") else word].append(entry)
            for stem in first.stems:
                if len(stem) < _KEY:
                    raise ValueError(f"the stem “{stem}” is too short")
                self._stems[stem[:_KEY]].append((stem, entry))

    def find(self, words: Words) -> list[Hit]:
        """Every phrase, in the order of the text; of those that begin together, each topic once."""
        tokens, hits = words.tokens, []
        silent: set[Topic] = set()
        for place, token in enumerate(tokens):
            if ends_sentence(token):
                silent.clear()
                continue
            ends: dict[Topic, int] = {}
            for entry in self._starting(token):
                end = -1 if entry.topic in silent else entry.step(tokens, place)
                if end < 0:
                    continue
                if entry.silences:
                    silent.add(entry.topic)
                else:
                    ends[entry.topic] = max(end, ends.get(entry.topic, end))
            hits += [Hit(topic, place, end) for topic, end in ends.items() if topic not in silent]
        return hits

    def _starting(self, token: str) -> Sequence[_Entry]:
        key = "#" if token[0].isdigit() else token
        exact = self._words.get(key, [])
        stems = self._stems.get(token[:_KEY])
        if stems is None:
            return exact
        found = [entry for stem, entry in stems if token.startswith(stem)]
        return sorted([*exact, *found], key=lambda entry: not entry.silences)
