"""How arguments travel to Slack: as JSON where a method takes it, else as a form.

Methods that read (`users.info`, `conversations.history`, `files.getUploadURLExternal` …) do not
take JSON bodies: https://docs.slack.dev/apis/web-api#methods_supporting_json. The others could
take a form, too, but its percent-encoding costs more than sending the message.
"""

import json
from collections.abc import Mapping
from typing import Any

_JSON = frozenset(
    {
        "bookmarks.add",
        "chat.delete",
        "chat.postEphemeral",
        "chat.postMessage",
        "chat.update",
        "conversations.archive",
        "conversations.create",
        "conversations.invite",
        "conversations.join",
        "conversations.open",
        "conversations.rename",
        "conversations.setTopic",
        "pins.add",
        "views.open",
        "views.publish",
        "views.update",
    }
)


def encoded(method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The body as `api_call` takes it. What is None is left out."""
    given = {name: value for name, value in arguments.items() if value is not None}
    return {"json": given} if method in _JSON else {"data": form(given)}


def form(arguments: Mapping[str, Any]) -> dict[str, str]:
    """Texts as they are; blocks, views, lists, numbers and booleans as JSON; None left out."""
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in arguments.items()
        if value is not None
    }
