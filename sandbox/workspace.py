"""The state of one Slack workspace, in memory.

What changes it stands beside it: `posting` (messages, reactions, pins), `rooms` (channels and
their members). The Web API and the acts of people go through the same functions, so both emit
the same events. `wire` shows the state in Slack's JSON.
"""

from collections.abc import Callable
from typing import Any

from sandbox.channels import Channel
from sandbox.clock import Clock, wall_clock
from sandbox.documents import Canvas, StoredFile
from sandbox.errors import SlackError
from sandbox.events import Event
from sandbox.manifest import InstalledApp
from sandbox.messages import Ephemeral, Message, Scheduled
from sandbox.people import Person, Team, UserGroup

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MICROSECONDS = 1_000_000
_TS_STEP = 100


class Workspace:
    """Everything the workspace knows. Not safe to share between threads."""

    def __init__(self, *, team: Team, app: InstalledApp, clock: Clock = wall_clock) -> None:
        self.team = team
        self.app = app
        self.base_url = ""
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.usergroups: dict[str, UserGroup] = {}
        self.files: dict[str, StoredFile] = {}
        self.canvases: dict[str, Canvas] = {}
        self.ephemerals: dict[str, Ephemeral] = {}
        self.scheduled: dict[str, Scheduled] = {}
        self.emoji: dict[str, str] = {}
        self._clock = clock
        self._listeners: list[Callable[[Event], None]] = []
        self._last_ts = 0
        self._last_id = 0

    def now(self) -> float:
        """Unix seconds, UTC."""
        return self._clock()

    def next_ts(self) -> str:
        """A message id: unique, and later than every one before it."""
        self._last_ts = max(self._last_ts + _TS_STEP, int(self.now() * _MICROSECONDS))
        return format_ts(self._last_ts)

    def new_id(self, prefix: str) -> str:
        """An id such as `C00000002F`: the prefix says of what kind."""
        return f"{prefix}{self.new_token().rjust(9, '0')}"

    def new_token(self) -> str:
        self._last_id += 1
        digits, rest = "", self._last_id
        while rest:
            rest, digit = divmod(rest, len(_DIGITS))
            digits = _DIGITS[digit] + digits
        return digits

    def on_event(self, listener: Callable[[Event], None]) -> None:
        self._listeners.append(listener)

    def emit(self, event: Event) -> None:
        """Tell every listener, at once and in order. `event_ts` is filled in where absent."""
        event.body.setdefault("event_ts", self.next_ts())
        for listener in self._listeners:
            listener(event)

    def announce(self, type_: str, channel: str | None = None, **body: Any) -> None:
        """Emit an event the app may hear."""
        self.emit(Event(body={"type": type_, **body}, channel=channel))

    def show(self, type_: str, channel: str | None = None, **body: Any) -> None:
        """Emit a change that only Slack's client shows."""
        self.emit(Event(body={"type": type_, **body}, channel=channel, for_app=False))

    @property
    def bot_user(self) -> str:
        return self.app.bot_user

    def person(self, user: str, *, refusal: str = "user_not_found") -> Person:
        """The person with this id. Raises SlackError(refusal)."""
        person = self.people.get(user)
        if person is None:
            raise SlackError(refusal)
        return person

    def channel(self, channel: str, *, seen_by: str) -> Channel:
        """The channel as this person can see it.

        Raises channel_not_found, also for private channels the person is not in, as Slack does.
        """
        found = self.channels.get(channel)
        if found is None or not found.visible_to(seen_by):
            raise SlackError("channel_not_found")
        return found

    def channel_named(self, name: str) -> Channel | None:
        """The channel that holds this name, archived ones too."""
        for channel in self.channels.values():
            if channel.name == name and not channel.is_dm:
                return channel
        return None

    def dm(self, *people: str) -> Channel | None:
        """The direct-message conversation of exactly these people, if it was ever opened."""
        wanted = set(people)
        for channel in self.channels.values():
            if channel.is_dm and set(channel.members) == wanted:
                return channel
        return None

    def message(self, channel: str, ts: str, *, refusal: str = "message_not_found") -> Message:
        """Raises SlackError(refusal) for what is not there or was deleted."""
        found = self.channels[channel].messages.get(ts)
        if found is None or found.deleted:
            raise SlackError(refusal)
        return found


def format_ts(microseconds: int) -> str:
    """Unix microseconds as Slack writes them: `1700000000.000100`."""
    seconds, rest = divmod(microseconds, _MICROSECONDS)
    return f"{seconds}.{rest:06d}"
