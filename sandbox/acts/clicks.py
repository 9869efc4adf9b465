"""Acting on elements: block_actions, and the type-ahead of external selects.

Sources: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload and
https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
"""

from collections.abc import Mapping
from typing import Any

from sandbox import elements, forms, wire
from sandbox.acts.desk import Desk, Option, outcome
from sandbox.acts.outcome import TROUBLE, Outcome
from sandbox.acts.surface import Surface
from sandbox.delivery.envelope import Reply
from sandbox.elements import EXTERNAL, VALUE_FIELDS, Placed
from sandbox.errors import SlackError
from sandbox.messages import Message

MOST_OPTIONS = 100


class Clicks(Desk):
    """Using what an app put on the screen."""

    async def click(
        self,
        user: str,
        *,
        action_id: str,
        message: tuple[str, str] | None = None,
        view_id: str | None = None,
        block_id: str | None = None,
        value: str | None = None,
        selected: Any = None,
    ) -> Outcome:
        """Press a button or choose in any other element of a message (channel, ts) or a view.

        `value` tells apart buttons with the same action_id; `selected` is what is chosen, as plain
        Python. An element of an input block that does not dispatch is only filled in.
        """
        surface = self._surface(user, message, view_id)
        each = elements.find(surface.blocks, action_id, block_id=block_id, value=value)
        state = await self._choose(surface, each, value if selected is None else selected)
        if not each.dispatches:
            return Outcome(acked=True, attempts=0)
        payload = self._actions_payload(surface, each, state)
        reply = await self._deliver("interactive", payload)
        return outcome(reply, payload, TROUBLE)

    async def fill(self, user: str, view_id: str, values: Mapping[str, Any]) -> None:
        """Fill in a modal's inputs without submitting; keys as in `submit`."""
        surface = self._surface(user, None, view_id)
        for key, plain in values.items():
            block_id, _, action_id = key.rpartition(".")
            each = _named(surface, key) or elements.find(
                surface.blocks, action_id, block_id=block_id or None
            )
            await self._choose(surface, each, plain)

    async def suggest(
        self,
        user: str,
        *,
        action_id: str,
        query: str,
        block_id: str | None = None,
        view_id: str | None = None,
        message: tuple[str, str] | None = None,
    ) -> list[Option]:
        """Type into an external select: the options the app offers, groups flattened.

        Below the element's `min_query_length` (3 unless set) Slack does not ask the app.
        """
        surface = self._surface(user, message, view_id)
        each = elements.find(surface.blocks, action_id, block_id=block_id)
        return await self._ask_options(surface, each, query)

    # -- inside ---------------------------------------------------------------------------

    def _surface(self, user: str, message: tuple[str, str] | None, view_id: str | None) -> Surface:
        """What the person looks at. Raises LookupError where it is not on their screen."""
        self.workspace.person(user)
        if view_id is not None:
            view = self.views.get(view_id)
            if view is None or view.user != user:
                raise LookupError(f"{user} has no view {view_id} open")
            return Surface(user=user, blocks=view.blocks, values=view.values, view=view)
        if message is None:
            raise TypeError("name a message or a view")
        shown, ephemeral = self._shown(user, *message)
        blocks = [*shown.blocks]
        for attachment in shown.attachments:
            blocks.extend(attachment.get("blocks", ()))
        values = forms.fill(blocks, self._filled.get((user, *message)))
        self._filled[user, *message] = values
        return Surface(user=user, blocks=blocks, values=values, message=shown, ephemeral=ephemeral)

    def _shown(self, user: str, channel: str, ts: str) -> tuple[Message, bool]:
        self.workspace.channel(channel, seen_by=user)
        ephemeral = self.workspace.ephemerals.get(ts)
        if ephemeral is None:
            return self.workspace.message(channel, ts), False
        if ephemeral.viewer != user:
            raise LookupError(f"{user} does not see the ephemeral message {ts}")
        return ephemeral.message, True

    async def _choose(self, surface: Surface, each: Placed, plain: Any) -> Mapping[str, Any] | None:
        """Put what was chosen into the form; None for elements that keep nothing."""
        if each.type == "overflow":
            return elements.overflow(each, plain)
        if each.type not in VALUE_FIELDS:
            return None
        state = elements.chosen(each, plain, await self._offered(surface, each, plain))
        surface.values[each.block_id][each.action_id] = state
        return state

    async def _offered(self, surface: Surface, each: Placed, plain: Any) -> list[Option]:
        """What an app offers in an external select: what it suggested, else asked for now."""
        if each.type not in EXTERNAL or not plain:
            return []
        known = self._suggested.setdefault((surface.user, each.block_id, each.action_id), {})
        for one in [plain] if isinstance(plain, str) else plain:
            if isinstance(one, str) and one not in known:
                await self._ask_options(surface, each, one)
        return [*known.values()]

    async def _ask_options(self, surface: Surface, each: Placed, query: str) -> list[Option]:
        over_http = self.courier.transport.name == "http"
        if over_http and not self.workspace.app.options_url:
            return []  # over HTTP Slack asks only an app that set an options load URL
        if len(query) < each.element.get("min_query_length", 3):
            return []
        payload = {
            **self._heading("block_suggestion", surface.user),
            **self._context(surface),
            "action_id": each.action_id,
            "block_id": each.block_id,
            "value": query,
        }
        options = _options(await self._deliver("interactive", payload))
        known = self._suggested.setdefault((surface.user, each.block_id, each.action_id), {})
        known |= {option["value"]: option for option in options}
        return options

    def _actions_payload(
        self, surface: Surface, each: Placed, state: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        view_id = surface.view.id if surface.view else None
        payload = {
            **self._heading("block_actions", surface.user),
            "trigger_id": self.triggers.issue(surface.user, view_id=view_id),
            **self._context(surface),
            "actions": [elements.action(each, state, self.workspace.next_ts())],
        }
        if surface.message is not None:
            ts, channel = surface.message.ts, surface.message.channel
            payload["state"] = {"values": forms.copied(surface.values)}
            payload["response_url"] = self.response_urls.issue(
                "actions", surface.user, channel, original=ts
            )
        return payload

    def _context(self, surface: Surface) -> dict[str, Any]:
        """Where it happened: `container`, and the view, or the channel with its message."""
        if surface.view is not None:
            place = {"type": "view", "view_id": surface.view.id}
            return {"container": place, "view": self.views.wire(surface.view)}
        assert surface.message is not None
        message = surface.message
        container: dict[str, Any] = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": surface.ephemeral,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        context: dict[str, Any] = {
            "container": container,
            "channel": self._place(self.workspace.channels[message.channel]),
        }
        if not surface.ephemeral:
            context["message"] = wire.message(self.workspace, message, metadata=True)
        return context


def _named(surface: Surface, key: str) -> Placed | None:
    """The element whose whole action_id is `key`, dots and all."""
    return next((each for each in elements.placed(surface.blocks) if each.action_id == key), None)


def _options(reply: Reply) -> list[Option]:
    body = reply.body if isinstance(reply.body, Mapping) else {}
    groups = body.get("option_groups") or ()
    options = [*(body.get("options") or ()), *(one for group in groups for one in group["options"])]
    if len(options) > MOST_OPTIONS:
        raise SlackError("too_many_options")
    return options
