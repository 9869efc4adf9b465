"""Marks that call everybody in a channel."""

import re
from collections.abc import Iterator

from bot.domain.phrase import phrase
from bot.domain.wording.finding import Rule
from bot.domain.wording.mark import Advice, Mark, mark
from bot.domain.wording.sight import Sight

#: As typed, as Slack stores it, and as Slack stores it when it was escaped.
_EVERYBODY = re.compile(
    r"(?:<|&lt;)!(?:(?:channel|here|everyone)|subteam\^\w{1,40})(?:\|[^<>&|]{0,80})?(?:>|&gt;)"
    r"|(?<![\w@.])@(?:channel|here|everyone|all)\b(?![.\w-]*@)",
    re.IGNORECASE,
)


def everybody(sight: Sight) -> Iterator[Mark]:
    """``@channel`` and the like."""
    for found in _EVERYBODY.finditer(sight.text):
        advice = Advice(
            phrase("This calls everybody in the client's channel, at any hour of their day."),
            phrase("Dear clients,"),
        )
        yield mark(Rule.MASS_MENTION, sight, *found.span(), advice)
