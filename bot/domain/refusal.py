"""What a person can be told no about. Everything else is a bug."""

from bot.domain.phrase import Phrase, Slot


class Refusal(Exception):
    """The bot understood, and will not do it.

    The sentence says what to do next. ``field`` names the form field it belongs to,
    so that a modal can show it there.
    """

    def __init__(self, msgid: str, /, *, field: str | None = None, **slots: Slot) -> None:
        super().__init__(msgid)
        self.phrase = Phrase(msgid, slots)
        self.field = field

    def __str__(self) -> str:
        """English, for logs and the command line; people in Slack get their own language."""
        return self.phrase.msgid.format(**self.phrase.slots)
