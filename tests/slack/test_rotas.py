"""What people call paths, services, rotations and teams; and shifts on buttons."""

from datetime import UTC, datetime

import pytest

from bot.domain.ids import PersonId
from bot.domain.language import Language
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.roster import Shift, ShiftId
from bot.domain.service import RotationName
from bot.policy import load
from bot.slack import rotas
from tests.support.world import FULL_POLICY

POLICY: Policy = load(FULL_POLICY.read_text(encoding="utf-8"), file="full.yaml")
OLEH, ELENA = PersonId("U0OLEH"), PersonId("U0ELENA")


@pytest.mark.parametrize(
    ("words", "title", "paths", "rotations"),
    [
        ("payments", "payments", ["payments"], []),
        ("PAYMENTS", "payments", ["payments"], []),
        ("payments-api", "Payments API", ["payments"], []),
        ("card processing", "Card processing", ["payments"], []),
        ("Обробка карток", "Card processing", ["payments"], []),
        ("webhooks", "Webhooks", ["platform"], []),
        ("support-l1", "Support L1", [], ["support-l1"]),
        ("Підтримка L2", "Support L2", [], ["support-l2"]),
        ("l3", "Support L3", [], ["support-l3"]),
        ("support", "support", [], ["support-l1", "support-l2", "support-l3"]),
        ("team-payments", "team-payments", ["payments"], []),
        ("@team-payments", "team-payments", ["payments"], []),
        ("merchant d", "Merchant desk", [], ["merchant-desk"]),
    ],
)
def test_what_is_meant(words: str, title: str, paths: list[str], rotations: list[str]) -> None:
    found = rotas.meant(POLICY, words)
    assert found.title.to(Language.EN) == title
    assert [path.name for path in found.paths] == paths
    assert sorted(found.rotations) == rotations


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("paymnts", "Nothing here is called “paymnts”. Did you mean `/oncall payments`?"),
        ("schedle", "Nothing here is called “schedle”. Did you mean `/oncall schedule`?"),
        (
            "zzz",
            (
                "Nothing here is called “zzz”. `/oncall` shows who is on call, "
                "`/oncall help` what else there is."
            ),
        ),
    ],
)
def test_the_nearest_is_offered(words: str, answer: str) -> None:
    with pytest.raises(Refusal) as no:
        rotas.meant(POLICY, words, also=["schedule", "me"])
    assert str(no.value) == answer


def test_a_beginning_of_several_names_is_asked_about() -> None:
    with pytest.raises(Refusal) as no:
        rotas.meant(POLICY, "pay")
    assert str(no.value).startswith("“pay” could be: ")
    assert {"payments", "payouts", "payments-dev"} <= set(
        str(no.value).removeprefix("“pay” could be: ").removesuffix(". Which one?").split(", ")
    )


@pytest.mark.parametrize(
    ("words", "rotation", "rest"),
    [
        ("support-l1 fri 18:00", "support-l1", "fri 18:00"),
        ("Support L1 fri 18:00", "support-l1", "fri 18:00"),
        ("підтримка l1 завтра", "support-l1", "завтра"),
        ("payments fri 18:00", "payments-dev", "fri 18:00"),
        ("platform", "platform-devops", ""),
    ],
)
def test_a_rotation_named_first(words: str, rotation: str, rest: str) -> None:
    assert rotas.rotation_in(POLICY, words, by=OLEH) == (rotation, rest)


def test_without_a_name_it_is_the_only_one_of_the_person() -> None:
    assert rotas.rotation_in(POLICY, "fri 18:00", by=ELENA) == ("platform-devops", "fri 18:00")
    with pytest.raises(Refusal) as no:
        rotas.rotation_in(POLICY, "fri 18:00", by=OLEH)
    assert str(no.value).startswith("Say which rotation, for example “support-l1”. There are: ")


def test_a_shift_on_a_button() -> None:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    id = ShiftId(RotationName('with:"quotes"'), "layer", -3)
    shift = Shift(start=at, end=at.replace(hour=17), people=(ELENA,), id=id)
    held = rotas.carried(rotas.written(shift))
    assert (held.id, held.start, held.end) == (id, shift.start, shift.end)


@pytest.mark.parametrize("value", ["", "7", "[1]", "{}", '["a","b","c",0,1]', "null"])
def test_what_we_never_wrote_is_refused(value: str) -> None:
    with pytest.raises(Refusal) as no:
        rotas.carried(value)
    assert str(no.value) == "This button or form is out of date. `/oncall me` shows your shifts."
