"""What keeps a client update from its recipient, and how that is said."""

from enum import StrEnum
from typing import assert_never

from bot.domain.phrase import Phrase, phrase


class Snag(StrEnum):
    """Why a recipient did not get an update, or why nobody can tell."""

    NONE = ""
    #: Two that a setting mends, and one that the policy mends.
    NO_SERVER = "no_server"
    NO_SECRET = "no_secret"  # noqa: S105 - it says that there is none
    NO_SENDER = "no_sender"
    #: It became private, or was taken back, before this left.
    WITHHELD = "withheld"
    #: What the policy gives is no e-mail address.
    NO_ADDRESS = "no_address"
    #: Two of Slack's answers that people can mend.
    NOT_INVITED = "not_invited"
    ARCHIVED = "archived"
    #: The mail server lets us send nothing at all.
    BARRED = "barred"
    #: The other side said no.
    REFUSED = "refused"
    #: Nothing answered there, so nothing was sent.
    UNREACHABLE = "unreachable"
    #: It was handed over, and no answer came.
    NO_ANSWER = "no_answer"
    #: The bot stopped in the middle of sending.
    INTERRUPTED = "interrupted"


def explain(snag: Snag, detail: str = "") -> Phrase:
    """The reason as a sentence's end. ``detail`` is what the other side said, never a secret."""
    return phrase("{said} ({detail})", said=_said(snag), detail=detail) if detail else _said(snag)


def _said(snag: Snag) -> Phrase:
    match snag:
        case Snag.NO_SERVER:
            return phrase("no mail server is set: set SMTP_URL, then press Retry")
        case Snag.NO_SECRET:
            return phrase("WEBHOOK_SECRET is not set: set it, then press Retry")
        case Snag.NO_SENDER:
            return phrase(
                "the policy names no sender: add `client_updates.mail.from`, then press Retry"
            )
        case Snag.WITHHELD:
            return phrase("the incident became private before it left")
        case Snag.NO_ADDRESS:
            return phrase("that is no e-mail address: mend it in the policy, then press Retry")
        case Snag.NOT_INVITED:
            return phrase("Tocsin is not in that channel: invite it, then press Retry")
        case Snag.ARCHIVED:
            return phrase("the channel is archived")
        case Snag.BARRED:
            return phrase(
                "the mail server does not let Tocsin in: check SMTP_URL, then press Retry"
            )
        case Snag.REFUSED:
            return phrase("the other side refused it")
        case Snag.UNREACHABLE:
            return phrase("the other side cannot be reached")
        case Snag.NO_ANSWER:
            return phrase("the other side did not answer after it was handed over")
        case Snag.INTERRUPTED:
            return phrase("Tocsin stopped in the middle of sending")
        case Snag.NONE:
            return phrase("no reason was given")
    assert_never(snag)
