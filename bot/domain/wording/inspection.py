"""The whole check: every rule over one text."""

from collections.abc import Iterable, Iterator

from bot.domain.language import Language
from bot.domain.wording.addresses import internal_addresses
from bot.domain.wording.amounts import sums
from bot.domain.wording.claims import claims
from bot.domain.wording.finding import Context, Finding, Gravity, gravity
from bot.domain.wording.mark import Mark, distinct
from bot.domain.wording.mentions import everybody
from bot.domain.wording.names import other_clients
from bot.domain.wording.personal import personal_data
from bot.domain.wording.secrets import bank_accounts, cards, secrets
from bot.domain.wording.sight import Sight, sights
from bot.domain.wording.text_message import too_long


def check(text: str, *, language: Language, context: Context) -> tuple[Finding, ...]:
    """What in a client update had better be said otherwise, in the order of the text.

    Never raises, whatever the text; takes time in proportion to its length. ``language`` is the
    one that the client expects: offers are in it. Words are understood in all of our languages,
    for people mix them, and paste.
    """
    latin, cyrillic = sights(text)
    marks = [
        *claims(latin, cyrillic, context),
        *_exclusive(_data(latin, context), len(text)),
        *other_clients(latin, others=context.others, client=context.client, public=context.public),
        *everybody(latin),
        *too_long(text, messages=context.messages),
    ]
    return tuple(_finding(mark, text, language, context) for mark in distinct(marks))


def _data(sight: Sight, context: Context) -> Iterator[Mark]:
    """Things that are told by their form, the most telling forms first."""
    public = frozenset(name.lower() for name in context.public)
    yield from secrets(sight)
    yield from cards(sight)
    yield from bank_accounts(sight)
    yield from personal_data(sight)
    yield from internal_addresses(sight, public=public)
    yield from sums(sight)


def _exclusive(marks: Iterable[Mark], length: int) -> Iterator[Mark]:
    """Each stretch of text is one thing only: the digits of a card are no phone number."""
    taken = bytearray(length)
    for mark in marks:
        if not any(taken[mark.start : mark.end]):
            taken[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
            yield mark


def _finding(mark: Mark, text: str, language: Language, context: Context) -> Finding:
    return Finding(
        rule=mark.rule,
        gravity=Gravity.NOTE if mark.entry else gravity(mark.rule, context.flags),
        start=mark.start,
        end=mark.end,
        quote=text[mark.start : mark.end],
        why=mark.advice.why,
        offer=mark.advice.offer,
        language=language,
        entry=mark.entry,
    )
