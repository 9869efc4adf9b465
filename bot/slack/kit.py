"""Block Kit in a few words. Pure. Texts are escaped unless they are already `Mrkdwn`.

Two kinds of text never mix by accident: a plain ``str`` is escaped wherever mrkdwn is written,
so a title cannot ping a channel; a `Mrkdwn` was built here and is written as it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.ids import PersonId, RoomId
from bot.domain.phrase import Phrase, Where, Who
from bot.domain.text import clip
from bot.i18n import Translator

Block: TypeAlias = dict[str, Any]
View: TypeAlias = dict[str, Any]

#: So far ahead the time of day has one meaning in every zone.
_DAY = timedelta(hours=20)
#: Slack's limits; a text over them is cut with an ellipsis instead of being refused.
SECTION, FIELD, HEADER, BUTTON, CONTEXT = 3000, 2000, 150, 75, 2000


@dataclass(frozen=True, slots=True)
class Mrkdwn:
    """Text that is safe to write as mrkdwn: escaped, with mentions we meant."""

    text: str

    def __str__(self) -> str:
        return self.text

    def __add__(self, other: "Mrkdwn") -> "Mrkdwn":
        return Mrkdwn(self.text + other.text)


def escape(text: str) -> Mrkdwn:
    """Slack asks for exactly these three."""
    return Mrkdwn(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def safe(text: str | Mrkdwn) -> Mrkdwn:
    return text if isinstance(text, Mrkdwn) else escape(text)


def md(t: Translator, msgid: str, /, **slots: object) -> Mrkdwn:
    """A catalogue sentence as mrkdwn; every slot that is not `Mrkdwn` is escaped."""
    return Mrkdwn(t(msgid, **{name: _slot(t, value) for name, value in slots.items()}))


def mdn(t: Translator, one: str, many: str, n: int, /, **slots: object) -> Mrkdwn:
    """The same, in the plural form that goes with ``n``."""
    return Mrkdwn(t.plural(one, many, n, **{name: _slot(t, v) for name, v in slots.items()}))


def said(t: Translator, phrase: Phrase, *, zone: ZoneInfo | None = None) -> Mrkdwn:
    """A domain sentence as mrkdwn: people become mentions, everything typed is escaped.

    Times are on the clock of ``zone``; without one, in UTC.
    """
    return Mrkdwn(t.phrase(phrase, lambda slot: _slot(t, slot), zone=zone))


def live(t: Translator, phrase: Phrase) -> Mrkdwn:
    """The same for many readers: each moment stands on every reader's own clock."""
    return said(t, _alive(phrase))


def _alive(phrase: Phrase) -> Phrase:
    slots: dict[str, Any] = {name: _moving(slot) for name, slot in phrase.slots.items()}
    return replace(phrase, slots=slots)


def _moving(slot: object) -> object:
    match slot:
        case Phrase():
            return _alive(slot)
        case datetime():
            return when(slot)
    return slot


def plain(t: Translator, phrase: Phrase) -> str:
    """A domain sentence where Slack shows no markup. Its slots must not name people."""
    return t.phrase(phrase, str)


def _slot(t: Translator, value: object) -> str:
    match value:
        case Mrkdwn(text=text):
            return text
        case Who(id=id):
            return person(id).text
        case Where(id=id):
            return channel(id).text
        case datetime():
            return when(value).text
        case timedelta():
            return t.duration(value)
        case Phrase():
            return said(t, value).text
    return escape(str(value)).text


def person(id: PersonId) -> Mrkdwn:
    return Mrkdwn(f"<@{id}>")


def channel(id: RoomId) -> Mrkdwn:
    return Mrkdwn(f"<#{id}>")


def link(url: str, text: str | Mrkdwn) -> Mrkdwn:
    """A link. Angle brackets and bars in the address would end it early."""
    address = url.replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")
    return Mrkdwn(f"<{address}|{safe(text)}>")


def bold(text: str | Mrkdwn) -> Mrkdwn:
    return Mrkdwn(f"*{safe(text)}*")


def when(at: datetime, style: str = "{date_short_pretty} {time}") -> Mrkdwn:
    """A moment in each reader's own zone; UTC where Slack cannot show it (notifications)."""
    fallback = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return Mrkdwn(f"<!date^{int(at.timestamp())}^{style}|{fallback}>")


def between(
    t: Translator, start: datetime, end: datetime, *, yours: ZoneInfo, theirs: ZoneInfo
) -> Mrkdwn:
    """A stretch of time on the reader's clock, and on the rotation's where that differs."""
    read = bold(t.between(start, end, yours))
    if all(_offset(at, yours) == _offset(at, theirs) for at in (start, end)):
        return read
    other = t.between(start, end, theirs)
    return md(t, "{yours} (your time; {theirs} there)", yours=read, theirs=other)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta | None:
    return at.astimezone(zone).utcoffset()


@dataclass(frozen=True, slots=True)
class Clock:
    """A reader's clock, and the instant it shows: for what only they read."""

    zone: ZoneInfo
    now: datetime

    def until(self, t: Translator, at: datetime) -> Mrkdwn:
        return escape(t.moment(at, self.zone, now=self.now))


def until(at: datetime, since: datetime) -> Mrkdwn:
    """An end within a sentence, in each reader's zone: less than a day ahead, the time alone."""
    return clock(at) if at - since < _DAY else when(at, "{date_short} {time}")


def clock(at: datetime) -> Mrkdwn:
    """The time of day alone."""
    return when(at, "{time}")


def quote(text: str | Mrkdwn) -> Mrkdwn:
    """Each line behind a bar."""
    return Mrkdwn("\n".join(f">{line}" for line in safe(text).text.split("\n")))


def join(parts: Iterable[str | Mrkdwn], between: str = "\n") -> Mrkdwn:
    return Mrkdwn(between.join(safe(part).text for part in parts))


def people(t: Translator, who: Sequence[PersonId]) -> Mrkdwn:
    """People as mentions; nobody in so many words."""
    return join(map(person, who), ", ") if who else md(t, "*nobody*")


# Blocks


def header(text: str) -> Block:
    return {"type": "header", "text": plain_text(clip(text, HEADER))}


def section(text: str | Mrkdwn, *, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": _mrkdwn(text, SECTION)}
    return {**block, "accessory": accessory} if accessory else block


def sections(lines: Iterable[Mrkdwn]) -> list[Block]:
    """Lines in as few sections as hold them, none cut in the middle."""
    blocks: list[Block] = []
    held: list[Mrkdwn] = []
    for line in lines:
        if held and len(str(join([*held, line]))) > SECTION:
            blocks.append(section(join(held)))
            held = []
        held.append(line)
    return [*blocks, section(join(held))] if held else blocks


def fields(pairs: Sequence[tuple[str | Mrkdwn, str | Mrkdwn]]) -> Block:
    """Label above value, two columns; at most ten."""
    texts = [_mrkdwn(join((bold(label), value)), FIELD) for label, value in pairs[:10]]
    return {"type": "section", "fields": texts}


def context(*texts: str | Mrkdwn) -> Block:
    return {"type": "context", "elements": [_mrkdwn(text, CONTEXT) for text in texts[:10]]}


def plain_block(text: str) -> Block:
    """Text as it is, without markup, to be selected and copied."""
    words = {"type": "text", "text": text}
    framed = {"type": "rich_text_preformatted", "elements": [words]}
    return {"type": "rich_text", "elements": [framed]}


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Block, block_id: str = "") -> Block:
    block: Block = {"type": "actions", "elements": list(elements[:25])}
    return {**block, "block_id": block_id} if block_id else block


def markdown(text: str) -> Block:
    """Standard Markdown; Slack allows 12,000 characters of it in one message."""
    return {"type": "markdown", "text": clip(text, 12_000)}


# Elements


def button(
    text: str,
    action: str,
    value: str = "",
    *,
    style: str = "",
    url: str = "",
    confirm: Block | None = None,
    label: str = "",
) -> Block:
    """``style`` is ``primary`` or ``danger``; ``label`` is what a screen reader says."""
    element: Block = {"type": "button", "action_id": action, "text": plain_text(clip(text, BUTTON))}
    extra = {
        "value": value,
        "style": style,
        "url": url,
        "confirm": confirm,
        "accessibility_label": label,
    }
    return {**element, **{name: given for name, given in extra.items() if given}}


def confirm(title: str, text: str | Mrkdwn, yes: str, no: str) -> Block:
    return {
        "title": plain_text(clip(title, 100)),
        "text": _mrkdwn(text, 300),
        "confirm": plain_text(clip(yes, 30)),
        "deny": plain_text(clip(no, 30)),
    }


def home(blocks: Sequence[Block]) -> View:
    return {"type": "home", "blocks": list(blocks[:100])}


def plain_text(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": True}


def _mrkdwn(text: str | Mrkdwn, limit: int) -> Block:
    return {"type": "mrkdwn", "text": clip(safe(text).text, limit)}
