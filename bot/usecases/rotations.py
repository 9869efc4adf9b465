"""Take up what a new policy changes of the rotations: versions from now on, history untouched."""

from bot.domain.rotation_edit import taken_up
from bot.store.work import Work


async def take_up(work: Work) -> int:
    """Record what ``work.policy`` changes of the rotations; how many amendments that took.

    Whose shifts of the next 30 days move are told, once: replicas take turns, and whoever comes
    second finds nothing left to do. A policy that is not the newest any more changes nothing.
    """
    if await work.policies.newest_version() not in {0, work.policy.version}:
        return 0
    rosters = await work.rosters.all(since=work.now)
    newest = await work.rosters.newest_versions()
    ids = await work.profiles.ids_by_email()
    # The very first policy tells how it has always been; later ones, how it is from now on.
    since = work.now if newest else None
    done = 0
    for name in sorted(rosters):
        rotation = work.policy.rotations.get(name)
        number = newest.get(name, 0)
        if not taken_up(rosters[name], rotation, newest=number, since=since, ids=ids, at=work.now):
            continue
        roster = await work.rosters.get(name, for_update=True)
        number = (await work.rosters.newest_versions()).get(name, 0)
        for amendment in taken_up(
            roster, rotation, newest=number, since=since, ids=ids, at=work.now
        ):
            await work.record(amendment)
            done += 1
    return done
