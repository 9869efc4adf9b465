"""Open the store a process starts with: its database, and the policy in force in it."""

from dataclasses import replace
from datetime import datetime

from bot.clock import Clock, system_clock
from bot.config import Settings
from bot.domain.policy import Policy
from bot.policy import Beside, load, read_beside
from bot.store.database import Database
from bot.store.policies import Policies
from bot.store.schema import HEAD, create, revision


class StartError(Exception):
    """Why the bot does not start, in a sentence that says what to do."""


async def open_store(settings: Settings, clock: Clock = system_clock) -> tuple[Database, Policy]:
    """The database at the schema this code needs, and the policy in force in it.

    Raises:
        StartError: when PostgreSQL is not migrated, or there is no policy.
    """
    database = Database(settings.database_url.get_secret_value())
    if await revision(database) != HEAD:
        if not database.sqlite:
            await database.close()
            raise StartError(
                "The database is not migrated. Run `tocsin migrate`, then start again."
            )
        await _migrate(database)
    try:
        return database, await _policy(settings, database, clock())
    except BaseException:
        await database.close()
        raise


async def _migrate(database: Database) -> None:
    """Bring an SQLite file to the present schema; a new one gets it whole."""
    if await create(database):
        return
    # Alembic takes as long to load as all of the above, and few starts need it.
    from bot.store.migrate import upgrade

    await upgrade(database)


async def _policy(settings: Settings, database: Database, now: datetime) -> Policy:
    """The newest applied policy; the file of TOCSIN_POLICY, when its text was never applied."""
    file = settings.tocsin_policy
    text = file.read_text(encoding="utf-8") if file.is_file() else None
    async with database.write() as connection:
        policies = Policies(connection)
        if text is not None:
            beside = read_beside(text, file, at=now)
            if not await policies.knows(text, beside.calendars):
                policy = load(text, file=str(file), beside=beside)
                version = await policies.add(
                    text, file=str(file), now=now, calendars=beside.calendars
                )
                return replace(policy, version=version)
        newest = await policies.newest()
    if newest is None:
        raise StartError(
            f"There is no policy: TOCSIN_POLICY names {file}, which does not exist. "
            "Copy examples/small.yaml there and edit it."
        )
    beside = Beside(newest.applied_at, newest.calendars)
    policy = load(newest.source, file=newest.file, beside=beside)
    return replace(policy, version=newest.version)
