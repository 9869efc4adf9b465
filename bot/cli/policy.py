"""``tocsin policy check`` and ``tocsin policy apply``."""

import asyncio
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli import Stop
from bot.cli.settings import settings_or_stop
from bot.clock import system_clock
from bot.config import StoreSettings
from bot.domain.language import Language
from bot.domain.phrase import Phrase
from bot.domain.policy import Policy
from bot.i18n import translator
from bot.integrations.templates.checkup import check_up
from bot.policy import Beside, PolicyError, difference, load, read_beside, schema

if TYPE_CHECKING:  # SQLAlchemy is slow to import, and checking a file needs none of it.
    from bot.store.database import Database
    from bot.store.policies import Applied

#: Where the bot reads them from.
RUNBOOKS = Path(__file__).resolve().parents[2] / "runbooks"


def check(file: Path) -> int:
    """Print every problem, of the templates beside it too, or what the policy holds."""
    policy = _draft(file).policy
    if count := _templates(policy, file):
        raise Stop(_problems(count))
    print(f"{file} is good: {_counted(policy)}.")
    return 0


def apply(file: Path, *, dry_run: bool) -> int:
    """Say what a policy changes; unless this is a dry run, put it in force.

    A running bot takes it up by itself.
    """
    from bot.cli.database import opened, ready
    from bot.store.schema import revision

    draft = _draft(file)
    url = settings_or_stop(StoreSettings).database_url.get_secret_value()

    async def run() -> int:
        async with opened(url) as database:
            if not dry_run or await revision(database) is not None:
                await ready(database)
            return await _apply(database, draft, dry_run=dry_run)

    return asyncio.run(run())


@dataclass(frozen=True, slots=True)
class Draft:
    """A good policy that is not in force yet."""

    text: str
    file: Path
    policy: Policy
    beside: Beside


def _templates(policy: Policy, file: Path) -> int:
    """Print what is wrong with the policy's templates; how many problems that is.

    A bad one keeps no policy from being applied: the bot has its own words in its place. One
    that is missing is no problem, and still worth knowing.
    """
    checkup = check_up(policy, file.parent)
    if checkup is None:
        return 0
    for line in (*checkup.problems, *checkup.missing):
        print(line, file=sys.stderr)
    return len(checkup.problems)


def _draft(file: Path) -> Draft:
    text = read_text(file)
    beside = read_beside(text, file, at=system_clock())
    return Draft(text, file, load_or_stop(text, file, beside), beside)


async def _apply(database: "Database", draft: Draft, *, dry_run: bool) -> int:
    from bot.store.policies import Policies
    from bot.store.schema import HEAD, revision

    newest = None
    if await revision(database) == HEAD:
        async with database.read() as connection:
            newest = await Policies(connection).newest()
    _templates(draft.policy, draft.file)
    changes = _tell(newest, draft.policy)
    if not changes and newest is not None:
        print(f"Nothing changes: version {newest.version} stays in force.")
    elif dry_run:
        print("This was a dry run: nothing has changed.")
    else:
        print(f"Version {await _put_in_force(database, draft)} is in force.")
    return 0


async def _put_in_force(database: "Database", draft: Draft) -> int:
    """Its version. What it changes of the rotations holds from now on, bot or no bot."""
    from bot.store.work import Store
    from bot.usecases import rotations

    store = Store(database, system_clock, draft.policy, wake=lambda: None)
    async with store.begin() as work:
        version = await work.policies.add(
            draft.text,
            file=str(draft.file),
            now=draft.beside.at,
            calendars=draft.beside.calendars,
        )
    store.policy = replace(draft.policy, version=version)
    async with store.begin() as work:
        await rotations.take_up(work)
    return version


def _tell(newest: "Applied | None", policy: Policy) -> list[Phrase]:
    """Print what changes from the newest policy, if this Tocsin can still read that one."""
    old = None
    if newest is not None:
        try:
            beside = Beside(newest.applied_at, newest.calendars)
            old = load(newest.source, file=newest.file, beside=beside)
        except PolicyError:
            print(f"Version {newest.version} cannot be read any more, so all of this is new.")
    english = translator(Language.EN)
    changes = difference(old, policy)
    for change in changes:
        print(english.phrase(change, show=str))
    return changes


def print_schema() -> int:
    print(json.dumps(schema(), ensure_ascii=False, indent=2))
    return 0


def read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Stop(f"There is no file {file}. examples/small.yaml is a start.", code=2) from None
    except IsADirectoryError:
        raise Stop(f"{file} is a folder. Name the policy file in it.", code=2) from None
    except UnicodeDecodeError:
        raise Stop(f"{file} is not UTF-8 text. Save it as UTF-8.", code=2) from None
    except PermissionError:
        raise Stop(f"{file} may not be read. Change its permissions.", code=2) from None


def load_or_stop(text: str, file: Path, beside: Beside) -> Policy:
    known = [path.name for path in RUNBOOKS.glob("*.md")] if RUNBOOKS.is_dir() else None
    try:
        return load(text, file=str(file), runbooks=known, beside=beside)
    except PolicyError as error:
        print(error, file=sys.stderr)
        raise Stop(_problems(len(error.problems))) from None


def _problems(count: int) -> str:
    return f"{count} {'problem' if count == 1 else 'problems'}."


def _counted(policy: Policy) -> str:
    parts = (
        (len(policy.severities), "severity", "severities"),
        (len(policy.people), "person", "people"),
        (len(policy.rotations), "rotation", "rotations"),
        (len(policy.paths), "escalation path", "escalation paths"),
        (len(policy.services), "service", "services"),
        (len(policy.clients), "client", "clients"),
    )
    return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in parts)
