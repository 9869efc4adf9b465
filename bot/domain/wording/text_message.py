"""How many text messages a text takes (3GPP TS 23.038 and 23.040).

Of the GSM 7-bit alphabet 160 characters fit one message, or 153 each of several joined ones;
some count twice. One character outside it, and the whole text goes as UCS-2: 70, or 67 each.
"""

from bot.domain.phrase import phrase, phrases
from bot.domain.wording.finding import Rule
from bot.domain.wording.mark import Advice, Mark

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\x0c^{}\\[~]|€")
_GSM = (160, 153)
_UCS2 = (70, 67)
#: So few strangers in a text are worth naming: without them it would fit.
_NAMED = 5
_BEYOND_BMP = 0x10000


def too_long(text: str, *, messages: int | None) -> list[Mark]:
    """The part that no longer fits ``messages`` text messages; None when there is no limit."""
    if messages is None:
        return []
    strange = dict.fromkeys(c for c in text if c not in _BASIC and c not in _EXTENDED)
    sizes = _septets(text) if not strange else _units(text)
    one, each = _UCS2 if strange else _GSM
    fits = one if messages <= 1 else each * messages
    if sum(sizes) <= fits:
        return []
    return [
        Mark(
            rule=Rule.TOO_LONG,
            start=_first_beyond(sizes, fits),
            end=len(text),
            advice=_advice(text, "".join(strange), taken=-(-sum(sizes) // each), limit=messages),
        )
    ]


def _septets(text: str) -> list[int]:
    return [2 if character in _EXTENDED else 1 for character in text]


def _units(text: str) -> list[int]:
    return [2 if ord(character) >= _BEYOND_BMP else 1 for character in text]


def _first_beyond(sizes: list[int], fits: int) -> int:
    used = 0
    for place, size in enumerate(sizes):
        used += size
        if used > fits:
            return place
    return len(sizes)


def _advice(text: str, strange: str, *, taken: int, limit: int) -> Advice:
    allowed = phrases("{count} text message", "{count} text messages", limit)
    why = phrases(
        "This takes {count} text message; {allowed} may go out. The rest would be cut off.",
        "This takes {count} text messages; {allowed} may go out. The rest would be cut off.",
        taken,
        allowed=allowed,
    )
    plain = sum(_septets(text))
    if 0 < len(strange) <= _NAMED and plain <= (_GSM[0] if limit <= 1 else _GSM[1] * limit):
        return Advice(
            why, phrase("Replace {characters} with plain signs: then it fits.", characters=strange)
        )
    return Advice(why, phrase("Say what clients see and when you write again; leave out the rest."))
