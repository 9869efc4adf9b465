"""The notation in which the lexicons are written."""

import pytest

from bot.domain.wording.lexicon import Hit, Lexicon, Topic
from bot.domain.wording.pattern import Grammar, OneOf
from bot.domain.wording.words import words

GRAMMAR = Grammar(
    {
        "when": "soon\n by #clock\n in # minute|minutes",
        "gone": "lost\n   |deleted\n stol*",
    },
    OneOf.read("update|news*"),
)


def reach(line: str, text: str) -> str | None:
    """What a phrase takes of a text that begins with it."""
    tokens = words(text).tokens
    end = GRAMMAR.compile(line)(tokens, 0)
    return None if end < 0 else " ".join(tokens[:end])


@pytest.mark.parametrize(
    ("line", "text", "taken"),
    [
        ("fixed|restored", "Restored!", "restored"),
        ("fixed|restored", "Fix it", None),
        ("restor*", "restoration", "restoration"),
        ("fixed again? now", "fixed now", "fixed now"),
        ("fixed again? now", "fixed again now", "fixed again now"),
        ("fixed ..2 now", "fixed for you now", "fixed for you now"),
        ("fixed ..2 now", "fixed for all of you now", None),
        ("fixed ..2 now", "fixed, now", None),
        ("fixed ..2 now", "fixed in an update now", None),
        ("fixed <when>", "fixed by 14:30 or later", "fixed by 14:30"),
        ("fixed <when>", "fixed by 75:30", None),
        ("fixed <when>", "fixed in 5 minutes", "fixed in 5 minutes"),
        ("fixed !today *", "fixed tomorrow", "fixed tomorrow"),
        ("fixed !today *", "fixed today", None),
        ("fixed !<when> *", "fixed soon", None),
        ("fixed *", "fixed.", None),
        ("eta : #", "ETA: 30", "eta : 30"),
        ("eta : #", "ETA — 30", "eta — 30"),
        ("eta : #", "ETA 30", "eta 30"),
        ("maybe , so", "maybe, so", "maybe , so"),
        ("data <gone>", "data deleted", "data deleted"),
        ("data <gone>", "data stolen", "data stolen"),
        ("fixed <when>", "fixed", None),
    ],
)
def test_what_a_phrase_takes(line: str, text: str, taken: str | None) -> None:
    assert reach(line, text) == taken


def test_the_longest_of_a_group_is_taken() -> None:
    grammar = Grammar({"when": "today\n today at #clock"}, OneOf.read("update"))
    assert grammar.compile("<when>")(words("today at 14:30").tokens, 0) == 3


def test_a_group_among_words_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a group among words: soon\|<when>"):
        GRAMMAR.compile("fixed soon|<when>")


def test_a_group_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError, match="never"):
        GRAMMAR.compile("fixed <never>")


def lexicon(phrases: str, unless: str = "") -> Lexicon:
    return Lexicon({Topic.CAUSE: phrases}, groups={}, stops="update", unless={Topic.CAUSE: unless})


def test_a_phrase_is_found_wherever_it_begins() -> None:
    found = lexicon("caused by *").find(words("Caused by it. Not caused by. Was caused by us"))
    assert found == [Hit(Topic.CAUSE, 0, 3), Hit(Topic.CAUSE, 9, 12)]


def test_the_longest_phrase_of_a_topic_is_told() -> None:
    found = lexicon("due to *\ndue to ..3 disk").find(words("due to a failed disk"))
    assert found == [Hit(Topic.CAUSE, 0, 5)]


def test_a_doubt_silences_the_rest_of_its_sentence_only() -> None:
    text = words("If due to this, due to that. Due to us")
    assert lexicon("due to *", unless="if").find(text) == [Hit(Topic.CAUSE, 9, 12)]


def test_a_stem_of_one_letter_is_refused() -> None:
    with pytest.raises(ValueError, match="the stem “d” is too short"):
        lexicon("d* to")
