"""Whether client updates can leave by other ways than Slack: the mail server, and webhooks."""

from collections.abc import AsyncIterator

from bot.cli.checkup import Finding, bad, good
from bot.config import Settings
from bot.domain.policy import Policy
from bot.integrations.mail_server import Server
from bot.integrations.smtp import Barred, Mailer, Unreachable


async def outside(policy: Policy, settings: Settings) -> AsyncIterator[Finding]:
    """Nothing where the policy asks for neither."""
    if any(client.emails for client in policy.clients.values()):
        yield await _mail(policy, settings)
    if policy.client_updates.webhooks and settings.webhook_secret is None:
        yield bad(
            "The policy tells webhooks of client updates, and WEBHOOK_SECRET is not set. Set one "
            "made by `openssl rand -hex 32`; until then none is called."
        )


async def _mail(policy: Policy, settings: Settings) -> Finding:
    if policy.client_updates.mail is None:
        return bad(
            "Clients have e-mail addresses, and the policy names no sender. Add “from” to "
            "client_updates.mail; until then no mail leaves."
        )
    if settings.smtp_url is None:
        return bad(
            "Clients have e-mail addresses, and SMTP_URL is not set. Write it like "
            "smtp://user:password@mail.example.com:587; until then no mail leaves."
        )
    server = Server.of(settings.smtp_url.get_secret_value())
    try:
        await Mailer(server).look()
    except Barred as no:
        return bad(
            f"The mail server {server.host} does not let us in: {no}. Look at the user, the "
            "password and the encryption in SMTP_URL."
        )
    except Unreachable as nobody:
        return bad(
            f"The mail server {server.host} does not answer on port {server.port}: {nobody}. "
            "Look at the address in SMTP_URL, and whether a firewall is between."
        )
    return good(f"The mail server {server.host} lets us in.")
