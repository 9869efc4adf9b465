"""usergroups.*: groups one can mention, such as those on call."""

from sandbox import wire
from sandbox.api.method import Answer, Methods, Request, Tier
from sandbox.errors import SlackError
from sandbox.people import UserGroup

_methods = Methods()
_WRITE, _READ = "usergroups:write", "usergroups:read"


@_methods.add("usergroups.create", _WRITE, tier=Tier.T2)
def create(request: Request) -> Answer:
    workspace, now = request.workspace, int(request.workspace.now())
    name = request.args.required("name")
    group = UserGroup(
        id=workspace.new_id("S"),
        name=_free_name(request, name),
        handle=_free_handle(request, request.args.text("handle") or _handle_of(name)),
        description=request.args.text("description"),
        channels=_channels(request),
        created=now,
        updated=now,
        created_by=request.me,
        updated_by=request.me,
    )
    workspace.usergroups[group.id] = group
    return _answer(request, group, "subteam_created")


@_methods.add("usergroups.update", _WRITE, tier=Tier.T2)
def update(request: Request) -> Answer:
    group, args = _group(request), request.args
    name, handle = args.text("name"), args.text("handle")
    group.name = _free_name(request, name, group) if name else group.name
    group.handle = _free_handle(request, handle, group) if handle else group.handle
    group.description = args.text("description", group.description)
    group.channels = _channels(request) if "channels" in args else group.channels
    return _changed(request, group)


@_methods.add("usergroups.enable", _WRITE, tier=Tier.T2)
def enable(request: Request) -> Answer:
    group = _group(request)
    group.deleted = 0
    return _changed(request, group)


@_methods.add("usergroups.disable", _WRITE, tier=Tier.T2)
def disable(request: Request) -> Answer:
    group = _group(request)
    group.deleted = int(request.workspace.now())
    return _changed(request, group)


@_methods.add("usergroups.list", _READ, tier=Tier.T2)
def listing(request: Request) -> Answer:
    users = request.args.flag("include_users")
    disabled = request.args.flag("include_disabled")
    return {
        "usergroups": [
            wire.usergroup(request.workspace, group, users=users)
            for group in request.workspace.usergroups.values()
            if disabled or not group.deleted
        ]
    }


@_methods.add("usergroups.users.list", _READ, tier=Tier.T2)
def list_users(request: Request) -> Answer:
    return {"users": list(_group(request).members)}


@_methods.add("usergroups.users.update", _WRITE, tier=Tier.T2)
def update_users(request: Request) -> Answer:
    """The whole list is replaced, and it cannot be empty: that is what disable is for."""
    group = _group(request)
    users = list(dict.fromkeys(request.args.listing("users")))
    if not users:
        raise SlackError("no_users_provided")
    for user in users:
        person = request.workspace.people.get(user)
        if person is None or person.deleted:
            raise SlackError("invalid_users")
        if person.is_bot or person.is_restricted:
            raise SlackError("invalid_user")
    added = [user for user in users if user not in group.members]
    removed = [user for user in group.members if user not in users]
    group.members = users
    answer = _changed(request, group)
    request.workspace.announce(
        "subteam_members_changed",
        subteam_id=group.id,
        team_id=request.workspace.team.id,
        date_update=group.updated,
        added_users=added,
        added_users_count=len(added),
        removed_users=removed,
        removed_users_count=len(removed),
    )
    return answer


def _group(request: Request) -> UserGroup:
    group = request.workspace.usergroups.get(request.args.required("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return group


def _handle_of(name: str) -> str:
    return "-".join("".join(each if each.isalnum() else " " for each in name.lower()).split())


def _free_name(request: Request, name: str, own: UserGroup | None = None) -> str:
    groups = request.workspace.usergroups.values()
    if any(each.name == name and each is not own for each in groups):
        raise SlackError("name_already_exists")
    return name


def _free_handle(request: Request, handle: str, own: UserGroup | None = None) -> str:
    """A handle is unique among groups, people and channels."""
    workspace = request.workspace
    groups = [each.handle for each in workspace.usergroups.values() if each is not own]
    people = [each.name for each in workspace.people.values()]
    if handle in (*groups, *people) or workspace.channel_named(handle):
        raise SlackError("handle_already_exists")
    return handle


def _channels(request: Request) -> list[str]:
    channels = request.args.listing("channels")
    for channel in channels:
        request.workspace.channel(channel, seen_by=request.me)
    return channels


def _changed(request: Request, group: UserGroup) -> Answer:
    group.updated, group.updated_by = int(request.workspace.now()), request.me
    return _answer(request, group, "subteam_updated")


def _answer(request: Request, group: UserGroup, type_: str) -> Answer:
    shown = wire.usergroup(request.workspace, group, users=True)
    request.workspace.announce(type_, subteam=shown)
    return {"usergroup": shown}


METHODS = tuple(_methods.every)
