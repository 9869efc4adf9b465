"""What a person types into Slack's message box, and what Slack makes of it.

Control characters become entities, so nobody can forge a mention by typing its code; a known
`@name`, `#channel` or `@here` becomes a reference, as it does when picked from Slack's list. A
reference by id, such as `<@U0ANNA>`, stands for one picked from that list.
"""

import re
from collections.abc import Callable

from sandbox.workspace import Workspace

BROADCASTS = ("here", "channel", "everyone")
_PICKED = r"<@(?P<user>[UW][A-Z0-9]+)>|<#(?P<channel>[CG][A-Z0-9]+)>|<!subteam\^(?P<group>S\w+)>"
_NAMED = r"(?<![\w.])@(?P<at>[\w.-]*\w)|(?<![\w&])#(?P<hash>[\w-]+)"
_TYPED = re.compile(rf"{_PICKED}|{_NAMED}|[&<>]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def message_text(workspace: Workspace, typed: str) -> str:
    """The text of a posted message."""
    return _converted(workspace, typed, _reference)


def command_text(workspace: Workspace, typed: str, *, should_escape: bool) -> str:
    """The text of a slash command.

    With `should_escape` references carry a label, `<@U0ANNA|anna.schmidt>`; without it the app
    gets names as they read (https://docs.slack.dev/interactivity/implementing-slash-commands).
    """
    return _converted(workspace, typed, _labelled if should_escape else _name).strip()


Render = Callable[[str, str, str], str]
"""From a sigil (`@`, `#`, `!subteam^` or `!`), an id and a name."""


def _converted(workspace: Workspace, typed: str, render: Render) -> str:
    def convert(found: re.Match[str]) -> str:
        known = _picked(workspace, found) or _named(workspace, found)
        if known:
            return render(*known)
        return "".join(_ENTITIES.get(letter, letter) for letter in found[0])

    return _TYPED.sub(convert, typed)


def _picked(workspace: Workspace, found: re.Match[str]) -> tuple[str, str, str] | None:
    if found["user"] in workspace.people:
        return "@", found["user"], workspace.people[found["user"]].name
    if found["channel"] in workspace.channels:
        return "#", found["channel"], workspace.channels[found["channel"]].name
    if found["group"] in workspace.usergroups:
        return "!subteam^", found["group"], workspace.usergroups[found["group"]].handle
    return None


def _named(workspace: Workspace, found: re.Match[str]) -> tuple[str, str, str] | None:
    name = found["at"] or found["hash"]
    if name is None:
        return None
    if found["hash"]:
        channel = workspace.channel_named(name)
        return ("#", channel.id, name) if channel and not channel.is_private else None
    if name in BROADCASTS:
        return "!", name, name
    for person in workspace.people.values():
        if person.name == name:
            return "@", person.id, name
    for group in workspace.usergroups.values():
        if group.handle == name and not group.deleted:
            return "!subteam^", group.id, name
    return None


def _reference(sigil: str, id: str, name: str) -> str:
    return f"<{sigil}{id}>"


def _labelled(sigil: str, id: str, name: str) -> str:
    label = f"@{name}" if sigil == "!subteam^" else name
    return f"<{sigil}{id}>" if sigil == "!" else f"<{sigil}{id}|{label}>"


def _name(sigil: str, id: str, name: str) -> str:
    return f"#{name}" if sigil == "#" else f"@{name}"
