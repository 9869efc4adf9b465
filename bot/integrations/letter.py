"""A client update as a mail: plain text in UTF-8, for one reader, in one thread per incident."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, unquote

from bot.domain.language import Language
from bot.domain.text import clip
from bot.domain.update_rules import Mail
from bot.integrations.smtp import Envelope

#: A phone shows so much of a subject.
SUBJECT = 120
#: No list of addresses passes for one, and no line break for a letter.
_ONE = re.compile(r"[^\s<>,;]+@[^\s<>,;@]+")


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
    return f"<{key}@{_sender(mail).domain}>"


def subject(headline: str, text: str) -> str:
    """The approved headline; where there is none, the first approved line. In one line."""
    line = headline or next((line for line in text.splitlines() if line.strip()), "")
    return clip(" ".join(line.split()), SUBJECT)


def envelope(letter: Letter, mail: Mail) -> Envelope:
    """The mail as it travels. BadAddress when the policy's or the reader's cannot be used."""
    sender, to = _sender(mail), _address(letter.to)
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
    # RFC 3834: nobody's holiday notice shall answer.
    message["Auto-Submitted"] = "auto-generated"
    _way_out(message, mail.unsubscribe)
    message.set_content(letter.text, charset="utf-8", cte="quoted-printable")
    # After the content, which takes all that begins with Content- away.
    message["Content-Language"] = ", ".join(letter.languages)
    return Envelope(sender=sender.addr_spec, to=to.addr_spec, body=message.as_bytes(), utf8=utf8)


def _way_out(message: EmailMessage, unsubscribe: str) -> None:
    """RFC 2369; with a web address also one click, RFC 8058."""
    if not unsubscribe:
        return
    message["List-Unsubscribe"] = f"<{unsubscribe}>"
    if unsubscribe.startswith("https://"):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _sender(mail: Mail) -> Address:
    """The policy's may have a name: ``Kobza Pay, Inc. <status@kobzapay.example>``.

    People write a name as it is, so a comma in it parts no addresses, as it would in a header.
    """
    name, named, spec = mail.sender.rpartition("<")
    if not named:
        return _address(mail.sender)
    return _address(spec.removesuffix(">"), unquote(name.strip()))


def _address(spec: str, name: str = "") -> Address:
    """One, with the domain as mail servers write it: ``зоря.example`` in its ASCII form."""
    if not _ONE.fullmatch(spec):
        raise BadAddress(clip(spec, SUBJECT))
    local, _, domain = spec.rpartition("@")
    try:
        return Address(name, username=local, domain=domain.encode("idna").decode("ascii"))
    except ValueError as error:
        raise BadAddress(clip(spec, SUBJECT)) from error
