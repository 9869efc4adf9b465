"""Slash commands.

Source: https://docs.slack.dev/interactivity/implementing-slash-commands
"""

from collections.abc import Mapping
from typing import Any

from sandbox.acts.desk import TIMEOUTS, Desk, channel_label, outcome
from sandbox.acts.outcome import Outcome, refused
from sandbox.channels import Channel
from sandbox.composer import command_text
from sandbox.delivery.envelope import Reply
from sandbox.errors import SlackError
from sandbox.manifest import Command


class Commands(Desk):
    """Typing a slash command into a message box."""

    async def command(
        self, user: str, channel: str, command: str, text: str = "", *, thread_ts: str | None = None
    ) -> Outcome:
        """Type `/command text`. An ack with a body is shown as the message it describes."""
        declared = self._declared_command(command)
        if thread_ts is not None:
            return refused(f"{command} is not supported in threads. Sorry!")
        if declared is None:
            return refused(f"{command} is not a valid command.")
        where = self.workspace.channel(channel, seen_by=user)
        if user not in where.members or where.is_archived:
            return refused(f"You can't send messages in #{where.name}.")
        payload = self._command_payload(user, where, declared, text)
        reply = await self._deliver("slash_commands", payload)
        return self._show_ack(outcome(reply, payload, _failure(command, reply)), command)

    def _declared_command(self, command: str) -> Command | None:
        app = self.workspace.app
        if not app.granted("commands"):
            return None
        return next((each for each in app.commands if each.command == command), None)

    def _command_payload(
        self, user: str, channel: Channel, command: Command, text: str
    ) -> dict[str, str]:
        workspace = self.workspace
        escape = command.should_escape
        return {
            "token": "sandbox",
            "team_id": workspace.team.id,
            "team_domain": workspace.team.domain,
            "channel_id": channel.id,
            "channel_name": channel_label(channel),
            "user_id": user,
            "user_name": workspace.person(user).name,
            "command": command.command,
            "text": command_text(workspace, text, should_escape=escape),
            "api_app_id": workspace.app.id,
            "is_enterprise_install": "false",
            "response_url": self.response_urls.issue("commands", user, channel.id),
            "trigger_id": self.triggers.issue(user),
        }

    def _show_ack(self, done: Outcome, command: str) -> Outcome:
        body = {"text": done.body} if isinstance(done.body, str) else done.body
        if not done.acked or not isinstance(body, Mapping) or not _says_something(body):
            return done
        try:
            self.response_urls.respond(done.payload["user_id"], done.payload["channel_id"], body)
        except SlackError:
            error = f'{command} failed with the error "dispatch_failed"'
            return Outcome(
                acked=True, body=done.body, error=error, seconds=done.seconds, payload=done.payload
            )
        return done


def _says_something(body: Mapping[str, Any]) -> bool:
    return any(body.get(part) for part in ("text", "blocks", "attachments"))


def _failure(command: str, reply: Reply) -> str:
    word = "operation_timeout" if reply.failure in TIMEOUTS else "dispatch_failed"
    return f'{command} failed with the error "{word}"'
