# ruff: noqa: RUF002 - three languages
"""Other clients' names, in either script and in any case of a noun.

Names are compared by sound: “Zoria Bank”, “банку «Зоря»” and “Зорі” are one client. Of a name
such as “Zoria Bank” the first word is enough when the rest only says what kind of company it is.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from bot.domain.phrase import phrase
from bot.domain.wording.finding import Rule
from bot.domain.wording.mark import Advice, Mark, mark
from bot.domain.wording.sight import Sight, sights
from bot.domain.wording.words import Words, words

_CYRILLIC = str.maketrans(
    dict(zip("абвгґдезиіїйклмнопрстуфцыэєхў", "abvggdeziiiiklmnoprstufcieehv", strict=True))
    | {"ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "iu", "я": "ia", "ь": None, "ъ": None}
)
#: Latin spellings of one sound, the longer ones first.
_LATIN = (
    ("sch", "sch"), ("sh", "sh"), ("ch", "ch"), ("zh", "zh"), ("kh", "h"), ("th", "t"),
    ("ph", "f"), ("ck", "k"), ("ts", "c"), ("tz", "c"), ("oo", "u"), ("ee", "i"), ("w", "v"),
    ("x", "ks"), ("q", "k"), ("y", "i"), ("j", "i"), ("ce", "se"), ("ci", "si"), ("c", "k"),
)  # fmt: skip
#: What the endings of Ukrainian and Russian nouns and adjectives sound like.
_ENDING = re.compile(
    r"[aeiou]|i[aeu]|[aeou]i|ii|[aeio]m|i[ae]m|iami|ami|i?ah|[eio]v|i[eo]v|iei|i?[oe]iu|oui|ogo"
    r"|oho|omu|imi|i[hm]|oii|aia|uiu|i?evi|ovi"
)
#: What kind of company it is: alone these words name nobody.
_KIND = re.compile(
    r"bank(?:u|om|a|e|iv|ov)?|group|grup|holding|ltd|llc|inc|corp|gmbh|plc|tov|o|pat|prat|ao|zao"
    r"|pao|market|marketplase|marketpleis|shop|store|retail|r[ie]teil|travel|trevel|finans|pai"
    r"|paiments|logistiks|insuranse|online|digital|serviks|servis|servise|servises|kompani|ko"
)
_SHORTEST = 4
_INITIALS = 2


@dataclass(frozen=True, slots=True)
class _Name:
    """The words of a name by sound; one word is enough when ``alone``."""

    sounds: tuple[str, ...]
    alone: bool


@dataclass(frozen=True, slots=True)
class _Heard:
    """A text by sound, and where in it words begin with which letters."""

    words: Words
    sounds: tuple[str, ...]
    places: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, text: Words) -> "_Heard":
        sounds = tuple(_sound(token) for token in text.tokens)
        places: dict[str, list[int]] = defaultdict(list)
        for place, sound in enumerate(sounds):
            places[sound[:_INITIALS]].append(place)
        return cls(text, sounds, places)

    def named(self, name: _Name) -> Iterator[range]:
        """The tokens that say a name, one of them with a capital letter."""
        if not name.sounds:
            return
        for first in self.places.get(name.sounds[0][:_INITIALS], ()):
            span = range(first, min(first + len(name.sounds), len(self.sounds)))
            said = len(span) == len(name.sounds) and all(
                _same(self.words.tokens[n], self.sounds[n], name.sounds[n - first]) for n in span
            )
            if said and any(self.words.capital[n] for n in span):
                yield range(first, self._kind_after(span.stop) if name.alone else span.stop)

    def _kind_after(self, place: int) -> int:
        """Past the “Bank” that follows in “Zoria Bank”."""
        while place < len(self.sounds) and self._is_kind(place):
            place += 1
        return place

    def _is_kind(self, place: int) -> bool:
        return self.words.capital[place] and bool(_KIND.fullmatch(self.sounds[place]))


def other_clients(
    sight: Sight, *, others: Sequence[str], client: Sequence[str], public: Sequence[str]
) -> Iterator[Mark]:
    """Where a client is named who does not read this. Names of readers and services are known."""
    if not others:
        return
    advice = Advice(
        phrase("This names another client. Who else is affected is not for this reader."),
        phrase("another client"),
    )
    text = _Heard.of(words(sight.text))
    known = {n for name in (*client, *public) for span in text.named(_read(name)) for n in span}
    for name in dict.fromkeys(map(_read, others)):
        for span in text.named(name):
            if span.start not in known:
                start, end = text.words.starts[span.start], text.words.ends[span.stop - 1]
                yield mark(Rule.OTHER_CLIENT, sight, start, end, advice)


@lru_cache(maxsize=4096)
def _read(name: str) -> _Name:
    sounds = tuple(
        _sound(token) for token in words(sights(name)[0].text).tokens if token[0].isalnum()
    )
    telling = [sound for sound in sounds if not _KIND.fullmatch(sound)]
    alone = len(telling) == 1 and len(telling[0]) >= _SHORTEST
    return _Name(tuple(telling) if alone else sounds, alone)


def _same(token: str, sound: str, name: str) -> bool:
    """Whether a word is the name, or one of its cases when it is written in Cyrillic."""
    if sound in (name, name + "s"):
        return True
    if token.isascii():
        return False
    stem = name.rstrip("aeiou") if len(name.rstrip("aeiou")) >= _INITIALS + 1 else name
    return sound.startswith(stem) and (sound == stem or bool(_ENDING.fullmatch(sound, len(stem))))


@lru_cache(maxsize=4096)
def _sound(word: str) -> str:
    """A word as it sounds, in Latin letters, doubled ones once."""
    plain = word.lower().replace("'", "")
    latin = plain.translate(_CYRILLIC)
    if latin == plain:
        for spelling, heard in _LATIN:
            latin = latin.replace(spelling, heard)
    return "".join(letter for letter, _ in groupby(latin))
