"""A client update as a mail: plain text in UTF-8, for one reader, in one thread per incident."""

from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from bot.domain.language import Language
from bot.domain.text import clip
from bot.domain.update_rules import Mail
from bot.integrations.smtp import Envelope

#: A phone shows so much of a subject.
SUBJECT = 120


class BadAddress(Exception):
    """An address to which no mail can be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """``id`` and ``answers`` are Message-IDs with their brackets; ``at`` is UTC."""

    to: str
    subject: str
    text: str
    languages: tuple[Language, ...]
    id: str
    answers: str = ""
    at: datetime


def message_id(key: str, mail: Mail) -> str:
    """Stable, and all it says is which domain sends."""
    return f"<{key}@{_address(mail.sender).domain}>"


def subject(headline: str, text: str) -> str:
    """The approved headline; where there is none, the first approved line. In one line."""
    line = headline or next((line for line in text.splitlines() if line.strip()), "")
    return clip(" ".join(line.split()), SUBJECT)


def envelope(letter: Letter, mail: Mail) -> Envelope:
    """The mail as it travels. BadAddress when the policy's or the reader's cannot be used."""
    sender, to = _address(mail.sender), _address(letter.to)
    utf8 = not (to.addr_spec.isascii() and sender.addr_spec.isascii())
    message = EmailMessage(policy=SMTP.clone(utf8=utf8))
    message["From"] = sender
    message["To"] = to
    if mail.reply_to:
        message["Reply-To"] = _address(mail.reply_to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = letter.id
    if letter.answers:
        message["In-Reply-To"] = letter.answers
        message["References"] = letter.answers
    message["Content-Language"] = ", ".join(letter.languages)
    # RFC 3834: nobody's holiday notice shall answer.
    message["Auto-Submitted"] = "auto-generated"
    _way_out(message, mail.unsubscribe)
    message.set_content(letter.text, charset="utf-8", cte="quoted-printable")
    return Envelope(sender=sender.addr_spec, to=to.addr_spec, body=message.as_bytes(), utf8=utf8)


def _way_out(message: EmailMessage, unsubscribe: str) -> None:
    """RFC 2369; with a web address also one click, RFC 8058."""
    if not unsubscribe:
        return
    message["List-Unsubscribe"] = f"<{unsubscribe}>"
    if unsubscribe.startswith("https://"):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _address(text: str) -> Address:
    """With the domain as the mail system writes it: ``münchen.example`` in its ASCII form."""
    name, spec = parseaddr(text)
    local, at, domain = spec.rpartition("@")
    try:
        host = domain.encode("idna").decode("ascii")
        found = Address(name, addr_spec=f"{local}{at}{host}")
    except (HeaderParseError, ValueError, IndexError) as error:
        raise BadAddress(clip(text, SUBJECT)) from error
    if not (found.username and found.domain):
        raise BadAddress(clip(text, SUBJECT))
    return found
