"""The three lexicons: nothing in them that is not read, and nothing that they lack in common."""

from functools import cache

import pytest

from bot.domain.language import Language
from bot.domain.wording import english, russian, ukrainian
from bot.domain.wording.english_words import GROUPS as ENGLISH
from bot.domain.wording.english_words import STOPS as ENGLISH_STOPS
from bot.domain.wording.lexicon import Lexicon, Topic
from bot.domain.wording.pattern import lines
from bot.domain.wording.russian_words import GROUPS as RUSSIAN
from bot.domain.wording.russian_words import STOPS as RUSSIAN_STOPS
from bot.domain.wording.sight import sights
from bot.domain.wording.ukrainian_words import GROUPS as UKRAINIAN
from bot.domain.wording.ukrainian_words import STOPS as UKRAINIAN_STOPS
from bot.domain.wording.words import Words, words
from tests.domain.wording.cases import TABLE, cases

LEXICONS = {
    Language.EN: (english, ENGLISH, ENGLISH_STOPS),
    Language.UK: (ukrainian, UKRAINIAN, UKRAINIAN_STOPS),
    Language.RU: (russian, RUSSIAN, RUSSIAN_STOPS),
}
PHRASES = [
    (language, topic, line)
    for language, (module, _, _) in LEXICONS.items()
    for topic, source in module.PHRASES.items()
    for line in lines(source)
]


@cache
def texts(language: Language) -> list[Words]:
    """What the tables object to in a language, as its lexicon reads it."""
    found = (case for path in TABLE.glob("*.txt") for case in cases(path.name))
    bad = [sights(case.text) for case in found if case.expected and case.language is language]
    return [words(both[language is not Language.EN].text) for both in bad]


@pytest.mark.parametrize(("language", "topic", "line"), PHRASES)
def test_every_phrase_is_met_in_a_text(language: Language, topic: Topic, line: str) -> None:
    _, groups, stops = LEXICONS[language]
    lexicon = Lexicon({topic: line}, groups=groups, stops=stops, unless={})
    assert any(lexicon.find(read) for read in texts(language))


@pytest.mark.parametrize("language", Language)
def test_every_language_speaks_of_every_topic(language: Language) -> None:
    module, _, _ = LEXICONS[language]
    assert set(module.PHRASES) == set(Topic)


@pytest.mark.parametrize("language", Language)
def test_every_group_is_used(language: Language) -> None:
    module, groups, _ = LEXICONS[language]
    said = " ".join([*module.PHRASES.values(), *module.UNLESS.values(), *groups.values()])
    assert [name for name in groups if f"<{name}>" not in said] == []
