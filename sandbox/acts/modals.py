"""Submitting and closing modals.

Sources: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload and
https://docs.slack.dev/surfaces/modals
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox import elements, forms
from sandbox.acts.clicks import Clicks
from sandbox.acts.desk import outcome
from sandbox.acts.outcome import TROUBLE, Outcome, refused
from sandbox.elements import VALUE_FIELDS
from sandbox.errors import SlackError
from sandbox.views import View


class Modals(Clicks):
    """Finishing with a modal, one way or the other."""

    async def submit(
        self, user: str, view_id: str, values: Mapping[str, Any] | None = None
    ) -> Outcome:
        """Fill in `values`, by action_id or `block_id.action_id`, and press the submit button.

        Slack's own checks come first; what the app answers then happens to the view.
        """
        await self.fill(user, view_id, values or {})
        view = self._top(user, view_id)
        if view.submit is None:
            raise LookupError(f"view {view_id} has no submit button")
        errors = forms.problems(view.blocks, view.values)
        if errors:
            return refused(errors=errors)
        payload = {
            **self._heading("view_submission", user),
            "trigger_id": self.triggers.issue(user, view_id=view.id),
            "view": self.views.wire(view),
            "response_urls": self._response_urls(view),
        }
        done = outcome(await self._deliver("interactive", payload), payload, TROUBLE)
        return self._answered(view, done) if done.acked else done

    async def close(self, user: str, view_id: str, *, whole_stack: bool = False) -> Outcome:
        """Press Cancel, Back or, with `whole_stack`, the cross that closes all of them.

        The app hears of it only where the view asked for that with notify_on_close.
        """
        view = self._top(user, view_id)
        everything = whole_stack or view.clear_on_close
        closing = list(reversed(self.views.stacks[user])) if everything else [view]
        done = Outcome(acked=True, attempts=0)
        for each in closing:
            self.views.remove(each)
            if each.notify_on_close:
                done = await self._tell_closed(each, is_cleared=everything)
        return done

    async def _tell_closed(self, view: View, *, is_cleared: bool) -> Outcome:
        payload = {
            **self._heading("view_closed", view.user),
            "view": self.views.wire(view),
            "is_cleared": is_cleared,
        }
        return outcome(await self._deliver("interactive", payload), payload)

    def _top(self, user: str, view_id: str) -> View:
        view = self.views.top(user)
        if view is None or view.id != view_id:
            raise LookupError(f"{user} does not see view {view_id}")
        return view

    def _answered(self, view: View, done: Outcome) -> Outcome:
        """Do to the view what the ack says. An ack Slack cannot use shows as trouble."""
        body = done.body if isinstance(done.body, Mapping) else {}
        try:
            return self._respond(view, body, done)
        except SlackError as refusal:
            return replace(done, error=TROUBLE, detail=json.dumps(refusal.answer()))

    def _respond(self, view: View, body: Mapping[str, Any], done: Outcome) -> Outcome:
        match body.get("response_action"):
            case None:
                self.views.remove(view)
            case "clear":
                self.views.clear(view.user)
            case "update":
                self.views.replace(view, body.get("view"))
            case "push":
                self.views.push_on(view, body.get("view"))
            case "errors":
                return replace(done, errors=_checked_errors(view, body.get("errors")))
            case unknown:
                raise SlackError("invalid_response_action", response_action=unknown)
        return done

    def _response_urls(self, view: View) -> list[dict[str, str]]:
        """One for each conversation chosen in a select with response_url_enabled."""
        urls = []
        for each in elements.placed(view.blocks):
            if not each.element.get("response_url_enabled"):
                continue
            chosen = view.values[each.block_id][each.action_id][VALUE_FIELDS[each.type]]
            if chosen:
                urls.append(
                    {
                        "block_id": each.block_id,
                        "action_id": each.action_id,
                        "channel_id": chosen,
                        "response_url": self.response_urls.issue("app", view.user, chosen),
                    }
                )
        return urls


def _checked_errors(view: View, errors: Any) -> Mapping[str, str]:
    """Errors can only stand under the view's inputs."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, Mapping) or not errors or not inputs.issuperset(errors):
        raise SlackError("invalid_errors", inputs=sorted(inputs), errors=errors)
    return {block: str(sentence) for block, sentence in errors.items()}
