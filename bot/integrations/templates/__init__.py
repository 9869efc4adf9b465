"""Client updates from files: a template for each state and language, edited by people.

    letters = Templates(folder_of_the_policy)
    text = letters.render(incident, draft, policy, Language.UK, ZoneInfo("Europe/Kyiv"))

The organisation's folder comes before Tocsin's own one, and in it ``identified.SEV1.uk.j2`` before
``identified.uk.j2``. A template has the blocks ``headline`` and ``doing``, with which the form
opens, and ``letter``, which clients read; one that begins with
``{% extends "builtin/identified.uk.j2" %}`` needs only those that it changes.

A file is read again when it, or one that it extends, has changed. One that has become bad leaves
the last good one in use. ``slots`` says what a template may name, ``grammar`` what it may do.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import Clock, system_clock
from bot.domain.client_update import Draft
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.letters import Prefill
from bot.domain.phrase import Phrase, phrase
from bot.domain.policy import Policy
from bot.domain.severity import ClientState, Severity
from bot.integrations.templates import slots
from bot.integrations.templates.bad_template import BadTemplate
from bot.integrations.templates.shelf import Place, Shelf

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "client_update"
#: The blocks of a state's template, and of a correction's frame.
BLOCKS, FRAME = ("headline", "doing", "letter"), ("letter",)
CORRECTION = "correction"
_ODD = re.compile(r"[^\w-]")


class Templates:
    """Tocsin's templates, and those of the folder that the policy names ``beside`` itself."""

    def __init__(
        self, beside: Path = Path(), *, clock: Clock = system_clock, built_in: Path = TEMPLATES
    ) -> None:
        self._beside = beside
        self._clock = clock
        self._built_in = built_in
        self._shelf = Shelf(built_in)

    def render(
        self,
        incident: Incident,
        said: Draft,
        policy: Policy,
        language: Language,
        zone: ZoneInfo,
    ) -> str:
        """What is read in one language, with times in a zone.

        Raises:
            BadTemplate: when Tocsin's own template cannot be used either.
        """
        facts = slots.facts(incident, said, policy, language, zone, now=self._clock())
        places = self._places(incident, policy, said.state, language)
        facts["headline"] = facts["headline"] or self._write(places, "headline", facts)
        text = self._write(places, "letter", facts)
        if said.corrects is None:
            return text
        title, _, rest = text.partition("\n")
        facts |= {
            "corrected": slots.moment(said.corrects.sent_at, language, zone),
            "title": title,
            "text": rest.strip(),
        }
        return self._write(self._frames(policy, said.state, language), "letter", facts)

    def prefill(
        self, incident: Incident, policy: Policy, state: ClientState, language: Language
    ) -> Prefill:
        """What the form opens with, for the author to change."""
        said, zone = Draft(state=state, impact={}, doing={}), policy.workspace.zone
        facts = slots.facts(incident, said, policy, language, zone, now=self._clock())
        places = self._places(incident, policy, state, language)
        return Prefill(
            headline=self._write(places, "headline", facts),
            doing=self._write(places, "doing", facts),
        )

    def troubles(
        self, incident: Incident, policy: Policy, state: ClientState, languages: Sequence[Language]
    ) -> tuple[Phrase, ...]:
        """A sentence for each own template whose present words are missing in these letters."""
        folder = own_folder(policy, self._beside)
        if folder is None:
            return ()
        if not folder.is_dir():
            return (
                phrase(
                    "There is no folder {folder} beside the policy, so Tocsin's words stand here.",
                    folder=folder.name,
                ),
            )
        places = [
            place
            for language in languages
            for place in (
                *self._places(incident, policy, state, language),
                *self._frames(policy, state, language),
            )
        ]
        kept = [self._shelf.current(each) for each in places]
        return tuple(each.sentence() for each in kept if each is not None and each.trouble)

    def _places(
        self, incident: Incident, policy: Policy, state: ClientState, language: Language
    ) -> list[Place]:
        """Where a state's template may be, the most particular first."""
        severity = spelled(policy.severity(incident.severity))
        general = f"{state}.{language}.j2"
        own = own_folder(policy, self._beside)
        paths = [own / f"{state}.{severity}.{language}.j2", own / general] if own else []
        paths.append(self._built_in / general)
        return [Place(path, state, language, BLOCKS) for path in paths]

    def _frames(self, policy: Policy, state: ClientState, language: Language) -> list[Place]:
        name = f"{CORRECTION}.{language}.j2"
        own = own_folder(policy, self._beside)
        paths = [*([own / name] if own else []), self._built_in / name]
        return [Place(path, state, language, FRAME) for path in paths]

    def _write(self, places: Sequence[Place], block: str, facts: Mapping[str, Any]) -> str:
        """The block as the first good template has it."""
        for place in places[:-1]:
            kept = self._shelf.current(place)
            if kept is None or kept.good is None:
                continue
            try:
                return kept.good.write(block, facts)
            except BadTemplate as error:
                self._shelf.refuse(place, kept, error)
        kept = self._shelf.current(places[-1])
        if kept is None or kept.good is None:
            raise (kept.trouble if kept else None) or FileNotFoundError(places[-1].path)
        return kept.good.write(block, facts)


def spelled(severity: Severity) -> str:
    """A severity's name as the names of files have it."""
    return _ODD.sub("-", severity.name)


def own_folder(policy: Policy, beside: Path) -> Path | None:
    """The organisation's folder, whether it is there or not; None where the policy names none."""
    named = policy.client_updates.templates
    return beside / named if named else None
