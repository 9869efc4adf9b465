"""users.*: people, their presence and their profiles."""

from sandbox import wire
from sandbox.api.method import Answer, Methods, Request, Tier
from sandbox.api.paging import page
from sandbox.errors import SlackError

_methods = Methods()
_KINDS = {
    "public_channel": ("channel", "channels:read"),
    "private_channel": ("group", "groups:read"),
    "mpim": ("mpim", "mpim:read"),
    "im": ("im", "im:read"),
}


@_methods.add("users.info", "users:read", tier=Tier.T4)
def info(request: Request) -> Answer:
    person = request.workspace.person(request.args.required("user"))
    locale = request.args.flag("include_locale")
    return {"user": wire.person(request.workspace, person, locale=locale)}


@_methods.add("users.list", "users:read", tier=Tier.T2)
def everyone(request: Request) -> Answer:
    people = list(request.workspace.people.values())
    shown, metadata = page(request, people, lambda one: one.id, default=1000)
    locale = request.args.flag("include_locale")
    return {
        "members": [wire.person(request.workspace, one, locale=locale) for one in shown],
        "cache_ts": int(request.workspace.now()),
        "response_metadata": metadata,
    }


@_methods.add("users.lookupByEmail", "users:read.email")
def lookup_by_email(request: Request) -> Answer:
    email = request.args.required("email").lower()
    for person in request.workspace.people.values():
        if person.email.lower() == email and not person.deleted:
            return {"user": wire.person(request.workspace, person)}
    raise SlackError("users_not_found")


@_methods.add("users.getPresence", "users:read")
def presence(request: Request) -> Answer:
    person = request.workspace.person(request.args.text("user") or request.me)
    return {"presence": person.presence}


@_methods.add("users.profile.get", "users.profile:read", tier=Tier.T4)
def profile(request: Request) -> Answer:
    person = request.workspace.person(request.args.text("user") or request.me)
    return {"profile": wire.profile(request.workspace, person)}


def channel_kinds(request: Request) -> set[str]:
    """The kinds in `types`, each with its scope. Raises invalid_types, missing_scope."""
    kinds = set()
    for name in request.args.listing("types") or ["public_channel"]:
        if name not in _KINDS:
            raise SlackError("invalid_types")
        kind, scope = _KINDS[name]
        request.need(scope)
        kinds.add(kind)
    return kinds


@_methods.add(
    "users.conversations", "channels:read", "groups:read", "im:read", "mpim:read", tier=Tier.T3
)
def conversations(request: Request) -> Answer:
    user = request.args.text("user") or request.me
    request.workspace.person(user)
    kinds = channel_kinds(request)
    skip_archived = request.args.flag("exclude_archived")
    found = [
        channel
        for channel in request.workspace.channels.values()
        if user in channel.members
        and channel.kind in kinds
        and channel.visible_to(request.me)
        and not (skip_archived and channel.is_archived)
    ]
    shown, metadata = page(request, found, lambda one: one.id)
    return {
        "channels": [wire.channel(request.workspace, each, seen_by=request.me) for each in shown],
        "response_metadata": metadata,
    }


METHODS = tuple(_methods.every)
