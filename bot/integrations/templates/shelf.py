"""Templates as they were read last: read again when a file changed, kept when it became bad."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.domain.language import Language
from bot.domain.phrase import Phrase, phrase
from bot.domain.severity import ClientState
from bot.integrations.templates.bad_template import BadTemplate

if TYPE_CHECKING:  # Jinja is slow to load, and the start must be fast.
    from bot.integrations.templates.compiled import Compiled, Stamp

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """A file, what it is for, and the blocks that it must have."""

    path: Path
    state: ClientState
    language: Language
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """``good`` is the newest that could be used; ``trouble`` is what the file has now."""

    stamps: "tuple[Stamp, ...]"
    good: "Compiled | None"
    trouble: BadTemplate | None

    def sentence(self) -> Phrase:
        """For the author of an update, who will see other words than the file now has."""
        assert self.trouble is not None
        first = self.trouble.problems[0]
        file, line, wrong = Path(first.file).name, first.line, first.wrong
        if self.good is None:
            return phrase(
                "The template {file} cannot be used, so these words come from another one. "
                "Line {line}: {wrong}.",
                file=file,
                line=line,
                wrong=wrong,
            )
        return phrase(
            "The template {file} cannot be used as it is now, so these words come from how it was "
            "before. Line {line}: {wrong}.",
            file=file,
            line=line,
            wrong=wrong,
        )


class Shelf:
    """Knows every template that was asked for."""

    def __init__(self, built_in: Path) -> None:
        self._built_in = built_in
        self._kept: dict[Path, Kept] = {}

    def current(self, place: Place) -> Kept | None:
        """The template as it is now; None when there is no such file."""
        if not place.path.is_file():
            self._kept.pop(place.path, None)
            return None
        kept = self._kept.get(place.path)
        if kept is None or not all(stamp.fresh for stamp in kept.stamps):
            kept = self._read(place, kept)
            self._kept[place.path] = kept
        return kept

    def refuse(self, place: Place, kept: Kept, error: BadTemplate) -> None:
        """It did well when it was read, and not with the facts at hand."""
        logger.warning("template_failed", problems=str(error))
        self._kept[place.path] = replace(kept, good=None, trouble=error)

    def _read(self, place: Place, before: Kept | None) -> Kept:
        from bot.integrations.templates.compiled import Reader

        reader = Reader(self._built_in)
        try:
            good = reader.read(place.path, place.language, place.state, place.blocks)
        except BadTemplate as error:
            older = before.good if before else None
            logger.warning("template_refused", problems=str(error), older_in_use=older is not None)
            return Kept(stamps=tuple(reader.stamps), good=older, trouble=error)
        return Kept(stamps=tuple(reader.stamps), good=good, trouble=None)
