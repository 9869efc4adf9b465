"""Calendar feeds and user groups as they are kept."""

from bot.domain.ids import PersonId
from bot.domain.service import RotationName
from bot.store.usergroups import UserGroup
from bot.store.work import Store
from tests.support.databases import START

OLENA, ANNA = PersonId("U0OLENA"), PersonId("U0ANNA")
QA = RotationName("qa")


async def test_a_feed_keeps_its_name_until_it_is_revoked(store: Store) -> None:
    async with store.begin() as work:
        first = await work.feeds.of(OLENA, QA, work.now)
        again = await work.feeds.of(OLENA, QA, work.now)
        assert first == again
        assert await work.feeds.find(first.id) == first

        assert await work.feeds.revoke(OLENA, QA) is True
        assert await work.feeds.revoke(OLENA, QA) is False

        assert await work.feeds.find(first.id) is None
        assert (await work.feeds.of(OLENA, QA, work.now)).id != first.id


async def test_every_person_and_rotation_has_a_feed_of_its_own(store: Store) -> None:
    async with store.begin() as work:
        made = [
            await work.feeds.of(owner, rotation, work.now)
            for owner in (OLENA, ANNA)
            for rotation in (QA, None)
        ]
        assert len({feed.id for feed in made}) == 4
        assert [(feed.owner, feed.rotation) for feed in made] == [
            (OLENA, QA),
            (OLENA, None),
            (ANNA, QA),
            (ANNA, None),
        ]
        await work.feeds.revoke(OLENA, None)
        assert await work.feeds.find(made[0].id) == made[0]


async def test_a_group_is_kept_as_it_was_last_set(store: Store) -> None:
    first = UserGroup(name="support", ordered_at=START)
    told = UserGroup(
        name="support",
        slack_id="S0SUPPORT",
        members=frozenset({OLENA, ANNA}),
        set_at=START,
        ordered=frozenset({ANNA}),
        ordered_at=START,
        error="no_permission",
    )
    async with store.begin() as work:
        await work.usergroups.put(first)
        assert await work.usergroups.find("support") == first
        await work.usergroups.put(told)
        assert await work.usergroups.all() == {"support": told}
        assert await work.usergroups.find("nobody") is None
