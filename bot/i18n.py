"""Tocsin's own words in a person's language. The English sentence is the catalogue key.

    t = translator(Language.UK)
    t("The war room is {room}", room="#inc-12")
    t.plural("{count} person was paged", "{count} people were paged", len(people))

Catalogues are compiled into ``bot/locale/<language>/LC_MESSAGES/tocsin.mo`` by `make install`.
English needs none. Babel is imported only when a date is written: it is slow to load.
"""

import gettext
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bot.domain.language import Language, Localised
from bot.domain.phrase import Phrase, Slot

LOCALES = Path(__file__).parent / "locale"
#: What people here read: day before month, a clock of 24 hours.
CLDR = {Language.EN: "en_GB", Language.UK: "uk", Language.RU: "ru"}
_SLOT = re.compile(r"\{\{|\}\}|\{(\w+)\}")
_NO_BREAK_SPACE = "\u00a0"
#: Below this a number may be a year or an id, and reads better in one piece.
_GROUPED_FROM = 10_000
_HOUR = 3_600

log = structlog.get_logger(__name__)


class CatalogueMissing(RuntimeError):
    """A language has no compiled catalogue. The message says what to run."""


@dataclass(frozen=True, slots=True)
class Translator:
    """Speaks one language. Calling it translates one sentence."""

    language: Language
    catalogue: gettext.NullTranslations

    def __call__(self, msgid: str, /, **slots: object) -> str:
        """The sentence as plain text. Each ``{slot}`` is filled by the value's ``str``."""
        return _fill(self.catalogue.gettext(msgid) if msgid else "", msgid, slots)

    def plural(self, one: str, many: str, n: int, /, **slots: object) -> str:
        """The form of the sentence that goes with ``n``, itself available as ``{count}``."""
        original = one if n == 1 else many
        return _fill(self.catalogue.ngettext(one, many, n), original, {**slots, "count": n})

    def phrase(
        self, said: Phrase, show: Callable[[Slot], str], *, zone: ZoneInfo | None = None
    ) -> str:
        """A sentence of the domain, and those inside it.

        ``show`` writes texts, people and channels as the medium wants them. Times are written
        in ``zone``; without one, in UTC.
        """
        slots = {name: self._slot(slot, show, zone) for name, slot in said.slots.items()}
        if said.plural is None:
            return self(said.msgid, **slots)
        one, many = said.msgid, said.plural
        original = one if said.count == 1 else many
        return _fill(self.catalogue.ngettext(one, many, said.count), original, slots)

    def when(self, at: datetime, zone: ZoneInfo) -> str:
        """A moment on a zone's clock: ``22 Nov 2026, 21:13 EET``."""
        from babel.dates import format_skeleton

        local = at.astimezone(zone)
        date = format_skeleton("yMMMd", local, tzinfo=zone, locale=CLDR[self.language])
        return f"{date}, {local:%H:%M} {_abbreviation(local)}"

    def day(self, at: datetime, zone: ZoneInfo) -> str:
        """The day on which a zone's clock shows the moment: ``Sun, 22 Nov 2026``."""
        from babel.dates import format_skeleton

        local = at.astimezone(zone)
        return format_skeleton("yMMMEd", local, tzinfo=zone, locale=CLDR[self.language])

    def between(self, start: datetime, end: datetime, zone: ZoneInfo, *, named: bool = True) -> str:
        """A stretch of time on a zone's clock: Fri 27 Nov 18:00 to Mon 30 Nov 09:00, and EET.

        Where the reader knows whose clock it is, it need not be ``named``; on a night that
        changes the clocks it is all the same, since the two ends read different ones.
        """
        since, until = start.astimezone(zone), end.astimezone(zone)
        first, last = (f"{self._date(each)} {each:%H:%M}" for each in (since, until))
        if since.date() == until.date():
            last = f"{until:%H:%M}"
        begins, ends = _abbreviation(since), _abbreviation(until)
        if begins != ends:
            return f"{first} {begins} – {last} {ends}"  # noqa: RUF001 - a dash between times
        return f"{first} – {last} {ends}" if named else f"{first} – {last}"  # noqa: RUF001 - the same

    def moment(self, at: datetime, zone: ZoneInfo, *, now: datetime) -> str:
        """A moment to come within a sentence: today ``09:00``, else ``Tue 24 Nov 09:00``."""
        local = at.astimezone(zone)
        if local.date() == now.astimezone(zone).date():
            return f"{local:%H:%M}"
        return f"{self._date(local)} {local:%H:%M}"

    def short_date(self, day: date) -> str:
        """A day of a year that needs no saying: ``22 Nov``."""
        from babel.dates import format_skeleton

        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        return format_skeleton("MMMd", noon, locale=CLDR[self.language])

    def month(self, day: date) -> str:
        """A month of a year, as a title: ``November 2026``."""
        from babel.dates import format_skeleton

        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        said = format_skeleton("yMMMM", noon, locale=CLDR[self.language])
        return said[:1].upper() + said[1:]

    def weekday(self, day: date) -> str:
        """Short: ``Sun``."""
        from babel.dates import get_day_names

        names = get_day_names("abbreviated", "stand-alone", CLDR[self.language])
        return str(names[day.weekday()])

    def _date(self, local: datetime) -> str:
        from babel.dates import format_skeleton

        zone = local.tzinfo
        return format_skeleton("MMMEd", local, tzinfo=zone, locale=CLDR[self.language])

    def duration(self, length: timedelta) -> str:
        """``45 s``, ``1 min 30 s``, ``1 d 11 min``. From an hour on, seconds are cut off.

        A negative length is written with a minus sign.
        """
        t = self
        seconds = int(abs(length).total_seconds())
        parts = (
            (seconds // 86_400, t("{n} d", n=seconds // 86_400)),
            (seconds // 3_600 % 24, t("{n} h", n=seconds // 3_600 % 24)),
            (seconds // 60 % 60, t("{n} min", n=seconds // 60 % 60)),
            (seconds % 60, t("{n} s", n=seconds % 60)),
        )
        counted = parts if seconds < _HOUR else parts[:-1]
        shown = [part for part in counted if part[0]] or [parts[-1]]
        sign = "−" if seconds and length < timedelta(0) else ""  # noqa: RUF001 - a minus, not a hyphen
        return sign + " ".join(text for _, text in shown)

    def number(self, n: int) -> str:
        """Large numbers in groups of three: ``12,500`` in English, ``12 500`` in the others."""
        if abs(n) < _GROUPED_FROM:
            return str(n)
        grouped = f"{n:,}"
        if self.language is Language.EN:
            return grouped
        return grouped.replace(",", _NO_BREAK_SPACE)

    def _slot(self, slot: Slot, show: Callable[[Slot], str], zone: ZoneInfo | None) -> str:
        match slot:
            case Phrase():
                return self.phrase(slot, show, zone=zone)
            case datetime():
                return self.when(slot, zone or ZoneInfo("UTC"))
            case timedelta():
                return self.duration(slot)
            case int():
                return self.number(slot)
            case Localised():
                return show(slot.to(self.language))
            case _:
                return show(slot)


@cache
def translator(language: Language) -> Translator:
    """The translator of a language, loaded once. CatalogueMissing says what to run."""
    return load(language, LOCALES)


def load(language: Language, locales: Path) -> Translator:
    """Read a language's compiled catalogue from a folder."""
    if language is Language.EN:
        return Translator(language, gettext.NullTranslations())
    path = locales / language / "LC_MESSAGES" / "tocsin.mo"
    try:
        with path.open("rb") as file:
            return Translator(language, gettext.GNUTranslations(file))
    except FileNotFoundError as error:
        raise CatalogueMissing(
            f"{path} is missing, so Tocsin cannot speak “{language}”. Run `make install`."
        ) from error


def _fill(sentence: str, original: str, slots: Mapping[str, object]) -> str:
    """Fill the slots. A translation that asks for more than there is gives way to English.

    A message at night matters more than its grammar: nothing here raises. What was wrong is
    logged, and the catalogue tests find it before the night does.
    """
    unknown = _names(sentence) - slots.keys()
    if unknown:
        log.error("sentence_lacks_slots", sentence=sentence, slots=sorted(unknown))
        sentence = original

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name is None:
            return found[0][0]
        return str(slots[name]) if name in slots else found[0]

    return _SLOT.sub(value, sentence)


def _names(sentence: str) -> set[str]:
    return {name for name in _SLOT.findall(sentence) if name}


def _abbreviation(local: datetime) -> str:
    """EET, CEST …; a zone without letters is told by its offset: ``UTC-03``."""
    name = local.tzname() or "UTC"
    return f"UTC{name}" if name[0] in "+-" else name
