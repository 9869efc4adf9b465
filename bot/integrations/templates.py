"""Client updates from files: one template for each state and language, edited by people.

A template sees facts in slots that need no inflection, and nothing else: the sandbox keeps it
from the rest of the process, and an unknown slot is an error instead of a hole in a letter.
"""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.client_update import Draft
from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.policy import Policy
from bot.domain.severity import ClientState
from bot.i18n import translator

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

TEMPLATES = Path(__file__).resolve().parents[1] / "templates" / "client_update"


class BadTemplate(RuntimeError):
    """A template that cannot be used. The message names the file and what is wrong in it."""


class Templates:
    """The templates of a folder: ``<state>.<language>.j2``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _environment(self) -> "SandboxedEnvironment":
        # Imported at the first update: it is slow to load, and the start must be fast.
        from jinja2 import FileSystemLoader, StrictUndefined
        from jinja2.sandbox import SandboxedEnvironment

        # Client updates are plain text: the sender escapes them for the medium they leave by.
        return SandboxedEnvironment(
            loader=FileSystemLoader(self._folder),
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(self, incident: Incident, said: Draft, policy: Policy, language: Language) -> str:
        """What a client reads in one language.

        Raises:
            BadTemplate: when the file is missing, does not parse or asks for an unknown slot.
        """
        from jinja2 import TemplateError

        name = f"{said.state}.{language}.j2"
        try:
            text = self._environment.get_template(name).render(
                facts(incident, said, policy, language)
            )
        except TemplateError as error:
            raise BadTemplate(f"{self._folder / name}: {error}") from error
        return text.strip()

    def missing(self) -> list[str]:
        """The files that are not there, of all states and languages."""
        wanted = [f"{state}.{language}.j2" for state in ClientState for language in Language]
        return [name for name in wanted if not (self._folder / name).is_file()]


def facts(incident: Incident, said: Draft, policy: Policy, language: Language) -> Mapping[str, str]:
    """What a template may use. ``service`` and ``next_update`` are empty when unknown.

    Times are on the workspace's clock, with its name: a letter cannot know its reader's zone.
    """
    t = translator(language)
    service = policy.services.get(incident.service) if incident.service else None
    return {
        "reference": label(incident.id),
        "company": policy.workspace.name,
        "service": service.title.to(language) if service else "",
        "impact": said.impact[language],
        "doing": said.doing[language],
        "next_update": t.when(said.next_by, policy.workspace.zone) if said.next_by else "",
    }
