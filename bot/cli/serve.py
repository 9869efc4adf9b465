"""``tocsin serve``."""

import asyncio

from slack_sdk.errors import SlackApiError

from bot.app import StartError
from bot.app import serve as run
from bot.cli import Stop
from bot.cli.settings import settings_or_stop
from bot.config import Settings
from bot.policy import PolicyError


def serve() -> int:
    """Run until SIGTERM or SIGINT."""
    settings = settings_or_stop(Settings)
    try:
        asyncio.run(run(settings))
    except StartError as error:
        raise Stop(str(error)) from None
    except PolicyError as error:
        raise Stop(f"{error}\nThe policy cannot be used, so the bot does not start.") from None
    except SlackApiError as error:
        code = error.response.get("error", "unknown_error")
        raise Stop(
            f"Slack refuses SLACK_BOT_TOKEN ({code}). Run `tocsin doctor` to see what to do."
        ) from None
    except OSError as error:
        raise Stop(f"{error}. Run `tocsin doctor` to see what is wrong.") from None
    return 0
