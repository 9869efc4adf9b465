"""What may be said in one language, and where a text says it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

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


#: What may be said only when the timeline bears it out.
DENIALS = (Topic.DATA_UNTOUCHED, Topic.DATA_KEPT, Topic.DATA_UNSEEN, Topic.MONEY_SAFE)
#: Phrases, one a line.
Phrases = Mapping[Topic, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens ``first`` up to ``last`` (excluded) speak of a topic."""

    topic: Topic
    first: int
    last: int


#: A topic and the phrase that speaks of it.
_Entry: TypeAlias = tuple[Topic, Step]
#: Stems are looked up by so many letters; shorter ones are not allowed.
_KEY = 2
_REMEMBERED_WORDS = 8192


class _Index:
    """Phrases by their first words."""

    def __init__(self, grammar: Grammar, phrases: Phrases) -> None:
        self._words: dict[str, list[_Entry]] = defaultdict(list)
        self._stems: dict[str, list[tuple[str, _Entry]]] = defaultdict(list)
        for topic, listed in phrases.items():
            for line in lines(listed):
                entry = (topic, grammar.compile(line))
                for first in grammar.firsts(line.split()):
                    self._add(first, entry)
        #: Texts repeat their words, and most begin no phrase at all.
        self.starting = lru_cache(maxsize=_REMEMBERED_WORDS)(self._starting)

    def _add(self, first: OneOf, entry: _Entry) -> None:
        for word in first.exact:
            self._words[word[:1] if word.startswith("#") else word].append(entry)
        for stem in first.stems:
            if len(stem) < _KEY:
                raise ValueError(f"the stem “{stem}” is too short")
            self._stems[stem[:_KEY]].append((stem, entry))

    def _starting(self, token: str) -> tuple[_Entry, ...]:
        exact = self._words.get("#" if token[0].isdigit() else token, ())
        stems = self._stems.get(token[:_KEY], ())
        return (*exact, *(entry for stem, entry in stems if token.startswith(stem)))


class Lexicon:
    """The phrases of one language. To find them takes time in proportion to the text."""

    def __init__(
        self, phrases: Phrases, *, groups: Mapping[str, str], stops: str, unless: Phrases
    ) -> None:
        """``unless`` holds what, said before in the sentence, makes a topic's phrases harmless."""
        grammar = Grammar(groups, OneOf.read("|".join(stops.split())))
        self._phrases = _Index(grammar, phrases)
        self._unless = _Index(grammar, unless)

    def find(self, words: Words) -> list[Hit]:
        """Every phrase, in the order of the text; of those that begin together, each topic once."""
        tokens, hits = words.tokens, []
        silent: set[Topic] = set()
        for place, token in enumerate(tokens):
            if ends_sentence(token):
                silent.clear()
                continue
            for topic, step in self._unless.starting(token):
                if topic not in silent and step(tokens, place) >= 0:
                    silent.add(topic)
            ends: dict[Topic, int] = {}
            for topic, step in self._phrases.starting(token):
                if topic not in silent:
                    ends[topic] = max(step(tokens, place), ends.get(topic, -1))
            hits += [Hit(topic, place, end) for topic, end in ends.items() if end >= 0]
        return hits
