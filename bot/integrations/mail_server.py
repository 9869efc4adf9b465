"""Where mails are handed over, and how safely: what `SMTP_URL` says."""

import contextlib
import ipaddress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """``starttls``: True is required, None is used when offered, False is left alone."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    starttls: bool | None = True
    #: A local server's certificate is nobody's but its own.
    verify: bool = True

    @classmethod
    def of(cls, url: str) -> "Server":
        """From ``smtp://user:pass@host:587`` or ``smtps://…``. ValueError when it is neither.

        A password never leaves in the clear: STARTTLS is required, except towards this very
        machine, or where the address ends with ``?starttls=no``.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("neither smtp:// nor smtps://")
        tls, local = parts.scheme == "smtps", _loopback(parts.hostname)
        plain = parse_qs(parts.query).get("starttls") == ["no"]
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if tls else 587),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls=tls,
            starttls=False if tls or plain else None if local else True,
            verify=not local,
        )


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False
