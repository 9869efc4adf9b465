"""A document's sections, read one entry at a time, so that one mistake hides no other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from bot.policy.clocks_shape import ClocksShape
from bot.policy.complaint import complaint, description, subject
from bot.policy.document import Document
from bot.policy.fields import shown
from bot.policy.path_shape import PathShape
from bot.policy.problem import Path, Problem, suggest
from bot.policy.reports_shape import ReportsShape
from bot.policy.rotation_shape import RotationShape
from bot.policy.shape import (
    ClientShape,
    PermissionsShape,
    PersonShape,
    PolicyShape,
    RoleShape,
    ServiceShape,
    SeverityShape,
    StatusesShape,
    WorkspaceShape,
)
from bot.policy.status_shape import StatusPageShape
from bot.policy.timeline_shape import TimelineShape
from bot.policy.updates_shape import UpdatesShape


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """What could be read. Entries in trouble are left out."""

    workspace: WorkspaceShape | None
    #: By their place in the list.
    severities: Mapping[int, SeverityShape]
    statuses: StatusesShape | None
    roles: Mapping[str, RoleShape]
    people: Mapping[str, PersonShape]
    groups: Mapping[str, tuple[str, ...]]
    rotations: Mapping[str, RotationShape]
    paths: Mapping[str, PathShape]
    services: Mapping[str, ServiceShape]
    clients: Mapping[str, ClientShape]
    client_updates: UpdatesShape | None
    reports: ReportsShape | None
    status_page: StatusPageShape | None
    timeline: TimelineShape | None
    clocks: ClocksShape | None
    permissions: PermissionsShape | None


def read_sections(document: Document) -> tuple[Sections, list[Problem]]:
    """Every entry that stands up on its own, and what is wrong with the rest."""
    reader = _Reader(document)
    found = {section: reader.section(section) for section in PolicyShape.model_fields}
    return Sections(**found), [*reader.top(), *reader.problems]


class _Reader:
    def __init__(self, document: Document) -> None:
        self._document = document
        self.problems: list[Problem] = []

    def top(self) -> Iterator[Problem]:
        """Sections that are missing, and sections that do not exist."""
        known = PolicyShape.model_fields
        for key in self._document.data.keys() - known.keys():
            wrong = f"unknown key “{key}” in {subject(self._document, ())}"
            yield self._document.problem((key,), wrong, suggest(key, known))
        for key, each in known.items():
            if each.is_required() and key not in self._document.data:
                wrong = f"{subject(self._document, ())} has no {key}"
                yield self._document.problem((key,), wrong, f"add {description((key,))}")

    def section(self, section: str) -> Any:
        """One value, a list's entries by place, or a mapping's entries by name."""
        shape = PolicyShape.model_fields[section].annotation
        found = self._document.data.get(section)
        if section == "severities":
            return self._list(section, found)
        if hasattr(shape, "model_fields"):
            return None if found is None else self._value((section,), found)
        return self._mapping(section, found)

    def _list(self, section: str, found: Any) -> dict[int, Any]:
        if found is None:
            return {}
        if not isinstance(found, list) or not found:
            self._say((section,), f"is {shown(found)}, not a list of entries",
                      "begin each entry with “- ”")  # fmt: skip
            return {}
        read = {index: self._value((section, index), [each]) for index, each in enumerate(found)}
        return {index: entries[0] for index, entries in read.items() if entries}

    def _mapping(self, section: str, found: Any) -> dict[str, Any]:
        if found is None:
            return {}
        if not isinstance(found, dict):
            self._say((section,), f"is {shown(found)}, not a mapping of names to entries",
                      "give each entry a name, a colon and an indented block")  # fmt: skip
            return {}
        for name in self._document.empty(section):
            self._say((section, name), "is empty", "write what it is, or remove it")
        read = {name: self._value((section, name), {name: each}) for name, each in found.items()}
        return {name: entries[name] for name, entries in read.items() if entries}

    def _value(self, path: Path, value: Any) -> Any:
        """The section's value cut down to one entry, read alone. None when it is wrong."""
        section, *place = path
        try:
            # JSON mode: strict about types, and lists may become tuples.
            return _adapter(str(section)).validate_json(to_json(value))
        except ValidationError as error:
            for each in error.errors():
                if each["type"] == "too_short" and each["input"]:
                    continue  # its entries are wrong, not missing
                inside = each["loc"][1:] if place else each["loc"]
                self.problems.append(complaint(self._document, (*path, *inside), each))
            return None

    def _say(self, path: Path, wrong: str, fix: str) -> None:
        wrong = f"{subject(self._document, path)} {wrong}"
        self.problems.append(self._document.problem(path, wrong, fix))


@cache
def _adapter(section: str) -> TypeAdapter[Any]:
    shape: Any = PolicyShape.model_fields[section].annotation
    return TypeAdapter(shape)
