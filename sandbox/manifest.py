"""The installed app, as its Slack manifest declares it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """`type` is `global` or `message`."""

    name: str
    type: str
    callback_id: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledApp:
    """The app and what the workspace granted it."""

    id: str
    bot_id: str
    bot_user: str
    name: str
    description: str = ""
    background_color: str = "#1f2a37"
    scopes: tuple[str, ...] = ()
    events: frozenset[str] = frozenset()
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    home_tab: bool = False
    messages_tab: bool = True
    messages_read_only: bool = False
    interactive: bool = False
    options_url: bool = False

    def granted(self, *scopes: str) -> bool:
        """True where any one of the scopes is granted, or none is needed."""
        return not scopes or any(scope in self.scopes for scope in scopes)


def install(
    manifest: Mapping[str, Any], *, app_id: str, bot_id: str, bot_user: str
) -> InstalledApp:
    """Read a Slack app manifest; what it leaves out is not granted."""
    display = manifest.get("display_information", {})
    features = manifest.get("features", {})
    settings = manifest.get("settings", {})
    interactivity = settings.get("interactivity", {})
    home = features.get("app_home", {})
    bot_user_feature = features.get("bot_user", {})
    return InstalledApp(
        id=app_id,
        bot_id=bot_id,
        bot_user=bot_user,
        name=bot_user_feature.get("display_name") or display.get("name", "app"),
        description=display.get("description", ""),
        background_color=display.get("background_color", "#1f2a37"),
        scopes=tuple(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        commands=tuple(_command(each) for each in features.get("slash_commands", ())),
        shortcuts=tuple(_shortcut(each) for each in features.get("shortcuts", ())),
        home_tab=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        messages_read_only=bool(home.get("messages_tab_read_only_enabled")),
        interactive=bool(interactivity.get("is_enabled")),
        options_url=bool(interactivity.get("message_menu_options_url")),
    )


def _command(each: Mapping[str, Any]) -> Command:
    return Command(
        command=each["command"],
        description=each.get("description", ""),
        usage_hint=each.get("usage_hint", ""),
        should_escape=bool(each.get("should_escape", False)),
    )


def _shortcut(each: Mapping[str, Any]) -> Shortcut:
    return Shortcut(
        name=each["name"],
        type=each["type"],
        callback_id=each["callback_id"],
        description=each.get("description", ""),
    )
