"""How arguments travel to Slack: as a form, the one encoding that every method understands.

Methods that read (`users.info`, `conversations.history`, `files.getUploadURLExternal` …) do not
take JSON bodies: https://docs.slack.dev/apis/web-api#methods_supporting_json
"""

import json
from collections.abc import Mapping
from typing import Any


def form(arguments: Mapping[str, Any]) -> dict[str, str]:
    """Texts as they are; blocks, views, lists, numbers and booleans as JSON; None left out."""
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in arguments.items()
        if value is not None
    }
