"""What the Web API tests share: an app with every scope, and calls whose refusals are values."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox

SCOPES = (
    "bookmarks:read",
    "bookmarks:write",
    "canvases:read",
    "canvases:write",
    "channels:history",
    "channels:join",
    "channels:manage",
    "channels:read",
    "chat:write",
    "dnd:read",
    "emoji:read",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "groups:write",
    "im:history",
    "im:read",
    "im:write",
    "links:write",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "pins:read",
    "pins:write",
    "reactions:read",
    "reactions:write",
    "team:read",
    "usergroups:read",
    "usergroups:write",
    "users.profile:read",
    "users:read",
    "users:read.email",
)


def manifest(*scopes: str) -> dict[str, Any]:
    return {
        "display_information": {"name": "Tocsin"},
        "features": {"bot_user": {"display_name": "Tocsin"}},
        "oauth_config": {"scopes": {"bot": list(scopes or SCOPES)}},
    }


def client_of(sandbox: Sandbox, token: str = "xoxb-sandbox") -> AsyncWebClient:
    base = f"{sandbox.workspace.base_url}/api/"
    return AsyncWebClient(token, base_url=base, retry_handlers=[])


async def answer(client: AsyncWebClient, method: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """The body of the answer, a refusal's too."""
    try:
        response = await client.api_call(method, json=dict(args))
    except SlackApiError as refused:
        response = refused.response
    body = response.data
    assert isinstance(body, dict)
    return body


async def error(client: AsyncWebClient, method: str, args: Mapping[str, Any]) -> str | None:
    """The error code, None where the call succeeds."""
    return (await answer(client, method, args)).get("error")
