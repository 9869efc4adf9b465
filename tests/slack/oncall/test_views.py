"""Who is on call now, as people read it: golden, and short enough in every language."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.language import Language, Localised
from bot.domain.phrase import Where, Who, phrase
from bot.domain.roster import Shift, ShiftId
from bot.domain.service import RotationName
from bot.domain.standing import Standing
from bot.i18n import translator
from bot.slack import kit
from bot.slack.oncall import views
from bot.slack.oncall.views import Duty, Ladder, Rung
from sandbox.blockkit import validate
from tests.domain.sample import AT, IRYNA, OLENA, ROOM, TARAS
from tests.support.golden import golden

T = translator(Language.EN)
CLOCK = kit.Clock(ZoneInfo("Europe/Kyiv"), AT)
HOUR = timedelta(hours=1)
L1 = RotationName("support-l1")
PAGE = "https://tocsin.example/oncall/token"


def shift(start: int, end: int, *people: str) -> Shift:
    """Hours from `AT`."""
    return Shift(
        start=AT + start * HOUR,
        end=AT + end * HOUR,
        people=people,  # type: ignore[arg-type]
        id=ShiftId(L1, "support-l1", start),
    )


def stands(*people: str, until: int = 8, then: Shift | None = None) -> Standing:
    return Standing(rotation=L1, people=people, until=AT + until * HOUR, next=then)  # type: ignore[arg-type]


LADDER = Ladder(
    name="payments",
    services=(Localised("Payments API"), Localised("Cards & <more>")),
    rungs=(
        Rung(
            name=Localised("Support L1"),
            duties=(Duty(standing=stands(OLENA, then=shift(8, 16, TARAS))),),
        ),
        Rung(
            name=Localised("Developers"),
            duties=(
                Duty(standing=stands(IRYNA, TARAS, then=shift(8, 16, IRYNA))),
                Duty(people=(Where(ROOM), kit.Mrkdwn("<!subteam^S1>"), "hook")),
            ),
            when=phrase("only {severities}", severities="SEV1, SEV2"),
        ),
        Rung(name=Localised("Night watch"), duties=(Duty(),), when=phrase("not at this hour")),
    ),
    last_resort=Duty(people=(Who(OLENA),)),
)


def test_everyone() -> None:
    blocks = views.everyone(
        T, [LADDER], [("Desk", stands(then=shift(9, 10, TARAS)))], PAGE, clock=CLOCK
    )
    assert validate(blocks, surface="message") == []
    assert blocks == golden(__file__, "everyone", blocks)


def test_what_a_name_means() -> None:
    blocks = views.named(
        T, kit.bold("Support"), [], [("Support L1", stands(OLENA))], PAGE, clock=CLOCK
    )
    assert validate(blocks, surface="message") == []
    assert blocks == golden(__file__, "named", blocks)


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (stands(OLENA, then=shift(8, 9, TARAS)), "<@U0OLENA> until {8}, then <@U0TARAS>"),
        (stands(OLENA, then=shift(8, 9, OLENA)), "<@U0OLENA> until {8}, and after that too"),
        (stands(OLENA), "<@U0OLENA> until {8}, and *nobody* after that"),
        (stands(then=shift(8, 9, TARAS)), "*nobody* until {8}, then <@U0TARAS>"),
        (stands(), "*nobody*, and nobody is planned"),
        (
            replace(stands(then=shift(8, 9, TARAS)), closed=True),
            "out of hours until {8}, then <@U0TARAS>",
        ),
        (
            replace(stands(OLENA, then=shift(9, 10, TARAS)), closed=True),
            "<@U0OLENA> until {8}, then out of hours until {9}, then <@U0TARAS>",
        ),
        (
            stands(OLENA, then=shift(9, 10, TARAS)),
            "<@U0OLENA> until {8}, then *nobody* until {9}, then <@U0TARAS>",
        ),
        (
            stands(OLENA, IRYNA, then=shift(8, 9, TARAS, IRYNA)),
            "<@U0OLENA>, <@U0IRYNA> until {8}, then <@U0TARAS>, <@U0IRYNA>",
        ),
    ],
)
def test_how_a_rotation_stands(standing: Standing, said: str) -> None:
    for hours in (8, 9):
        said = said.replace(f"{{{hours}}}", CLOCK.until(T, AT + hours * HOUR).text)
    [section, _] = views.named(T, kit.bold("X"), [], [("L1", standing)], PAGE, clock=CLOCK)
    assert section["text"]["text"] == f"*X*\nL1: {said}"


def test_another_day_is_named() -> None:
    [section, _] = views.named(
        T, kit.bold("X"), [], [("L1", stands(OLENA, until=30))], PAGE, clock=CLOCK
    )
    assert section["text"]["text"].endswith(
        "<@U0OLENA> until Sun 15 Mar 09:02, and *nobody* after that"
    )


def test_a_company_without_rotations_is_told_so() -> None:
    [block] = views.everyone(T, [], [], PAGE, clock=CLOCK)
    assert block["text"]["text"] == "The policy has no rotations and no paths, so nobody is."


@pytest.mark.parametrize("language", list(Language))
def test_slack_accepts_many_paths(language: Language) -> None:
    many = views.everyone(translator(language), [LADDER] * 80, [], PAGE, clock=CLOCK)
    assert validate(many, surface="message") == []
    assert PAGE in str(many[-1])


def test_a_trial_says_what_is_tried() -> None:
    assert str(views.trial(T, ["phone", "telegram"])) == (
        "Trying phone, telegram and Slack now. A direct message tells you what arrived."
    )
    assert str(views.trial(T, [])).startswith("The policy names no way to reach you outside Slack")


def test_the_help_tells_usage_and_purpose() -> None:
    told = [("cover", phrase("[me]"), phrase("ask others")), ("gaps", None, phrase("holes"))]
    _, blocks = views.help(T, told)
    assert blocks[1]["text"]["text"] == (
        "`/oncall` everybody who is on call now\n"
        "`/oncall payments` one path, service, rotation or team\n"
        "`/oncall cover [me]` ask others\n"
        "`/oncall gaps` holes"
    )
