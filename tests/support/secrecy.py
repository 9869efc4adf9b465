"""Listens to everything the bot says, as it says it, and keeps what reached the wrong ears.

Every Web API call and every ack is looked at for the words of one incident. They may reach its
insiders, and private rooms that the bot made and that nobody but insiders is in. Who the
insiders are, the story says as it goes on.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.channels import Channel
from sandbox.mailbox import Mail
from sandbox.server import Sandbox
from sandbox.traffic import Call, Delivery
from sandbox.views import View

#: What carries a view to one person, whom the sandbox knows.
_VIEWS = {"views.open", "views.push", "views.update"}


@dataclass(slots=True)
class Watch:
    """``heard`` counts how often the words were said where they may be.

    ``left`` were insiders once: they keep what they have, and hear nothing new.
    """

    slack: Sandbox
    words: tuple[str, ...]
    rooms: set[str] = field(default_factory=set)
    insiders: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    leaks: list[str] = field(default_factory=list)
    heard: int = 0

    def __post_init__(self) -> None:
        self.slack.traffic.listeners.append(self._look)
        self.slack.mailbox.listeners.append(self._read)

    def found(self, said: Any) -> list[str]:
        text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False, default=str)
        return [word for word in self.words if word in text.casefold()]

    def leaves(self, person: str) -> None:
        self.insiders.discard(person)
        self.left.add(person)

    def returns(self, person: str) -> None:
        self.left.discard(person)
        self.insiders.add(person)

    def _look(self, item: Call | Delivery) -> None:
        if isinstance(item, Call) and item.method == "conversations.create" and _private(item):
            self.rooms.add(item.response["channel"]["id"])
        said = item.args if isinstance(item, Call) else item.ack
        found = self.found(said)
        if not found:
            return
        if self._may_hear(item):
            self.heard += 1
        else:
            name = item.method if isinstance(item, Call) else item.kind
            self.leaks.append(f"{name} {found}: {said}")

    def _read(self, mail: Mail) -> None:
        """A mail goes outside: no word of the incident may stand in it."""
        if found := self.found(asdict(mail)):
            self.leaks.append(f"mail {found}: {mail}")

    def _may_hear(self, item: Call | Delivery) -> bool:
        if isinstance(item, Delivery):
            return self._to_one(item.ack) and _who(item.payload) in self.insiders
        args = item.args
        if item.method == "conversations.create":
            return _private(item)
        if item.method in _VIEWS:
            view = self.slack.interaction.views.get(item.response.get("view", {}).get("id", ""))
            return view is None or view.user in self.insiders
        if item.method == "views.publish":
            return args["user_id"] in self.insiders
        if item.method == "chat.postEphemeral" and args["user"] not in self.insiders:
            return False
        return self._place(str(args.get("channel") or args.get("channel_id") or ""))

    def _to_one(self, ack: Any) -> bool:
        return not (isinstance(ack, Mapping) and ack.get("response_type") == "in_channel")

    def _place(self, id: str) -> bool:
        """An insider, or a room or direct messages with nobody else in them."""
        if id in self.insiders:
            return True
        channel = self.slack.workspace.channels.get(id)
        if channel is None or not (channel.is_im or id in self.rooms):
            return False
        return self._people(channel) <= self.insiders

    def _people(self, channel: Channel) -> set[str]:
        return set(channel.members) - {self.slack.workspace.bot_user}

    def left_behind(self, *, but: str = "") -> list[str]:
        """Where an outsider could read the words now; ``but`` a room that was public once."""
        workspace, known = self.slack.workspace, self.insiders | self.left
        found = [
            f"#{channel.name}: {said}"
            for channel in workspace.channels.values()
            if channel.id != but and not self._people(channel) <= known
            for said in _shown(channel)
            if self.found(said)
        ]
        found += [
            f"{one.viewer}: {one.message.text}"
            for one in workspace.ephemerals.values()
            if one.viewer not in known and self.found([one.message.text, one.message.blocks])
        ]
        homes = self.slack.interaction.views.homes.items()
        return found + [f"home of {who}" for who, view in homes if self._sees(who, view)]

    def _sees(self, who: str, view: View) -> bool:
        return who not in self.insiders and bool(self.found(view.blocks))


def _private(call: Call) -> bool:
    return call.ok and str(call.args.get("is_private", "")).lower() in {"true", "1"}


def _shown(channel: Channel) -> list[Any]:
    """Everything that stands in a channel, its name and head included."""
    said = [[m.text, m.blocks] for m in channel.messages.values() if not m.deleted]
    return [channel.name, channel.topic.value, channel.purpose.value, *said]


def _who(payload: Mapping[str, Any]) -> str:
    user = payload.get("user_id") or payload.get("user") or {}
    return str(user.get("id", "")) if isinstance(user, Mapping) else str(user)
