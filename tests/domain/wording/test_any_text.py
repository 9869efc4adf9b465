"""What holds for every text, whatever is typed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.language import Language
from bot.domain.wording import Finding, Rule, check
from bot.domain.wording.english import lexicon as english
from bot.domain.wording.lexicon import Lexicon
from bot.domain.wording.russian import lexicon as russian
from bot.domain.wording.sight import sights
from bot.domain.wording.ukrainian import lexicon as ukrainian
from bot.domain.wording.words import words
from tests.domain.wording.cases import KOBZA, TABLE, Case, cases

EVERYTHING = replace(KOBZA, messages=1)
CASES = [case for path in sorted(TABLE.glob("*.txt")) for case in cases(path.name)]
#: Tables about words alone: here neither case nor what is invisible may matter.
SPOKEN = [
    case
    for name in ("promises", "causes", "denials", "blame", "downplaying", "apologies")
    for case in cases(f"{name}.txt")
]
PIECES = sorted({word for case in CASES for word in re.findall(r"\S+|\s", case.text)})
TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES)).map(" ".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3))).map("".join),
)


@given(TEXTS, st.sampled_from(Language))
@settings(max_examples=400)
def test_findings_quote_what_stands_where_they_say(text: str, language: Language) -> None:
    findings = check(text, language=language, context=EVERYTHING)
    for finding in findings:
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.quote == text[finding.start : finding.end]
        assert finding.language is language
    assert list(findings) == sorted(findings, key=lambda each: (each.start, each.end))
    for rule in Rule:
        same = [finding for finding in findings if finding.rule is rule]
        assert all(first.end <= second.start for first, second in pairwise(same))


@given(TEXTS)
@settings(max_examples=100)
def test_checking_again_finds_the_same(text: str) -> None:
    first = check(text, language=Language.UK, context=EVERYTHING)
    assert check(text, language=Language.UK, context=EVERYTHING) == first


@given(st.sampled_from(CASES), st.data())
@settings(max_examples=300)
def test_invisible_characters_hide_nothing(case: Case, data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(case.text)), max_size=8))
    unseen = data.draw(st.sampled_from("\u200b\u200d\u2060\ufeff\u00ad\u202e\u0000"))
    text = case.text
    for place in sorted(places, reverse=True):
        text = text[:place] + unseen + text[place:]
    # A text message is charged for every character, seen or not.
    context = replace(case.context, messages=None)
    plain = told(check(case.text, language=case.language, context=context))
    hidden = check(text, language=case.language, context=context)
    assert told(hidden, without="\u200b\u200d\u2060\ufeff\u00ad\u202e\u0000") == [
        (rule, re.sub("[\u200b\u200d\u2060\ufeff\u00ad\u202e]", "", quote)) for rule, quote in plain
    ]


def told(findings: Sequence[Finding], without: str = "") -> list[tuple[Rule, str]]:
    return [
        (each.rule, each.quote.translate(dict.fromkeys(map(ord, without)))) for each in findings
    ]


TO_LATIN = dict(zip("аеорсухі", "aeopcyxi", strict=True))
TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in TO_LATIN.items()}


@given(st.sampled_from(SPOKEN), st.data())
@settings(max_examples=300)
def test_letters_that_look_alike_hide_nothing(case: Case, data: st.DataObject) -> None:
    doubles = TO_CYRILLIC if case.language is Language.EN else TO_LATIN
    chosen = data.draw(st.sets(st.integers(0, len(case.text) - 1)))
    text = "".join(
        doubles.get(letter, letter) if place in chosen else letter
        for place, letter in enumerate(case.text)
    )
    assert spans(check(text, language=case.language, context=case.context)) == spans(
        check(case.text, language=case.language, context=case.context)
    )


#: In capitals nothing tells a wrapped line from a new one.
UNWRAPPED = [case for case in SPOKEN if "\n" not in case.text]


@pytest.mark.parametrize("case", UNWRAPPED, ids=lambda case: case.place)
def test_capitals_hide_nothing(case: Case) -> None:
    loud = check(case.text.upper(), language=case.language, context=case.context)
    assert spans(loud) == spans(check(case.text, language=case.language, context=case.context))


def spans(findings: Sequence[Finding]) -> list[tuple[Rule, int, int]]:
    return [(each.rule, each.start, each.end) for each in findings]


class Counted(tuple[str, ...]):
    """Tokens that count how often one is looked at."""

    __slots__ = ()
    looks = 0

    def __getitem__(self, place: Any) -> Any:
        Counted.looks += 1
        return super().__getitem__(place)

    def __iter__(self) -> Iterator[str]:
        for place in range(len(self)):
            yield self[place]


LOOPS = [
    "will should expect plan to fix restore work ",
    "in the next few minutes by 15:00 ",
    "because of to by ",
    "no data money payments ",
    "не дані кошти платежі жодних ",
    "через помилку збій у провайдера ",
    "буде мають планує відновити до 15:00 ",
    "не данные деньги ни один платёж ",
    "из-за ошибки сбоя у партнёра ",
    "будет должны планируем восстановить в течение ",
]


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("lexicon", [english(), ukrainian(), russian()], ids=["en", "uk", "ru"])
def test_a_text_twice_as_long_takes_twice_the_steps(lexicon: Lexicon, loop: str) -> None:
    short, long = (steps(lexicon, loop * count) for count in (100, 200))
    assert long <= 2.1 * short


def steps(lexicon: Lexicon, text: str) -> int:
    read = words(sights(text)[1].text)
    Counted.looks = 0
    lexicon.find(replace(read, tokens=Counted(read.tokens)))
    return Counted.looks


FLOODS = [
    "a", "1", "1 ", "а", "a.", "a-", "1:", "::", "a@", "+1 ", "4111 ", "1.", "(", "<!here>", "\n",
    "-----BEGIN PRIVATE KEY-----", "eyJaaaaaaaaaaaa.", "eyJaaaaaaaaaaaa.bbbbbb.", "xoxb-", "$1",
    "1,000 ", "password: ", "https://", "a:b@", "UA21", "UA21 3223 ", "aA0", "prod-", "db-1 ",
    "10.0.0.1 ", "fe80:", "ІПН 1 ", "паспорт ", "support ", "\u200b", "а\u0301", "ﷺ", "😀",
    "Zoria ",
]  # fmt: skip


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", FLOODS)
def test_no_flood_of_twenty_thousand_characters_drowns_it(piece: str) -> None:
    """Squared work would take minutes here; the limit leaves a slow machine a hundredfold."""
    text = (piece * 20_000)[:20_000]
    for finding in check(text, language=Language.EN, context=EVERYTHING):
        assert finding.quote == text[finding.start : finding.end]
