"""The Slack app exactly as the bot needs it; a test compares it with the calls of the walks."""

from typing import Any

#: Why each scope is asked for stands beside it; nothing is asked for "just in case".
SCOPES = {
    "app_mentions:read": "verbs by mention inside threads, where Slack has no slash commands",
    "bookmarks:read": "look before adding a bookmark again after a lost answer",
    "bookmarks:write": "the incident page and the runbook in the room's bookmark bar",
    "channels:history": "find our own message again after a lost answer; signs of life in rooms; "
    "edits and deletions of messages that people picked",
    "channels:join": "read a public channel we wrote to from outside, after a lost answer",
    "channels:manage": "open, name, rename and archive public war rooms, set their topic, invite",
    "channels:read": "find our own room again after a lost answer; who joined and left",
    "chat:write": "cards, pages, announcements",
    "chat:write.public": "announce in a public channel the bot was not invited to",
    "commands": "/incident, /oncall and the shortcuts",
    "files:read": "keep the files of picked messages as evidence",
    "files:write": "the postmortem as a file in the room",
    "groups:history": "the same as channels:history, for private war rooms",
    "groups:read": "the same as channels:read, for private war rooms",
    "groups:write": "the same as channels:manage, for private war rooms",
    "im:history": "find our own page again after a lost answer",
    "im:write": "open the conversation for a page",
    "pins:read": "a pinned message of a war room goes on the timeline",
    "pins:write": "pin the card",
    "reactions:read": "a message marked with a reaction goes on the timeline",
    "usergroups:read": "find a group of the policy by its handle",
    "usergroups:write": "keep groups such as @oncall-payments in step with who is on call",
    "users:read": "name, language, zone; whether a person is a guest",
    "users:read.email": "people given by e-mail in the policy",
}
EVENTS = (
    "app_home_opened",
    "app_mention",
    "channel_archive",
    "channel_rename",
    "group_archive",
    "group_rename",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "pin_added",
    "pin_removed",
    "reaction_added",
    "reaction_removed",
)
DECLARE, DECLARE_FROM_MESSAGE, ADD_TO_TIMELINE = (
    "declare",
    "declare_from_message",
    "add_to_timeline",
)


def manifest(*, events_url: str | None = None) -> dict[str, Any]:
    """What Slack's "From a manifest" form takes. Without ``events_url``: Socket Mode."""
    url = {"url": events_url} if events_url else {}
    request_url = {"request_url": events_url} if events_url else {}
    return {
        "display_information": {
            "name": "Tocsin",
            "description": "Declares incidents, pages who is on call, keeps clients informed",
            "background_color": "#7a1f1f",
        },
        "features": _features(url),
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {**request_url, "bot_events": list(EVENTS)},
            "interactivity": {
                "is_enabled": True,
                **request_url,
                **({"message_menu_options_url": events_url} if events_url else {}),
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": events_url is None,
            "token_rotation_enabled": False,
        },
    }


def _features(url: dict[str, str]) -> dict[str, Any]:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": True,
        },
        "bot_user": {"display_name": "tocsin", "always_online": True},
        "slash_commands": _commands(url),
        "shortcuts": [
            {
                "name": "Declare an incident",
                "type": "global",
                "callback_id": DECLARE,
                "description": "Open the form",
            },
            {
                "name": "Declare from this",
                "type": "message",
                "callback_id": DECLARE_FROM_MESSAGE,
                "description": "Declare an incident; this message is its first evidence",
            },
            {
                "name": "Add to timeline",
                "type": "message",
                "callback_id": ADD_TO_TIMELINE,
                "description": "Keep this message on the incident's timeline",
            },
        ],
    }


def _commands(url: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "command": "/incident",
            "description": "Declare an incident, or act on one",
            "usage_hint": "declare SEV2 what clients see | help | list",
            "should_escape": True,
            **url,
        },
        {
            "command": "/oncall",
            "description": "Who is on call; cover, swap and override shifts",
            "usage_hint": "payments | me | schedule | cover me tomorrow 9-18 | help",
            "should_escape": True,
            **url,
        },
    ]
