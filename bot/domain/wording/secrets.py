"""Numbers and strings that open doors: cards, bank accounts, passwords, tokens, keys."""

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from bot.domain.phrase import phrase
from bot.domain.wording.finding import Rule
from bot.domain.wording.mark import Advice, Mark, mark
from bot.domain.wording.sight import Sight

#: Forms that their issuers publish so that scanners can find them. All quantities are bounded.
_KNOWN = re.compile(
    r"(?<![A-Za-z0-9_-])(?:"
    r"(?:AKIA|ASIA|AGPA|AIDA|AROA)[0-9A-Z]{16}(?![0-9A-Za-z])"
    r"|xox[abceoprs]-[0-9A-Za-z-]{10,250}"
    r"|xapp-\d-[0-9A-Za-z-]{10,250}"
    r"|gh[opsur]_[0-9A-Za-z]{20,255}|github_pat_\w{20,255}|glpat-[\w-]{20,255}|npm_\w{30,60}"
    r"|[srp]k_(?:live|test)_[0-9A-Za-z]{10,250}|whsec_[0-9A-Za-z+/]{16,250}"
    r"|sk-[A-Za-z0-9_-]{20,250}|AIza[\w-]{35}|ya29\.[\w-]{20,250}|hvs\.[\w-]{20,250}"
    r"|SG\.[\w-]{16,64}\.[\w-]{16,64}"
    r"|eyJ[\w-]{10,4000}\.[\w-]{5,4000}\.[\w-]{0,1000}"
    r"|https://hooks\.slack\.com/services/[\w/]{10,100}"
    r"|[Bb]earer [A-Za-z0-9._~+/-]{16,4000}=?"
    r")"
)
_PEM = re.compile(
    r"-----BEGIN (?:[A-Z]{2,12} ){0,3}PRIVATE KEY-----"
    r"[A-Za-z0-9+/=\s]{0,8000}(?:-----END [A-Z ]{0,40}-----)?"
)
_IN_URL = re.compile(r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}://[^\s:/@]{1,64}:[^\s@/]{1,128}@")
_LABELLED = re.compile(
    r"\b(?:password|passwd|pwd|passphrase|secret|token|api[ _-]?key|access[ _-]?key|pin"
    r"|парол[ьяюі]|токен|секрет|ключ)(?: is | ?[:=] ?| [\u2013\u2014-] )(?P<value>[^\s,;]{6,200})",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(
    r"\b(?:password|passwd|pwd|парол[ьяюі]) (?P<value>[^\s,;]{8,200})", re.IGNORECASE
)
#: Marks of the sentence around a password, not of the password.
_AFTER = ".,)\"'»”"
_HEX = re.compile(
    r"(?<![0-9A-Za-z])(?=[0-9]*[a-fA-F])(?=[a-fA-F]*[0-9])[0-9a-fA-F]{32,}(?![0-9A-Za-z])"
)
_BASE64 = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{40,}={0,2}")
_CLASSES = (str.isupper, str.islower, str.isdigit)
#: Digits in groups as people write them, each group with what stands before it.
_GROUP = re.compile(r"\d+")
_SEPARATORS = frozenset({" ", "-", "\u00a0", "\u202f", "\u2009"})
_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{1,4}){3,9}(?![A-Za-z0-9])", re.IGNORECASE
)
_SHORTEST_IBAN = 15
_SHORTEST_GROUP, _LONGEST_CARD = 3, 19
#: Issuers' ranges (ISO/IEC 7812): first digits from, to, and the lengths of their numbers.
_ISSUERS = (
    (4, 4, (13, 16, 19)),
    (51, 55, (16,)),
    (2221, 2720, (16,)),
    (2200, 2204, (16, 17, 18, 19)),
    (34, 34, (15,)),
    (37, 37, (15,)),
    (36, 36, (14,)),
    (38, 39, (14, 16)),
    (300, 305, (14, 16)),
    (3528, 3589, (16, 17, 18, 19)),
    (50, 50, (16, 17, 18, 19)),
    (56, 59, (16, 17, 18, 19)),
    (60, 69, (16, 17, 18, 19)),
)


def secrets(sight: Sight) -> Iterator[Mark]:
    """Tokens, keys and passwords. The last digits of none are offered: there is no safe part."""
    advice = Advice(
        phrase("This looks like a password, token or key. If it is real, have it replaced.")
    )
    for pattern in (_PEM, _KNOWN, _IN_URL, _HEX):
        for found in pattern.finditer(sight.text):
            yield mark(Rule.SECRET, sight, *found.span(), advice)
    for found in chain(_LABELLED.finditer(sight.text), _NEXT_WORD.finditer(sight.text)):
        value = found["value"].rstrip(_AFTER)
        if re.search(r"\d", value) and re.search(r"[^\W\d]", value):
            start = found.start("value")
            yield mark(Rule.SECRET, sight, start, start + len(value), advice)
    for found in _BASE64.finditer(sight.text):
        if _random(found[0]):
            yield mark(Rule.SECRET, sight, *found.span(), advice)


def _random(text: str) -> bool:
    """Whether capitals, small letters and digits alternate as in no word or path."""
    kinds = [next((n for n, kind in enumerate(_CLASSES) if kind(c)), -1) for c in text]
    changes = sum(a != b for a, b in pairwise(kinds))
    return {0, 1, 2} <= set(kinds) and changes * 3 >= len(text)


def cards(sight: Sight) -> Iterator[Mark]:
    """Whole card numbers, in one piece or in groups; masked ones are no longer numbers."""
    groups = [found.span() for found in _GROUP.finditer(sight.text)]
    free = 0
    for first, (start, _) in enumerate(groups):
        end = _card_end(sight.text, groups, first) if start >= free else None
        if end is not None:
            advice = Advice(
                phrase("This is a card number. It may be sent to nobody."),
                phrase("card ending in {digits}", digits=sight.text[end - 4 : end]),
            )
            yield mark(Rule.CARD, sight, start, end, advice)
            free = end


def _card_end(text: str, groups: list[tuple[int, int]], first: int) -> int | None:
    """Where the longest card number ends that begins with a group of digits."""
    digits, best, previous = "", None, None
    for start, end in groups[first : first + 6]:
        apart = previous is not None and not (
            start == previous + 1 and text[previous] in _SEPARATORS
        )
        short = end - start < _SHORTEST_GROUP
        if apart or short or len(digits) + end - start > _LONGEST_CARD:
            break
        digits, previous = digits + text[start:end], end
        if _issued(digits) and _luhn(digits) and not _inside_word(text, groups[first][0], end):
            best = end
    return best


def _inside_word(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return before.isalpha() or after.isalpha() or before in "_." or after == "_"


def _issued(digits: str) -> bool:
    return any(
        len(digits) in lengths and low <= int(digits[: len(str(low))]) <= high
        for low, high, lengths in _ISSUERS
    )


def _luhn(digits: str) -> bool:
    """The check digit of ISO/IEC 7812-1, annex B."""
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0  # noqa: PLR2004 - digit sum


def bank_accounts(sight: Sight) -> Iterator[Mark]:
    """International bank account numbers (ISO 13616) whose check digits are right."""
    for found in _IBAN.finditer(sight.text):
        words = list(re.finditer(r"[^\s]+", found[0]))
        for last in reversed(words):
            number = re.sub(r"\s", "", found[0][: last.end()]).upper()
            if len(number) >= _SHORTEST_IBAN and _mod97(number):
                advice = Advice(
                    phrase("This is a bank account number. It may be sent to nobody."),
                    phrase("account ending in {digits}", digits=number[-4:]),
                )
                end = found.start() + last.end()
                yield mark(Rule.BANK_ACCOUNT, sight, found.start(), end, advice)
                break


def _mod97(iban: str) -> bool:
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1
