# ruff: noqa: RUF001 - three languages
"""Sums of money that are told, apart from those that only say which payments are meant."""

import re
from collections.abc import Iterator

from bot.domain.phrase import phrase
from bot.domain.wording.finding import Rule
from bot.domain.wording.mark import Advice, Mark, mark
from bot.domain.wording.sight import Sight

_NUMBER = r"(?:\d{1,3}(?:[ \u00a0\u202f,.']\d{3}){1,5}(?:[.,]\d{1,2})?|\d{1,15}(?:[.,]\d{1,4})?)"
_SCALE = (
    r"(?:[ \u00a0]?(?:k|m|mln|bn|thousand|million|billion|тис(?:яч\w{0,2})?|тыс(?:яч\w{0,2})?"
    r"|млн|млрд|мільйон\w{0,3}|мільярд\w{0,3}|миллион\w{0,3}|миллиард\w{0,3})\b)"
)
_SIGN = r"[$€£₴₽₸]"
_NAME = (
    r"(?:UAH|USD|EUR|GBP|PLN|CHF|RUB|KZT|RON|CZK|грн|гривен\w{0,2}|гривн\w{1,3}|долар\w{0,3}"
    r"|доллар\w{0,3}|євро|евро|руб(?:л\w{1,3})?|тенге|hryvnias?|dollars?|euros?|pounds?)\b"
)
_SUM = re.compile(
    rf"(?<![\w.,])(?:(?:{_SIGN}|(?:UAH|USD|EUR|GBP|PLN|CHF|RUB|KZT)) ?{_NUMBER}{_SCALE}?(?!\w)"
    rf"|{_NUMBER}(?:{_SCALE}\.?)?[ \u00a0]?(?:{_SIGN}|{_NAME}))",
    re.IGNORECASE,
)
#: “payments above 10,000 UAH”, “the limit is 5,000 UAH”: which payments, not whose loss.
_ABOVE = re.compile(
    r"\b(?:over|above|under|below|up to|exceeding|more than|less than|from|between"
    r"|понад|більше|менше|вище|нижче|до|від|свыше|более|менее|больше|меньше|выше|ниже|от"
    r")(?: ніж| чем| за)? $",
    re.IGNORECASE,
)
_LIMIT = re.compile(r"\b(?:limit|minim|maxim|ліміт|мінім|максим|лимит|миним)", re.IGNORECASE)
_AND_MORE = re.compile(
    r" (?:(?:and|or) (?:more|less|above|below)|(?:і|й|та|або) (?:більше|менше)"
    r"|(?:и|или) (?:более|менее))",
    re.IGNORECASE,
)
_LOSS = re.compile(
    r"\b(?:loss|lost|damage|refund|compensat|reimburs|fine|penalt|owe|втра|збит|відшкод|компенс|штраф"
    r"|поверн|потер|убыт|ущерб|возмещ|верн|возврат|списа)",
    re.IGNORECASE,
)
_SENTENCE = 120


def sums(sight: Sight) -> Iterator[Mark]:
    """Amounts with their currency."""
    advice = Advice(
        phrase("Sums are told by those who may answer for them, once they have been checked."),
        phrase("We will write to you about this separately."),
    )
    for found in _SUM.finditer(sight.text):
        before = sight.text[max(0, found.start() - _SENTENCE) : found.start()]
        sentence = re.split(r"[.!?\n]", before)[-1]
        bounds = (
            _ABOVE.search(sentence)
            or _LIMIT.search(sentence)
            or _AND_MORE.match(sight.text, found.end())
        )
        if not bounds or _LOSS.search(sentence):
            yield mark(Rule.SUM, sight, *found.span(), advice)
