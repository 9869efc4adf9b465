"""Whether Slack knows the tokens, grants the scopes, and has what the policy names."""

from collections.abc import AsyncIterator, Awaitable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.checkup import Finding, bad, good
from bot.config import Settings
from bot.domain.escalation_path import ToChannel
from bot.domain.policy import Policy
from bot.policy import unresolved
from bot.slack.manifest import SCOPES

#: Seconds; a person waits at the terminal.
TIMEOUT = 10


class SlackCheckup:
    """Asks Slack a few questions that change nothing."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._bot = _client(settings, settings.slack_bot_token.get_secret_value())

    async def tokens(self) -> AsyncIterator[Finding]:
        answer = await _asked(self._bot.auth_test())
        if isinstance(answer, str):
            yield bad(_refused("SLACK_BOT_TOKEN", answer))
            return
        yield good(f"The bot token is that of @{answer['user']} in {answer['team']}.")
        yield _scopes(answer.headers)
        async for finding in self._way_in():
            yield finding

    async def _way_in(self) -> AsyncIterator[Finding]:
        token = self._settings.slack_app_token
        if token is None:
            url = f"{self._settings.public_url}/slack/events"
            yield good(f"Requests come over HTTP. In your app's settings they must go to {url}.")
            return
        app = _client(self._settings, token.get_secret_value())
        answer = await _asked(app.apps_connections_open(app_token=token.get_secret_value()))
        if isinstance(answer, str):
            yield bad(_refused("SLACK_APP_TOKEN", answer))
        else:
            yield good("The app token opens Socket Mode.")

    async def named_in(self, policy: Policy) -> AsyncIterator[Finding]:
        """Whether the channels and e-mail addresses of a policy exist, as far as the bot sees."""
        sought = _channels(policy)
        lost = [id for id in sought if isinstance(await self._channel(id), str)]
        for id in lost:
            yield bad(
                f"The bot cannot see {id} ({sought[id]}). Correct the id, or invite the bot there."
            )
        if sought and not lost:
            yield good(f"The bot sees every channel of the policy ({len(sought)}).")
        for email in unresolved(policy):
            if isinstance(await _asked(self._bot.users_lookupByEmail(email=email)), str):
                yield bad(f"Slack knows nobody with the address {email}. Correct it in the policy.")

    async def _channel(self, id: str) -> Any:
        return await _asked(self._bot.conversations_info(channel=id))


def _client(settings: Settings, token: str) -> AsyncWebClient:
    url = settings.slack_api_url
    return AsyncWebClient(token=token, base_url=url, timeout=TIMEOUT, retry_handlers=[])


async def _asked(call: Awaitable[Any]) -> Any:
    """Slack's answer; when there is none, a text that says why."""
    try:
        return await call
    except SlackApiError as error:
        return str(error.response.get("error", "unknown_error"))
    except (aiohttp.ClientError, TimeoutError) as error:
        return f"no answer: {error or type(error).__name__}"


def _refused(variable: str, answer: str) -> str:
    if answer.startswith("no answer"):
        return f"Slack cannot be reached ({answer}). Check the network and SLACK_API_URL."
    if answer == "missing_scope":
        return f"{variable} lacks the scope connections:write. Make a new app-level token with it."
    return (
        f"Slack refuses {variable} ({answer}). Install the app into the workspace, and copy the "
        "token again."
    )


def _scopes(headers: Any) -> Finding:
    granted = {
        scope.strip()
        for name, value in headers.items()
        if name.casefold() == "x-oauth-scopes"
        for scope in value.split(",")
    }
    missing = sorted(SCOPES.keys() - granted)
    if missing:
        return bad(
            f"The app lacks the scopes {', '.join(missing)}. Paste the output of `tocsin manifest` "
            "into your app's settings, and install the app again."
        )
    return good(f"The app has all {len(SCOPES)} scopes it needs.")


def _channels(policy: Policy) -> dict[str, str]:
    """Each channel that the policy names, and where it names it."""
    found: dict[str, str] = {}
    if policy.workspace.announce:
        found[policy.workspace.announce] = "announce of the workspace"
    for path in policy.paths.values():
        targets = [path.last_resort, *(target for level in path.levels for target in level.targets)]
        for target in targets:
            if isinstance(target, ToChannel):
                found.setdefault(target.channel, f"escalation path “{path.name}”")
    for client in policy.clients.values():
        for channel in client.channels:
            found.setdefault(channel, f"client “{client.name}”")
    return found
