"""What sections say about each other: every name used exists, and nobody is left unpaged."""

from collections.abc import Collection, Iterable, Iterator

from bot.domain.contact import SLACK
from bot.domain.role import LEAD
from bot.domain.severity import Approval
from bot.policy.clocks_shape import mistakes
from bot.policy.complaint import entry_noun, subject
from bot.policy.contact_shape import ContactShape
from bot.policy.document import Document
from bot.policy.fields import CHANNEL, EMAIL, PERSON, USERGROUP, WEBHOOK
from bot.policy.path_shape import LevelShape
from bot.policy.problem import Path, Problem, listed, nearest
from bot.policy.sections import Sections
from bot.policy.shape import GrantShape, SeverityShape


class References:
    """The checks of one document. Names count as known even where their entry is wrong."""

    def __init__(
        self, document: Document, sections: Sections, runbooks: Collection[str] | None
    ) -> None:
        self._document = document
        self._sections = sections
        self._runbooks = runbooks

    def problems(self) -> Iterator[Problem]:
        yield from self._workspace()
        yield from self._severities()
        yield from self._roles()
        yield from self._people()
        yield from self._paths()
        yield from self._services()
        yield from self._client_updates()
        yield from self._status_page()
        yield from self._clocks()
        yield from self._permissions()
        yield from self._leaks()

    def _workspace(self) -> Iterator[Problem]:
        workspace = self._sections.workspace
        if workspace is None:
            return
        if workspace.default_path:
            yield from self._known("paths", ("workspace", "default_path"), workspace.default_path)
        yield from self._each_known("people", ("workspace", "responders"), workspace.responders)
        paging = [each.name for each in self._sections.severities.values() if each.pages]
        if paging and not workspace.default_path:
            yield self._problem(
                ("workspace", "default_path"),
                f"the workspace has no default_path, though {paging[0]} pages",
                "name the escalation path used when the service is unknown",
            )

    def _severities(self) -> Iterator[Problem]:
        seen: dict[str, str] = {}
        for index, severity in self._sections.severities.items():
            path: Path = ("severities", index)
            folded = severity.name.casefold()
            if folded in seen:
                wrong = f"severity “{severity.name}” is given twice"
                yield self._problem((*path, "name"), wrong, "give each severity its own name")
            seen[folded] = severity.name
            if severity.approvers:
                yield from self._known("groups", (*path, "approvers"), severity.approvers)
            yield from self._acks(path, severity)
            if severity.approval is Approval.GROUP and not severity.approvers:
                wrong = f"{self._subject(path)} needs a group's approval, but has no approvers"
                yield self._problem((*path, "approval"), wrong, "add approvers, a group's name")
            if severity.approvers and severity.approval is not Approval.GROUP:
                wrong = f"{self._subject(path)} has approvers, but its approval is not “group”"
                yield self._problem(
                    (*path, "approvers"), wrong, "write approval: group, or remove approvers"
                )

    def _acks(self, path: Path, severity: SeverityShape) -> Iterator[Problem]:
        roles = severity.ack_roles
        if self._names("roles"):
            yield from self._each_known("roles", (*path, "ack_roles"), roles)
        if roles and "acks" in severity.model_fields_set and severity.acks != len(roles):
            wrong = f"{self._subject(path)} needs {severity.acks} acks for {len(roles)} ack_roles"
            yield self._problem((*path, "acks"), wrong, "remove acks, or name as many roles")

    def _roles(self) -> Iterator[Problem]:
        named = self._names("roles")
        if named and LEAD not in named:
            fix = "add it, since every incident needs one"
            yield self._problem(("roles",), f"section “roles” has no role “{LEAD}”", fix)

    def _people(self) -> Iterator[Problem]:
        for name, rotation in self._sections.rotations.items():
            here: Path = ("rotations", name)
            yield from self._each_known("people", (*here, "members"), rotation.members)
            for index, layer in enumerate(rotation.layers):
                path: Path = (*here, "layers", index, "members")
                yield from self._each_known("people", path, layer.members)
        for name, group in self._sections.groups.items():
            yield from self._each_known("people", ("groups", name), group)
        for id, person in self._sections.people.items():
            yield from self._contacts(("people", id, "contacts"), person.contacts)

    def _contacts(self, path: Path, contacts: Iterable[ContactShape]) -> Iterator[Problem]:
        """The timeline calls each by its name."""
        seen: set[str] = {SLACK}
        for index, contact in enumerate(contacts):
            name = contact.called.casefold()
            if name in seen:
                wrong = f"{self._subject((*path, index))} is called “{contact.called}” like another"
                yield self._problem((*path, index), wrong, "give each a name of its own")
            seen.add(name)

    def _paths(self) -> Iterator[Problem]:
        for name, path in self._sections.paths.items():
            for number, level in enumerate(path.levels):
                yield from self._level(("paths", name, "levels", number), level)
            yield from self._target(("paths", name, "last_resort"), path.last_resort)

    def _level(self, path: Path, level: LevelShape) -> Iterator[Problem]:
        here: Path = (*path, "page")
        several = isinstance(self._raw(here), list)
        for index, target in enumerate(level.page):
            yield from self._target((*here, index) if several else here, target)
        if all(WEBHOOK.fullmatch(target) for target in level.page):
            wrong = f"{self._subject(path)} tells webhooks only, so nobody there can answer"
            yield self._problem(here, wrong, "add a rotation, a group, a person or a channel")
        known = [each.name for each in self._sections.severities.values()]
        for index, severity in enumerate(level.when.severities):
            if severity not in known:
                place = (*path, "when", "severities", index)
                near = nearest(severity, known)
                wrong = f"{self._subject(place)} is “{severity}”, but there is no such severity"
                yield self._problem(
                    place, wrong, f"did you mean “{near}”?" if near else f"choose {listed(known)}"
                )

    def _target(self, path: Path, target: str) -> Iterator[Problem]:
        if any(kind.fullmatch(target) for kind in (CHANNEL, USERGROUP, WEBHOOK)):
            return
        if PERSON.fullmatch(target) or EMAIL.fullmatch(target):
            yield from self._known("people", path, target)
            return
        groups, rotations = self._names("groups"), self._names("rotations")
        if target in groups and target in rotations:
            wrong = f"{self._subject(path)} is “{target}”, which names a rotation and a group"
            yield self._problem(path, wrong, "give one of them another name")
        elif target not in groups:
            near = nearest(target, [*rotations, *groups])
            yield from self._known("groups" if near in groups else "rotations", path, target)

    def _services(self) -> Iterator[Problem]:
        for name, service in self._sections.services.items():
            yield from self._known("paths", ("services", name, "path"), service.path)
            yield from self._each_known("clients", ("services", name, "clients"), service.clients)
            if self._runbooks is not None:
                yield from self._each_runbook(name, service.runbooks)

    def _each_runbook(self, service: str, runbooks: Iterable[str]) -> Iterator[Problem]:
        known = self._runbooks or ()
        for index, runbook in enumerate(runbooks):
            if runbook not in known:
                path = ("services", service, "runbooks", index)
                near = nearest(runbook, known)
                yield self._problem(
                    path,
                    f"{self._subject(path)} is “{runbook}”, but there is no such file",
                    f"did you mean “{near}”?" if near else "add it to the runbooks folder",
                )

    def _status_page(self) -> Iterator[Problem]:
        status_page = self._sections.status_page
        seen: set[str] = set()
        for index, group in enumerate(status_page.services if status_page else ()):
            here: Path = ("status_page", "services", index)
            alone = isinstance(self._raw(here), str)
            for number, service in enumerate(group.services):
                path = here if alone else (*here, "services", number)
                yield from self._known("services", path, service)
                if service in seen:
                    wrong = f"{self._subject(path)} is “{service}”, which is there already"
                    yield self._problem(path, wrong, "name each service once")
                seen.add(service)

    def _permissions(self) -> Iterator[Problem]:
        permissions = self._sections.permissions
        if permissions is None:
            return
        yield from self._each_known("people", ("permissions", "guests"), permissions.guests)
        for action in type(permissions).model_fields:
            grant = getattr(permissions, action)
            if isinstance(grant, GrantShape):
                path = ("permissions", action)
                if self._names("roles"):
                    yield from self._each_known("roles", (*path, "roles"), grant.roles)
                yield from self._each_known("groups", (*path, "groups"), grant.groups)
                yield from self._each_known("people", (*path, "people"), grant.people)

    def _clocks(self) -> Iterator[Problem]:
        clocks = self._sections.clocks
        if clocks is None:
            return
        if clocks.warn:
            yield from self._known("groups", ("clocks", "warn"), clocks.warn)
        for path, wrong, fix in mistakes(clocks):
            yield self._problem(path, f"{self._subject(path)} {wrong}", fix)

    def _client_updates(self) -> Iterator[Problem]:
        rules = self._sections.client_updates
        if rules is None:
            return
        for why, group in rules.approvers:
            if group:
                path: Path = ("client_updates", "approvers", why)
                yield from self._known("groups", path, group)
        if rules.escalate_to:
            path = ("client_updates", "escalate_to")
            yield from self._known("groups", path, rules.escalate_to)

    def _leaks(self) -> Iterator[Problem]:
        """A client must not read what is meant for the inside."""
        owner = {
            channel: name
            for name, client in self._sections.clients.items()
            for channel in client.channels
        }
        inside: list[tuple[Path, str | None]] = [
            (("paths", name, "last_resort"), path.last_resort)
            for name, path in self._sections.paths.items()
        ]
        if self._sections.client_updates:
            support = self._sections.client_updates.support_channel
            inside.append((("client_updates", "support_channel"), support))
        if self._sections.workspace:
            inside.append((("workspace", "announce"), self._sections.workspace.announce))
        for path, channel in inside:
            if channel in owner:
                wrong = f"{self._subject(path)} is {channel}, where client “{owner[channel]}” reads"
                yield self._problem(path, wrong, "choose a channel without clients")

    def _each_known(self, section: str, path: Path, names: Iterable[str]) -> Iterator[Problem]:
        for index, name in enumerate(names):
            yield from self._known(section, (*path, index), name)

    def _known(self, section: str, path: Path, name: str) -> Iterator[Problem]:
        if not isinstance(self._document.data.get(section, {}), dict):
            return  # The whole section is wrong, and that is said already.
        known = self._names(section)
        if name in known:
            return
        near = nearest(name, known)
        yield self._problem(
            path,
            f"{self._subject(path)} is “{name}”, but there is no such {entry_noun(section)}",
            f"did you mean “{near}”?" if near else f"add it to section “{section}”",
        )

    def _names(self, section: str) -> Collection[str]:
        found = self._document.data.get(section)
        return found.keys() if isinstance(found, dict) else ()

    def _raw(self, path: Path) -> object:
        value: object = self._document.data
        for key in path:
            value = value[key]  # type: ignore[index] # the path was read from this document
        return value

    def _subject(self, path: Path) -> str:
        return subject(self._document, path)

    def _problem(self, path: Path, wrong: str, fix: str) -> Problem:
        return self._document.problem(path, wrong, fix)
