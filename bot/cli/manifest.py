"""``tocsin manifest``."""

import json

import yaml

from bot.slack.manifest import manifest as app_manifest


def manifest(*, public_url: str, as_json: bool) -> int:
    """Print what Slack's “Create an app from a manifest” asks for."""
    made = app_manifest(events_url=f"{public_url.rstrip('/')}/slack/events" if public_url else None)
    if as_json:
        print(json.dumps(made, ensure_ascii=False, indent=2))
    else:
        print(yaml.safe_dump(made, allow_unicode=True, sort_keys=False), end="")
    return 0
