"""Where internal reports go: a section of its own, each mistake in a sentence."""

from pathlib import Path

import pytest

from bot.domain.ids import RoomId
from bot.domain.language import Language
from bot.domain.policy import Reports
from bot.i18n import translator
from bot.policy import PolicyError, difference, load

GOOD = (Path(__file__).parent / "good.yaml").read_text(encoding="utf-8")
FULL = Path(__file__).parents[2] / "examples" / "full.yaml"


def with_reports(line: str) -> str:
    return f"{GOOD}{line}\n"


def test_without_the_section_everything_stays_in_the_room() -> None:
    assert load(GOOD, file="p.yaml").reports == Reports(tactical=None, stakeholders=None)


def test_room_or_a_channel() -> None:
    read = load(with_reports("reports: {tactical: C0SUPPORT, stakeholders: room}"), file="p.yaml")
    assert read.reports == Reports(tactical=RoomId("C0SUPPORT"), stakeholders=None)
    full = load(FULL.read_text(encoding="utf-8"), file="full.yaml")
    assert full.reports == Reports(stakeholders=RoomId("C0INCIDENTS"))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "reports: {stakeholders: managers}",
            (
                "stakeholders of section “reports” is “managers”, which is not a channel's id: "
                "write room for the war room, or an id like C0MANAGERS."
            ),
        ),
        (
            "reports: {tactical: [room]}",
            (
                "tactical of section “reports” is a list, which is not a channel's id: "
                "write room for the war room, or an id like C0MANAGERS."
            ),
        ),
        (
            "reports: {managers: C0MANAGERS}",
            "unknown key “managers” in section “reports”: choose stakeholders or tactical.",
        ),
    ],
)
def test_a_mistake_is_told_in_a_sentence(line: str, sentence: str) -> None:
    with pytest.raises(PolicyError) as caught:
        load(with_reports(line), file="p.yaml")
    [problem] = caught.value.problems
    assert str(problem).partition(": ")[2] == sentence


def test_a_change_is_told() -> None:
    old = load(GOOD, file="p.yaml")
    new = load(with_reports("reports: {stakeholders: C0INCIDENTS}"), file="p.yaml")
    english = translator(Language.EN)
    assert [english.phrase(each, show=str) for each in difference(old, new)] == [
        "reports → stakeholders: — becomes C0INCIDENTS."
    ]
