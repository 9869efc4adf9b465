"""Views in people's clients: stacks of modals, and the App Home tabs.

Sources: https://docs.slack.dev/surfaces/modals and the views.* method pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox import forms
from sandbox.errors import SlackError
from sandbox.events import Event
from sandbox.forms import Values
from sandbox.mrkdwn import stored_blocks
from sandbox.triggers import Triggers
from sandbox.view_payload import checked
from sandbox.workspace import Workspace

MOST_STACKED = 3


@dataclass(slots=True, kw_only=True)
class View:
    """A modal or a Home tab as one person sees it; `values` is what that person filled in."""

    id: str
    user: str
    type: str
    hash: str
    root_id: str
    previous_id: str | None = None
    callback_id: str = ""
    external_id: str = ""
    private_metadata: str = ""
    title: Mapping[str, Any] | None = None
    submit: Mapping[str, Any] | None = None
    close: Mapping[str, Any] | None = None
    notify_on_close: bool = False
    clear_on_close: bool = False
    submit_disabled: bool = False
    blocks: list[dict[str, Any]] = field(default_factory=list)
    values: Values = field(default_factory=dict)


class Views:
    """Every view on anyone's screen."""

    def __init__(self, workspace: Workspace, triggers: Triggers) -> None:
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self._workspace = workspace
        self._triggers = triggers

    # -- what people and tests look at ----------------------------------------------------

    def top(self, user: str) -> View | None:
        """The modal this person sees."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def get(self, view_id: str) -> View | None:
        return next((view for view in self._all() if view.id == view_id), None)

    def wire(self, view: View) -> dict[str, Any]:
        """The view as the Web API and payloads show it."""
        team, app = self._workspace.team, self._workspace.app
        return {
            "id": view.id,
            "team_id": team.id,
            "type": view.type,
            "blocks": view.blocks,
            "private_metadata": view.private_metadata,
            "callback_id": view.callback_id,
            "state": {"values": forms.copied(view.values)},
            "hash": view.hash,
            "title": view.title,
            "clear_on_close": view.clear_on_close,
            "notify_on_close": view.notify_on_close,
            "submit_disabled": view.submit_disabled,
            "close": view.close,
            "submit": view.submit,
            "previous_view_id": view.previous_id,
            "root_view_id": view.root_id,
            "app_id": app.id,
            "external_id": view.external_id,
            "app_installed_team_id": team.id,
            "bot_id": app.bot_id,
        }

    # -- what the app does ----------------------------------------------------------------

    def open(self, payload: Any, trigger_id: str) -> View:
        """views.open. From inside an open modal it stacks, as a push does."""
        content = checked(payload, "modal")
        self._check_external_id(content)
        trigger = self._triggers.exchange(trigger_id)
        inside = trigger.view_id is not None and self._stacked(trigger.user, trigger.view_id)
        if not inside:
            self.stacks[trigger.user] = []
        return self._put(trigger.user, content)

    def push(self, payload: Any, trigger_id: str) -> View:
        """views.push. Raises not_found where the person has no modal open."""
        content = checked(payload, "modal")
        self._check_external_id(content)
        trigger = self._triggers.exchange(trigger_id)
        if self.top(trigger.user) is None:
            raise SlackError("not_found")
        return self._put(trigger.user, content)

    def update(
        self, payload: Any, *, view_id: str = "", external_id: str = "", hash: str = ""
    ) -> View:
        """views.update. Raises not_found for a view nobody has open, hash_conflict."""
        view = self._named(view_id, external_id)
        content = checked(payload, view.type)
        if hash and hash != view.hash:
            raise SlackError("hash_conflict")
        self._check_external_id(content, but=view)
        self._fill(view, content)
        return view

    def publish(self, user: str, payload: Any, *, hash: str = "") -> View:
        """views.publish: someone's Home tab. Raises hash_conflict, not_enabled."""
        content = checked(payload, "home")
        self._workspace.person(user, refusal="invalid_arguments")
        if not self._workspace.app.home_tab:
            raise SlackError("not_enabled")
        view = self.homes.get(user)
        if view is None:
            view = self.homes[user] = self._new(user, "home")
        elif hash and hash != view.hash:
            raise SlackError("hash_conflict")
        self._fill(view, content)
        return view

    # -- what an ack does -----------------------------------------------------------------

    def push_on(self, view: View, payload: Any) -> View:
        """response_action push. Raises push_limit_reached."""
        content = checked(payload, "modal")
        self._check_external_id(content)
        return self._put(view.user, content)

    def replace(self, view: View, payload: Any) -> None:
        """response_action update."""
        content = checked(payload, view.type)
        self._check_external_id(content, but=view)
        self._fill(view, content)

    # -- what the person does -------------------------------------------------------------

    def remove(self, view: View) -> None:
        """Take one modal away; the one below it shows again."""
        stack = self.stacks.get(view.user, [])
        if view in stack:
            stack.remove(view)
            self._tell(view, "view_closed")

    def clear(self, user: str) -> None:
        """Take all of a person's modals away."""
        for view in reversed(self.stacks.pop(user, [])):
            self._tell(view, "view_closed")

    # -- inside ---------------------------------------------------------------------------

    def _all(self) -> list[View]:
        modals = [view for stack in self.stacks.values() for view in stack]
        return [*modals, *self.homes.values()]

    def _stacked(self, user: str, view_id: str) -> bool:
        return any(view.id == view_id for view in self.stacks.get(user, ()))

    def _named(self, view_id: str, external_id: str) -> View:
        for view in self._all():
            if (view_id and view.id == view_id) or (
                external_id and view.external_id == external_id
            ):
                return view
        raise SlackError("not_found")

    def _check_external_id(self, content: Mapping[str, Any], *, but: View | None = None) -> None:
        wanted = content.get("external_id")
        if wanted and any(view.external_id == wanted for view in self._all() if view is not but):
            raise SlackError("duplicate_external_id")

    def _put(self, user: str, content: Mapping[str, Any]) -> View:
        stack = self.stacks.setdefault(user, [])
        if len(stack) >= MOST_STACKED:
            raise SlackError("push_limit_reached")
        view = self._new(user, "modal")
        if stack:
            view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        self._fill(view, content)
        return view

    def _new(self, user: str, type_: str) -> View:
        id = self._workspace.new_id("V")
        return View(id=id, user=user, type=type_, hash="", root_id=id)

    def _fill(self, view: View, content: Mapping[str, Any]) -> None:
        """Put content in; inputs with the same block_id and action_id keep what was typed."""
        view.blocks = stored_blocks(content["blocks"], self._workspace.new_token)
        view.values = forms.fill(view.blocks, view.values)
        for name in ("callback_id", "external_id", "private_metadata"):
            setattr(view, name, content.get(name) or "")
        for name in ("title", "submit", "close"):
            label = content.get(name)
            setattr(view, name, {"emoji": True, **label} if label else None)
        for name in ("notify_on_close", "clear_on_close", "submit_disabled"):
            setattr(view, name, bool(content.get(name)))
        view.hash = f"{int(self._workspace.now())}.{self._workspace.new_token().lower()}"
        self._tell(view, "view_shown")

    def _tell(self, view: View, type_: str) -> None:
        """Tell the person's client that its screen changed; the app hears nothing."""
        body = {"type": type_, "user": view.user, "view_id": view.id}
        self._workspace.emit(Event(body=body, audience=frozenset({view.user}), for_app=False))
