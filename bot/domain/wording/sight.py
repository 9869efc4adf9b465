# ruff: noqa: RUF001, RUF002 - letters that look alike
"""A text as the eye reads it, and where each character of it was typed.

Invisible characters go, compatibility forms become plain (Unicode Standard Annex 15, NFKC), and
look-alike letters of the other script become those of their word: “fіxed” with a Cyrillic і
reads as “fixed”. A rule that looks at the plain text cannot be evaded by what nobody can see.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import chain

#: Cyrillic letters and the Latin ones they cannot be told from.
_PAIRS = dict(zip("аеорсухіјѕԁһԛԝАВЕКМНОРСТУХІЈЅ", "aeopcyxijsdhqwABEKMHOPCTYXIJS", strict=True))
_TO_LATIN = str.maketrans(_PAIRS)
_TO_CYRILLIC = str.maketrans({latin: cyrillic for cyrillic, latin in _PAIRS.items()})
_ALIKE = frozenset(chain(_PAIRS, _PAIRS.values()))
#: A word in which both scripts may meet: at least one letter that has a double.
_WORD = re.compile(r"[A-Za-zÀ-ɏ\u0400-\u052f]+")
#: Letters and marks that writers use one for another; Greek and others that pass for Latin.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("’ʼ‘`´ʹ′＇", "'"),
        **dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n"),
        **dict(zip("ёЁ\rοΟΑΒΕΖΗΙΚΜΝΡΤΥΧανιρıɑ", "еЕ oOABEZHIKMNPTYXavipia", strict=True)),
    }
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒−﹣－", "-"))
_BASIC = re.compile("[\t\n\r\x20-\x7e\u0400-\u045f\u0490\u0491’«»“”„–—№€₴\u00a0]*")
_CLUSTER = re.compile("(.)([\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe00-\ufe0f]*)", re.DOTALL)
#: Marks that no letter of the three languages is written with once NFKC has joined the rest.
_STRAY_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe00-\ufe0f]")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})
#: Of other categories, but blank: Hangul fillers and the empty Braille pattern.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


_BREAKS = frozenset("\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


@dataclass(frozen=True, slots=True)
class Sight:
    """One reading. ``text[n]`` was typed at ``starts[n]`` up to ``ends[n]``; None: at ``n``."""

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from ``start`` up to ``end`` stand in what was typed."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def sights(typed: str) -> tuple[Sight, Sight]:
    """The text with every doubtful word read as Latin, and again as Cyrillic."""
    seen = _seen(typed)
    latin = _WORD.sub(lambda word: _read(word[0], latin=True), seen.text)
    cyrillic = _WORD.sub(lambda word: _read(word[0], latin=False), seen.text)
    return Sight(latin, seen.starts, seen.ends), Sight(cyrillic, seen.starts, seen.ends)


def _seen(typed: str) -> Sight:
    if _BASIC.fullmatch(typed):
        return Sight(typed.translate(_PLAIN))
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(typed):
        shown = _shown(cluster[1], cluster[0])
        text.append(shown)
        starts.extend([cluster.start()] * len(shown))
        ends.extend([cluster.end()] * len(shown))
    return Sight("".join(text).translate(_PLAIN).translate(_DASHES), tuple(starts), tuple(ends))


def _shown(base: str, cluster: str) -> str:
    """What is seen of one character and the marks upon it; nothing of an invisible one."""
    if len(cluster) == 1 and (base in _BREAKS or " " <= base <= "~"):
        return base
    category = unicodedata.category(base)
    if category in _UNSEEN or base in _BLANK:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(base))
    # Accents are no part of English, but й and ї are letters of their own.
    plain = unicodedata.normalize("NFKC", cluster)
    if base.isascii() or "\u00c0" <= base <= "\u024f":
        plain = unicodedata.normalize("NFKD", cluster)
    return _STRAY_MARKS.sub("", plain)


def _read(word: str, *, latin: bool) -> str:
    """A word wholly of look-alikes is what the reading wants; else its other letters decide."""
    if word.isascii() and latin:
        return word
    certain = {"\u0400" <= letter <= "\u052f" for letter in word if letter not in _ALIKE}
    if certain == {True} or (not certain and not latin):
        return word.translate(_TO_CYRILLIC)
    if certain == {False} or not certain:
        return word.translate(_TO_LATIN)
    return word
