# ruff: noqa: RUF001 - Ukrainian and Russian
"""Whether a text can be in the language it is meant for: words pasted into the wrong field.

Nothing is guessed from names or brands, nor from words that two languages share: only letters
and small words that one language has and the other lacks are evidence.
"""

import re

from bot.domain.language import Language

__all__ = ["strange"]

_LETTERS = {Language.UK: frozenset("іїєґ"), Language.RU: frozenset("ёъыэ")}
#: Small words of everyday messages. None of them is a word of the other language.
_TYPICAL = {
    Language.UK: ("або вже від він вона вони зараз коли може можуть немає під після та також це "
                  "цей що щоб ще як"),
    Language.RU: ("будет если есть еще и из или как когда который могут может мы нет от пока "
                  "после с сейчас также только уже что чтобы это"),
}  # fmt: skip
_SMALL = {language: frozenset(typical.split()) for language, typical in _TYPICAL.items()}
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
#: Fewer Latin words in a Cyrillic field are brands and terms.
_SENTENCE = 3


def strange(text: str, language: Language) -> bool:
    """Whether the words speak for another language than ``language``; in doubt, False."""
    latin, cyrillic = _words(text)
    if language is Language.EN:
        return len(cyrillic) > len(latin)
    if not cyrillic:
        return len(latin) >= _SENTENCE
    other = Language.RU if language is Language.UK else Language.UK
    return _speaking(cyrillic, other) > _speaking(cyrillic, language)


def _words(text: str) -> tuple[list[str], list[str]]:
    """Latin and Cyrillic ones. What begins with a capital may be anybody's name."""
    latin: list[str] = []
    cyrillic: list[str] = []
    for found in _WORD.finditer(text):
        word = found.group()
        if word[0].islower() or any(word.casefold() in small for small in _SMALL.values()):
            (cyrillic if "\u0400" <= word[0] <= "\u04ff" else latin).append(word.casefold())
    return latin, cyrillic


def _speaking(words: list[str], language: Language) -> int:
    letters, small = _LETTERS[language], _SMALL[language]
    return sum(word in small or not letters.isdisjoint(word) for word in words)
