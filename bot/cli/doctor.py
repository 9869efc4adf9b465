"""``tocsin doctor``: whether everything the bot needs is there, and what to do if not."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

from bot.cli import Stop
from bot.cli.checkup import Finding, bad, good
from bot.cli.database import opened
from bot.cli.outside_checkup import outside
from bot.cli.slack_checkup import SlackCheckup
from bot.clock import system_clock
from bot.config import ConfigError, Settings, StoreSettings, environment, read_settings
from bot.domain.policy import Policy
from bot.integrations.ring import missing
from bot.integrations.templates.checkup import check_up
from bot.policy import Beside, PolicyError, load, read_beside
from bot.store.database import Database
from bot.store.policies import Applied, Policies
from bot.store.schema import HEAD, revision


def doctor() -> int:
    """Print a line for each check; 1 when something is wrong."""
    return asyncio.run(_doctor())


async def _doctor() -> int:
    well = True
    async for finding in examine():
        print(finding, flush=True)
        well = well and finding.good
    return 0 if well else 1


async def examine() -> AsyncIterator[Finding]:
    """Every check that the ones before it leave possible."""
    settings: StoreSettings | None = None
    try:
        settings = read_settings(Settings)
    except ConfigError as error:
        for problem in error.problems:
            yield bad(problem)
    if settings is None:
        try:
            settings = read_settings(StoreSettings)
        except ConfigError:
            return  # Its problems are among those above.
    newest, finding = await _database(settings)
    yield finding
    policy, finding = _policy(settings, newest)
    yield finding
    if policy is not None:
        for finding in (
            *contacts(policy, environment()),
            *templates(policy, settings.tocsin_policy.parent),
        ):
            yield finding
    if not isinstance(settings, Settings):
        return
    slack = SlackCheckup(settings)
    answered = True
    async for finding in slack.tokens():
        answered = answered and finding.good
        yield finding
    if policy is not None and answered:
        async for finding in slack.named_in(policy):
            yield finding
    if policy is not None:
        async for finding in outside(policy, settings):
            yield finding


async def _database(settings: StoreSettings) -> tuple[Applied | None, Finding]:
    """The policy in force, if the database has one, and how the database is."""
    try:
        async with opened(settings.database_url.get_secret_value()) as database:
            at = await revision(database)
            if at == HEAD:
                return await _in_force(database, settings.tocsin_policy), good(
                    "The database is up to date."
                )
            if database.sqlite:
                return None, good("The database is made ready when the bot starts.")
            return None, bad("The database's tables are not up to date. Run `tocsin migrate`.")
    except Stop as stop:
        return None, bad(str(stop))


async def _in_force(database: Database, file: Path) -> Applied | None:
    """The newest applied policy, unless the file's text is new: then `serve` applies that."""
    text = _text(file)
    async with database.read() as connection:
        policies = Policies(connection)
        if text is not None:
            beside = read_beside(text, file, at=system_clock())
            if not await policies.knows(text, beside.calendars):
                return None
        return await policies.newest()


def _policy(settings: StoreSettings, newest: Applied | None) -> tuple[Policy | None, Finding]:
    """The policy that `serve` would use, and how it is."""
    file = settings.tocsin_policy
    if newest is not None:
        name, text = f"version {newest.version} ({newest.file})", newest.source
        beside = Beside(newest.applied_at, newest.calendars)
    elif (written := _text(file)) is not None:
        name, text = str(file), written
        beside = read_beside(text, file, at=system_clock())
    else:
        return None, bad(
            f"There is no policy: {file} does not exist and none was applied. Copy "
            "examples/small.yaml to it, or set TOCSIN_POLICY."
        )
    try:
        return load(text, file=name, beside=beside), good(f"The policy is good: {name}.")
    except PolicyError as error:
        return None, bad(f"The policy cannot be used.\n{error}")


def contacts(policy: Policy, known: Mapping[str, str]) -> Iterator[Finding]:
    """Whether every secret is set without which somebody's phone would stay silent."""
    well = True
    named = False
    for person in policy.people.values():
        for contact in person.contacts:
            named = True
            for name in missing(contact.url, known):
                well = False
                yield bad(
                    f"{person.id}: “{contact.name}” needs {name}, which is not set. Without it no "
                    "page leaves by this method."
                )
    if named and well:
        yield good("Every secret that people's contacts name is set.")


def templates(policy: Policy, beside: Path) -> Iterator[Finding]:
    """Whether every template of client updates that the organisation wrote can be used."""
    checkup = check_up(policy, beside)
    if checkup is None:
        return
    yield from (bad(f"A template cannot be used. {each}") for each in checkup.problems)
    yield from (bad(each) for each in checkup.missing)
    if not (checkup.problems or checkup.missing):
        yield good(f"The templates in {policy.client_updates.templates} can be used.")


def _text(file: Path) -> str | None:
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else None
