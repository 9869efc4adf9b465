"""``tocsin serve``."""

import asyncio

from bot.cli import Stop
from bot.cli.settings import settings_or_stop
from bot.config import Settings
from bot.policy import PolicyError


def serve() -> int:
    """Run until SIGTERM or SIGINT."""
    settings = settings_or_stop(Settings)

    from slack_sdk.errors import SlackApiError

    from bot import app

    try:
        asyncio.run(app.serve(settings))
    except app.StartError as error:
        raise Stop(str(error)) from None
    except PolicyError as error:
        raise Stop(f"{error}\nThe policy cannot be used, so the bot does not start.") from None
    except SlackApiError as error:
        code = error.response.get("error", "unknown_error")
        raise Stop(f"Slack refuses SLACK_BOT_TOKEN ({code}). `tocsin doctor` says more.") from None
    except OSError as error:
        raise Stop(f"{error}. `tocsin doctor` says more.") from None
    return 0
