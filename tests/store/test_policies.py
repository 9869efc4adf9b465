"""Policies as they are kept: with the calendars they name."""

from bot.store.work import Store


async def test_calendars_are_kept_with_the_policy_that_names_them(store: Store) -> None:
    async with store.begin() as work:
        await work.policies.add("a: 1", file="a.yaml", now=work.now, calendars={"x.ics": "one"})
        newest = await work.policies.newest()
        assert newest is not None
        assert newest.calendars == {"x.ics": "one"}
        assert await work.policies.knows("a: 1", {"x.ics": "one"})
        assert not await work.policies.knows("a: 1", {"x.ics": "two"})
        assert not await work.policies.knows("a: 1")


async def test_a_policy_without_calendars_has_none(store: Store) -> None:
    async with store.begin() as work:
        await work.policies.add("a: 1", file="a.yaml", now=work.now)
        newest = await work.policies.newest()
        assert newest is not None
        assert newest.calendars == {}
        assert await work.policies.knows("a: 1")
        assert not await work.policies.knows("a: 1", {"x.ics": "one"})
