"""The workspace a newcomer finds: Kobza Pay, a fictional Ukrainian payments company."""

from datetime import UTC, datetime, timedelta

from sandbox import posting, rooms
from sandbox.channels import Topic
from sandbox.messages import Draft
from sandbox.people import Person, Team, UserGroup
from sandbox.seed_talk import TALK
from sandbox.workspace import Workspace, format_ts

TEAM = Team(id="T0KOBZA", name="Kobza Pay", domain="kobzapay")
APP_ID, BOT_ID, BOT_USER = "A0TOCSIN", "B0TOCSIN", "U0TOCSIN"
FOUNDER = "U0OLEH"
_KYIV, _BERLIN, _LONDON = "Europe/Kyiv", "Europe/Berlin", "Europe/London"
_BUCHAREST, _NEW_YORK = "Europe/Bucharest", "America/New_York"

_PEOPLE = (
    ("U0OLENA", "Olena Kovalenko", "Support engineer L1", "uk-UA", _KYIV, "2f6f4f"),
    ("U0TARAS", "Taras Bondar", "Support engineer L1", "uk-UA", _KYIV, "8a4b08"),
    ("U0IRYNA", "Iryna Shevchuk", "Support engineer L2", "uk-UA", _KYIV, "6b3fa0"),
    ("U0MARKO", "Marko Lysenko", "Support engineer L2", "en-GB", _KYIV, "1f5f8b"),
    ("U0DARYNA", "Daryna Melnyk", "Support engineer L3", "uk-UA", _KYIV, "a03b52"),
    ("U0PAVLO", "Pavlo Tkachenko", "Support engineer L3", "ru-RU", _KYIV, "4d5d1a"),
    ("U0ANNA", "Anna Schmidt", "Backend developer", "en-US", _BERLIN, "0f6b6b"),
    ("U0JAMES", "James Carter", "Backend developer", "en-GB", _LONDON, "7a3e9d"),
    ("U0SOFIIA", "Sofiia Marchenko", "QA engineer", "uk-UA", _KYIV, "b0431e"),
    ("U0VIKTOR", "Viktor Petrov", "QA engineer", "ru-RU", _KYIV, "37474f"),
    ("U0MAKSYM", "Maksym Hrytsenko", "DevOps engineer", "uk-UA", _KYIV, "3f51b5"),
    ("U0ELENA", "Elena Popescu", "DevOps engineer", "en-US", _BUCHAREST, "9c2f6b"),
    ("U0NATALIA", "Nataliia Bila", "Head of Support", "uk-UA", _KYIV, "5d4037"),
    ("U0OLEH", "Oleh Sydorenko", "CTO", "en-US", _KYIV, "1b5e20"),
    ("U0KATE", "Kateryna Dovzhenko", "Data protection officer", "uk-UA", _KYIV, "6d214f"),
    ("U0GUEST", "Sam Rivers", "Guest from Acme", "en-US", _NEW_YORK, "616161"),
)

_SUPPORT = ("U0OLENA", "U0TARAS", "U0IRYNA", "U0MARKO", "U0DARYNA", "U0PAVLO", "U0NATALIA")
_ENGINEERS = ("U0ANNA", "U0JAMES", "U0SOFIIA", "U0VIKTOR", "U0MAKSYM", "U0ELENA", "U0OLEH")
_EVERYONE = tuple(id for id, *_ in _PEOPLE if id != "U0GUEST")
_CLIENT_TEAM = ("U0OLENA", "U0TARAS", "U0IRYNA", "U0MARKO", "U0NATALIA", BOT_USER)

_CHANNELS = (
    ("C0GENERAL", "general", "Company-wide announcements", _EVERYONE),
    ("C0RANDOM", "random", "Everything else", _EVERYONE),
    ("C0INCIDENTS", "incidents", "Every incident, announced once", (*_EVERYONE, BOT_USER)),
    ("C0SUPPORT", "support", "Questions from clients, all levels", (*_SUPPORT, BOT_USER)),
    ("C0PAYMENTS", "team-payments", "Payments API, payouts, ledger", (*_ENGINEERS, BOT_USER)),
    ("C0PLATFORM", "team-platform", "Infrastructure and deploys", (*_ENGINEERS, BOT_USER)),
    ("C0ACME", "client-acme", "Acme Marketplace", (*_CLIENT_TEAM, "U0GUEST")),
    ("C0ZORIA", "client-zoria-bank", "Zoria Bank", _CLIENT_TEAM),
    ("C0ALTYN", "client-altyn", "Altyn Travel", _CLIENT_TEAM),
    ("C0NORTHWIND", "client-northwind", "Northwind Retail", _CLIENT_TEAM),
    ("G0SECURITY", "security", "Private: security matters", ("U0KATE", "U0OLEH", "U0MAKSYM")),
)

_GROUPS = (
    ("S0SUPPORT", "support", "Support", "All support levels", _SUPPORT),
    ("S0DEVOPS", "devops", "DevOps", "Those who run the platform", ("U0MAKSYM", "U0ELENA")),
    ("S0BACKEND", "backend", "Backend", "Payments and ledger developers", ("U0ANNA", "U0JAMES")),
)


def seed_kobza(workspace: Workspace) -> None:
    """Fill an empty workspace with people, channels and a few days of talk."""
    _add_people(workspace)
    for id, name, purpose, members in _CHANNELS:
        _add_channel(workspace, id, name, purpose, members)
    for id, handle, name, description, members in _GROUPS:
        workspace.usergroups[id] = UserGroup(
            id=id,
            handle=handle,
            name=name,
            description=description,
            members=list(members),
            created=int(workspace.now()),
            updated=int(workspace.now()),
            created_by=FOUNDER,
            updated_by=FOUNDER,
        )
    workspace.emoji["kobza"] = "alias:guitar"
    _add_talk(workspace)
    for channel in workspace.channels.values():
        newest = next(reversed(channel.messages), "0000000000.000000")
        channel.last_read = dict.fromkeys(channel.members, newest)


def _add_people(workspace: Workspace) -> None:
    for id, real_name, title, locale, tz, color in _PEOPLE:
        first, last = real_name.lower().split()
        guest = id == "U0GUEST"
        domain = "acme.example" if guest else "kobzapay.example"
        workspace.people[id] = Person(
            id=id,
            name=f"{first}.{last}",
            real_name=real_name,
            title=title,
            email=f"{first}.{last}@{domain}",
            locale=locale,
            tz=tz,
            color=color,
            is_admin=id == FOUNDER,
            is_restricted=guest,
        )
    workspace.people[workspace.bot_user] = Person(
        id=workspace.bot_user,
        name=workspace.app.name.lower(),
        real_name=workspace.app.name,
        color=workspace.app.background_color.removeprefix("#"),
        is_bot=True,
        bot_id=workspace.app.bot_id,
    )


def _add_channel(
    workspace: Workspace, id: str, name: str, purpose: str, members: tuple[str, ...]
) -> None:
    is_private = id.startswith("G")
    channel = rooms.create(workspace, name, by=FOUNDER, is_private=is_private, id=id)
    channel.is_general = name == "general"
    channel.purpose = Topic(value=purpose, creator=FOUNDER, last_set=channel.created)
    channel.members = dict.fromkeys(members)
    channel.messages.clear()


def _add_talk(workspace: Workspace) -> None:
    """Post the talk on working days of the past, oldest first, at the hours it says (UTC)."""
    today = datetime.fromtimestamp(workspace.now(), UTC).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    parents: dict[str, str] = {}
    for number, line in enumerate(sorted(TALK, key=lambda each: (-each.days_ago, each.at))):
        moment = today - timedelta(days=line.days_ago) + timedelta(minutes=line.minutes)
        ts = format_ts(int(moment.timestamp()) * 1_000_000 + 100 * (number + 1))
        channel = workspace.channels[line.channel]
        draft = Draft(text=line.text, thread_ts=parents.get(line.under))
        message = posting.post(workspace, channel, draft, by=line.user, ts=ts)
        if line.name:
            parents[line.name] = message.ts
        for emoji, users in line.reactions:
            message.reactions[emoji] = list(users)
