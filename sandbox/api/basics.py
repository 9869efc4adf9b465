"""auth.test, api.test, and what an app may ask about the workspace."""

from sandbox import wire
from sandbox.api.method import Answer, Method, Methods, Request, Tier
from sandbox.errors import SlackError

_methods = Methods()
MAX_DND_USERS = 50


def api_test(request: Request) -> Answer:
    args = {key: value for key, value in request.args.given.items() if value is not None}
    error = request.args.text("error")
    if error:
        raise SlackError(error, args=args)
    return {"args": args}


@_methods.add("auth.test", tier=Tier.SPECIAL)
def auth_test(request: Request) -> Answer:
    team = request.workspace.team
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": request.workspace.people[request.me].name,
        "team_id": team.id,
        "user_id": request.me,
        "bot_id": request.app.bot_id,
        "is_enterprise_install": False,
    }


@_methods.add("team.info", "team:read")
def team_info(request: Request) -> Answer:
    team = request.workspace.team
    if request.args.text("team", team.id) != team.id:
        raise SlackError("team_not_found")
    return {
        "team": {
            "id": team.id,
            "name": team.name,
            "domain": team.domain,
            "url": f"https://{team.domain}.slack.com/",
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


@_methods.add("bots.info", "users:read")
def bots_info(request: Request) -> Answer:
    if request.args.text("bot", request.app.bot_id) != request.app.bot_id:
        raise SlackError("bot_not_found")
    profile = wire.bot_profile(request.workspace)
    return {"bot": {key: profile[key] for key in profile if key != "team_id"}}


@_methods.add("emoji.list", "emoji:read", tier=Tier.T2)
def emoji_list(request: Request) -> Answer:
    return {"emoji": dict(request.workspace.emoji), "cache_ts": str(request.workspace.now())}


@_methods.add("dnd.info", "dnd:read")
def dnd_info(request: Request) -> Answer:
    return _dnd(request, request.args.text("user") or request.me)


@_methods.add("dnd.teamInfo", "dnd:read", tier=Tier.T2)
def dnd_team_info(request: Request) -> Answer:
    users = request.args.listing("users")
    if len(users) > MAX_DND_USERS:
        raise SlackError("too_many_users")
    return {"users": {user: _dnd(request, user) for user in users}}


def _dnd(request: Request, user: str) -> Answer:
    person, now = request.workspace.person(user), int(request.workspace.now())
    quiet = person.dnd_until > now
    return {
        "dnd_enabled": quiet,
        "next_dnd_start_ts": now if quiet else 1,
        "next_dnd_end_ts": int(person.dnd_until) if quiet else 1,
    }


METHODS = (
    Method(name="api.test", run=api_test, token="any", tier=Tier.T4),  # noqa: S106 a kind of token
    *_methods.every,
)
