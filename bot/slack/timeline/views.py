"""A timeline as a modal: a leaf at a time, one strand or all, from either end. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.events import NoteAdded
from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.record import Told
from bot.domain.refusal import Refusal
from bot.domain.strand import Strand, strand_name
from bot.domain.text import clip
from bot.domain.timeline import sentence
from bot.domain.timeline_record import marks
from bot.i18n import Translator
from bot.slack import form, ids, kit
from bot.slack.kit import Block, Mrkdwn, View, md
from bot.slack.pieces import pieces

#: As many entries as a phone scrolls through with patience.
SIZE = 15
#: More of one entry is read on the page.
_SHOWN = 400
_NEWEST, _OLDEST = "newest", "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody reads; buttons carry it. ``start`` counts from the oldest."""

    strand: Strand = Strand.ALL
    newest_first: bool = True
    start: int | None = None

    def written(self, incident: Incident) -> str:
        order = _NEWEST if self.newest_first else _OLDEST
        start = "" if self.start is None else str(self.start)
        return f"{incident.id}:{self.strand}:{order}:{start}"

    @classmethod
    def read(cls, value: str) -> "Place":
        """The newest of everything for a button that carries an incident alone."""
        _, *parts = value.split(":")
        if not parts:
            return cls()
        try:
            strand, order, start = parts
            return cls(
                strand=Strand(strand),
                newest_first=order == _NEWEST,
                start=int(start) if start else None,
            )
        except ValueError as error:
            raise Refusal(
                "This button or form is out of date. `/incident list` shows the open incidents."
            ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry as it reads now; ``at`` is UTC."""

    at: datetime
    told: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The oldest first. ``start`` of the ``total`` stand before these."""

    lines: Sequence[Line]
    start: int
    total: int


def modal(t: Translator, incident: Incident, place: Place, window: Window, url: str) -> View:
    lines = [*window.lines]
    if place.newest_first:
        lines.reverse()
    blocks = [
        _head(t, incident, place),
        kit.context(_counted(t, window, url)),
        *(_line(t, incident, one) for one in lines),
        _turning(t, incident, place, window),
    ]
    return form.modal(
        ids.TIMELINE,
        t("Timeline of {incident}", incident=label(incident.id)),
        blocks,
        close=t("Close"),
        metadata=str(incident.id),
    )


def link(t: Translator, incident: Incident, url: str) -> Mrkdwn:
    """Where no modal opens: a mention in a thread."""
    return md(
        t,
        "{link}, as it grows. The link is yours alone and works for 7 days.",
        link=kit.link(url, t("The timeline of {incident}", incident=label(incident.id))),
    )


def _head(t: Translator, incident: Incident, place: Place) -> Block:
    fresh = replace(place, start=None)
    options = [
        form.option(kit.plain(t, strand_name(each)), replace(fresh, strand=each).written(incident))
        for each in Strand
    ]
    now = fresh.written(incident)
    choice = form.select(ids.TIMELINE, options, initial=now)
    return kit.section(kit.bold(clip(incident.title, 120)), accessory=choice)


def _counted(t: Translator, window: Window, url: str) -> Mrkdwn:
    page = kit.link(url, t("Live page"))
    if not window.lines:
        return md(t, "Nothing of this kind has happened. {page}", page=page)
    return md(
        t,
        "{first} to {last} of {total}, on your own clock. {page}",
        first=window.start + 1,
        last=window.start + len(window.lines),
        total=window.total,
        page=page,
    )


def _line(t: Translator, incident: Incident, line: Line) -> Block:
    text = kit.live(t, sentence(line.told.event))
    shown = _cut(text)
    if not line.told.stands:
        shown = f"~{shown}~"
    parts = [md(t, "{time}  {text}", time=kit.bold(kit.when(line.at)), text=Mrkdwn(shown))]
    parts += [Mrkdwn(f"_{_cut(kit.live(t, each))}_") for each in marks(line.told)]
    return kit.section(kit.join(parts), accessory=_correct(t, incident, line.told))


def _cut(text: Mrkdwn) -> str:
    """Its beginning, no word or mention cut in two."""
    first, *rest = pieces(str(text), _SHOWN)
    return f"{first} …" if rest else first


def _correct(t: Translator, incident: Incident, told: Told) -> Block | None:
    """Only what people wrote can be corrected, and only while it stands."""
    if not isinstance(told.event, NoteAdded) or not told.stands:
        return None
    return kit.button(t("Correct"), f"{ids.CORRECT}:{told.id}", f"{incident.id}:{told.id}")


def _turning(t: Translator, incident: Incident, place: Place, window: Window) -> Block:
    def button(text: str, name: str, to: Place) -> Block:
        return kit.button(text, f"{ids.TIMELINE}:{name}", to.written(incident))

    older = replace(place, start=max(0, window.start - SIZE))
    newer = replace(place, start=window.start + SIZE)
    at_end = window.start + len(window.lines) >= window.total
    buttons = []
    if window.start > 0:
        buttons.append(button(t("Older"), "older", older))
    if not at_end:
        buttons.append(button(t("Newer"), "newer", newer))
    if place.newest_first:
        turned = replace(place, newest_first=False, start=0)
        buttons.append(button(t("Oldest first"), "order", turned))
    else:
        turned = replace(place, newest_first=True, start=None)
        buttons.append(button(t("Newest first"), "order", turned))
    return kit.actions(*buttons)
