"""Who stands behind each kind of target."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.escalation_path import (
    ToChannel,
    ToGroup,
    ToPerson,
    ToRotation,
    ToUsergroup,
    ToWebhook,
)
from bot.domain.ids import RoomId
from bot.domain.on_call import on_call
from bot.domain.person import GroupName
from bot.domain.service import RotationName
from tests.domain.sample import POLICY
from tests.support.rosters import ANNA, BORYS, CHEN, EMIL, SUPPORT, add, at, remove, roster

NOON = at("2024-06-10T12:00+03:00")
HOUR = timedelta(hours=1)
MANAGERS = GroupName("managers")
KNOWN = replace(POLICY, groups={MANAGERS: (EMIL, CHEN)}, usergroups={"S0DEV": (BORYS, ANNA)})


def test_a_rotation_is_its_roster_with_everything_that_changed_it() -> None:
    changes = [add(EMIL, NOON, NOON + HOUR), remove(None, NOON + HOUR, NOON + 2 * HOUR)]
    rosters = {SUPPORT: roster(overrides=changes)}
    target = ToRotation(SUPPORT)
    found = [on_call(KNOWN, rosters, NOON + n * HOUR)(target) for n in (-1, 0, 1, 2)]
    assert found == [(ANNA,), (ANNA, EMIL), (), (ANNA,)]


def test_a_rotation_without_a_roster_is_nobody() -> None:
    assert on_call(KNOWN, {}, NOON)(ToRotation(RotationName("gone"))) == ()


def test_people_groups_and_rooms_stand_for_themselves() -> None:
    find = on_call(KNOWN, {}, NOON)
    assert find(ToPerson(ANNA)) == (ANNA,)
    assert find(ToChannel(RoomId("C1"))) == ("C1",)
    assert find(ToGroup(MANAGERS)) == (EMIL, CHEN)
    assert find(ToUsergroup("S0DEV")) == (BORYS, ANNA)


def test_nobody_is_behind_what_is_not_known_or_cannot_answer() -> None:
    find = on_call(KNOWN, {}, NOON)
    assert find(ToGroup(GroupName("nobody"))) == ()
    assert find(ToUsergroup("S0GONE")) == ()
    assert find(ToWebhook("https://hooks.kobzapay.example/page")) == ()
