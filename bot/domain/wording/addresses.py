"""Names and addresses inside our network."""

import re
from collections.abc import Iterator
from ipaddress import IPv6Address

from bot.domain.phrase import phrase
from bot.domain.wording.finding import Rule
from bot.domain.wording.mark import Advice, Mark, mark
from bot.domain.wording.sight import Sight

_LABEL = r"[a-z0-9_][a-z0-9_-]{0,62}\."
_HOST = re.compile(
    rf"(?<![\w@./-])(?:{_LABEL}){{1,8}}"
    r"(?:internal|local|localdomain|lan|corp|intranet|private|svc|consul|home\.arpa|localhost"
    r"|rds\.amazonaws\.com|compute\.amazonaws\.com|elb\.amazonaws\.com|cache\.amazonaws\.com"
    r"|cloudapp\.azure\.com)(?![\w-]|\.\w)(?::\d{1,5})?"
    r"|(?<![\w@./-])localhost(?::\d{1,5})?(?![\w-])"
)
#: In a link the host stands behind the scheme.
_IN_LINK = re.compile(
    rf"(?<=://)(?:{_LABEL}){{0,8}}(?:internal|local|localdomain|lan|corp|intranet|svc|localhost)"
    r"(?![\w-]|\.\w)(?::\d{1,5})?"
)
#: Kubernetes writes the hashes of pods in these letters only, so that they spell no words.
_SAFE = "bcdfghjklmnpqrstvwxz2456789"
_POD = re.compile(
    rf"(?<![\w.-])[a-z][a-z0-9]{{0,40}}(?:-[a-z0-9]{{1,40}}){{0,8}}-(?=[a-z]*\d)[{_SAFE}]{{6,10}}-[{_SAFE}]{{5}}(?![\w-])"
)
_MACHINE = re.compile(
    r"(?<![\w./-])(?:[a-z0-9]{1,20}-){0,6}"
    r"(?:db|database|mysql|postgres|postgresql|pgsql|pg|redis|kafka|mongo|mongodb|rabbitmq|elastic"
    r"|clickhouse|k8s|kube|node|worker|nginx|haproxy|vault|consul|etcd|srv|server|vm|proxy|bastion"
    r"|jenkins|gw|lb|ceph)(?:-[a-z]{1,12}){0,4}-?\d{1,3}(?![\w-])"
)
_STAGE = re.compile(
    r"(?<![\w./-])(?:prod|stg|staging|uat|preprod)-(?=[a-z]*[-\d])[a-z0-9]+(?:-[a-z0-9]+){0,6}(?![\w-])"
)
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2}|:\d{1,5})?(?!\w|\.\d|-\w)")
_OCTET = 255
_VERSION = re.compile(
    r"(?:version|release|build|section|chapter|clause|верс\w{1,4}|реліз\w{0,3}|релиз\w{0,3}"
    r"|розділ\w{0,3}|раздел\w{0,3}|пункт\w{0,3}) $",
    re.IGNORECASE,
)
_IPV6 = re.compile(
    r"(?<![\w:.])(?=[0-9a-f:]*[0-9a-f])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:/\d{1,3})?(?![\w:])",
    re.IGNORECASE,
)
_BEFORE = 12


def internal_addresses(sight: Sight, *, public: frozenset[str]) -> Iterator[Mark]:
    """Hosts, pods, machines and IP addresses, apart from those that anybody may know.

    ``public`` is in lower case; a host under a public one is public too.
    """
    advice = Advice(
        phrase(
            "This is a name inside our network: it tells clients nothing, and an attacker much."
        ),
        phrase("one of our systems"),
    )
    for start, end in _found(sight.text):
        if not _public(sight.text[start:end], public):
            yield mark(Rule.INTERNAL_ADDRESS, sight, start, end, advice)


def _found(text: str) -> Iterator[tuple[int, int]]:
    for found in _IPV4.finditer(text):
        octets = re.split(r"[/:]", found[0])[0].split(".")
        version = _VERSION.search(text[max(0, found.start() - _BEFORE) : found.start()])
        if all(int(octet) <= _OCTET for octet in octets) and not version:
            yield found.span()
    for found in _IPV6.finditer(text):
        if _is_ipv6(found[0].split("/")[0]):
            yield found.span()
    for pattern in (_HOST, _IN_LINK, _POD, _MACHINE, _STAGE):
        for found in pattern.finditer(text):
            yield found.span()


def _is_ipv6(text: str) -> bool:
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True


def _public(name: str, public: frozenset[str]) -> bool:
    host = name.lower().rsplit(":", 1)[0] if name.count(":") == 1 else name.lower()
    return any(host == known or host.endswith("." + known) for known in public)
