"""The workspace in Slack's JSON. Nothing here changes anything."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox import avatars
from sandbox.channels import Bookmark, Channel, Topic
from sandbox.documents import StoredFile
from sandbox.messages import Message
from sandbox.people import Person, UserGroup
from sandbox.workspace import Workspace

Wire = dict[str, Any]


def message(workspace: Workspace, one: Message, *, metadata: bool = False) -> Wire:
    """A message as history and events show it; its metadata payload only when asked for."""
    shown: Wire = {"type": "message", "ts": one.ts, "text": one.text}
    if one.subtype:
        shown["subtype"] = one.subtype
    if one.user:
        shown |= {"user": one.user, "team": workspace.team.id}
    if one.bot_id:
        shown |= {"bot_id": one.bot_id, "app_id": workspace.app.id}
        shown["bot_profile"] = bot_profile(workspace)
    for key in ("username", "client_msg_id", "blocks", "attachments", "edited"):
        value = getattr(one, key)
        if value:
            shown[key] = value
    icons = {"emoji": one.icon_emoji, "image_48": one.icon_url}
    if any(icons.values()):
        shown["icons"] = {key: value for key, value in icons.items() if value}
    if one.metadata:
        shown["metadata"] = one.metadata if metadata else {"event_type": one.metadata["event_type"]}
    if one.files:
        shown["files"] = [
            file(workspace, workspace.files[each]) for each in one.files if each in workspace.files
        ]
    if one.reactions:
        shown["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in one.reactions.items()
        ]
    return shown | _thread(workspace, one) | _pinned(workspace, one) | one.extra


def _thread(workspace: Workspace, one: Message) -> Wire:
    channel = workspace.channels[one.channel]
    if one.is_reply:
        parent = channel.messages.get(one.thread_ts or "")
        beside = {"parent_user_id": parent.user} if parent and parent.user else {}
        return {"thread_ts": one.thread_ts, **beside}
    replies = channel.replies(one.ts)
    if not replies:
        return {"thread_ts": one.thread_ts} if one.thread_ts else {}
    authors = list(dict.fromkeys(reply.user or reply.bot_id or "" for reply in replies))
    return {
        "thread_ts": one.ts,
        "reply_count": len(replies),
        "reply_users": authors[:5],
        "reply_users_count": len(authors),
        "latest_reply": replies[-1].ts,
        "is_locked": False,
        "subscribed": False,
    }


def _pinned(workspace: Workspace, one: Message) -> Wire:
    return {"pinned_to": [one.channel]} if one.ts in workspace.channels[one.channel].pins else {}


def permalink(workspace: Workspace, one: Message) -> str:
    """Where a browser opens the message: the sandbox's page, in the form of Slack's links."""
    link = f"{workspace.base_url}/archives/{one.channel}/p{one.ts.replace('.', '')}"
    return f"{link}?thread_ts={one.thread_ts}&cid={one.channel}" if one.is_reply else link


def bot_profile(workspace: Workspace) -> Wire:
    return {
        "id": workspace.app.bot_id,
        "app_id": workspace.app.id,
        "user_id": workspace.app.bot_user,
        "name": workspace.app.name,
        "team_id": workspace.team.id,
        "deleted": False,
        "updated": 0,
        "icons": {},
    }


def topic(one: Topic) -> Wire:
    return {"value": one.value, "creator": one.creator, "last_set": one.last_set}


def channel(workspace: Workspace, one: Channel, *, seen_by: str, members: bool = False) -> Wire:
    shown: Wire = {
        "id": one.id,
        "created": one.created,
        "is_archived": one.is_archived,
        "is_im": one.is_im,
        "is_org_shared": False,
        "context_team_id": workspace.team.id,
        "updated": one.updated or one.created * 1000,
    }
    if one.is_im:
        other = next((user for user in one.members if user != seen_by), seen_by)
        return shown | {"user": other, "is_user_deleted": False, "is_open": True, "priority": 0}
    shown |= {
        "name": one.name,
        "name_normalized": one.name,
        "is_channel": not one.is_private and not one.is_mpim,
        "is_group": one.is_private,
        "is_mpim": one.is_mpim,
        "is_private": one.is_private or one.is_mpim,
        "is_general": one.is_general,
        "is_shared": False,
        "is_ext_shared": False,
        "is_pending_ext_shared": False,
        "is_member": seen_by in one.members,
        "creator": one.creator,
        "unlinked": 0,
        "pending_shared": [],
        "shared_team_ids": [workspace.team.id],
        "topic": topic(one.topic),
        "purpose": topic(one.purpose),
        "previous_names": list(one.previous_names),
    }
    if one.canvas_id:
        shown["properties"] = {
            "canvas": {"file_id": one.canvas_id, "is_empty": False, "quip_thread_id": ""}
        }
    return shown | ({"num_members": len(one.members)} if members else {})


def person(workspace: Workspace, one: Person, *, locale: bool = False) -> Wire:
    zone = ZoneInfo(one.tz)
    offset = datetime.fromtimestamp(workspace.now(), UTC).astimezone(zone).utcoffset()
    shown: Wire = {
        "id": one.id,
        "team_id": workspace.team.id,
        "name": one.name,
        "deleted": one.deleted,
        "color": one.color,
        "real_name": one.real_name,
        "tz": one.tz,
        "tz_label": one.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": profile(workspace, one),
        "is_admin": one.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": one.is_restricted,
        "is_ultra_restricted": False,
        "is_bot": one.is_bot,
        "is_app_user": False,
        "updated": 0,
        "is_email_confirmed": bool(one.email),
        "who_can_share_contact_card": "EVERYONE",
    }
    return shown | ({"locale": one.locale} if locale else {})


def profile(workspace: Workspace, one: Person) -> Wire:
    first, _, last = one.real_name.partition(" ")
    shown: Wire = {
        "title": one.title,
        "phone": one.phone,
        "skype": "",
        "real_name": one.real_name,
        "real_name_normalized": one.real_name,
        "display_name": one.name,
        "display_name_normalized": one.name,
        "first_name": first,
        "last_name": last,
        "status_text": one.status_text,
        "status_emoji": one.status_emoji,
        "status_expiration": 0,
        "avatar_hash": one.color,
        **avatars.urls(workspace, one),
        "team": workspace.team.id,
    }
    if one.email and workspace.app.granted("users:read.email"):
        shown["email"] = one.email
    if one.bot_id:
        shown |= {"bot_id": one.bot_id, "api_app_id": workspace.app.id, "always_active": True}
    return shown


def usergroup(workspace: Workspace, one: UserGroup, *, users: bool = False) -> Wire:
    shown: Wire = {
        "id": one.id,
        "team_id": workspace.team.id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": one.name,
        "description": one.description,
        "handle": one.handle,
        "is_external": False,
        "date_create": one.created,
        "date_update": one.updated,
        "date_delete": one.deleted,
        "auto_type": None,
        "created_by": one.created_by,
        "updated_by": one.updated_by,
        "deleted_by": None,
        "prefs": {"channels": list(one.channels), "groups": []},
        "user_count": len(one.members),
    }
    return shown | ({"users": list(one.members)} if users else {})


def file(workspace: Workspace, one: StoredFile) -> Wire:
    private = f"{workspace.base_url}/files/{one.id}/{one.name}"
    kinds = {each: workspace.channels[each].kind for each in one.channels}
    return {
        "id": one.id,
        "created": one.created,
        "timestamp": one.created,
        "name": one.name,
        "title": one.title,
        "mimetype": one.mimetype,
        "filetype": one.filetype,
        "pretty_type": one.filetype.title(),
        "user": one.user,
        "user_team": workspace.team.id,
        "size": one.size,
        "mode": "hosted",
        "is_external": False,
        "is_public": "channel" in kinds.values(),
        "url_private": private,
        "url_private_download": f"{private}?download=1",
        "permalink": private,
        "channels": [each for each, kind in kinds.items() if kind == "channel"],
        "groups": [each for each, kind in kinds.items() if kind in ("group", "mpim")],
        "ims": [each for each, kind in kinds.items() if kind == "im"],
        "comments_count": 0,
    }


def bookmark(channel_id: str, one: Bookmark) -> Wire:
    return {
        "id": one.id,
        "channel_id": channel_id,
        "title": one.title,
        "link": one.link,
        "emoji": one.emoji,
        "icon_url": "",
        "type": "link",
        "entity_id": None,
        "date_created": one.created,
        "date_updated": one.updated,
        "rank": one.id,
        "last_updated_by_user_id": one.by,
        "last_updated_by_team_id": "",
        "shortcut_id": None,
        "app_id": None,
        "app_action_id": None,
    }
