"""The form of an override, and what it says when it is done."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import OverrideId
from bot.domain.language import Language
from bot.domain.phrase import phrase
from bot.domain.substitution import Override, OverrideKind
from bot.i18n import translator
from bot.slack.override import views
from bot.slack.override.views import Form
from sandbox.blockkit import validate, validate_view
from tests.domain.sample import AT, OLENA, TARAS
from tests.support.golden import golden

T = translator(Language.EN)
KYIV, LONDON = ZoneInfo("Europe/Kyiv"), ZoneInfo("Europe/London")
ROTATIONS = [("l1", "Support L1"), ("l2", "Support L2")]


def made(kind: OverrideKind, person: str | None = OLENA, replaced: str | None = None) -> Override:
    return Override(
        id=OverrideId("o1"),
        kind=kind,
        start=AT,
        end=AT + timedelta(hours=8),
        person=person,  # type: ignore[arg-type]
        replaced=replaced,  # type: ignore[arg-type]
    )


def test_the_form() -> None:
    filled = Form(kind=OverrideKind.ADD, person=OLENA, rotation="l2")
    view = views.form(T, ROTATIONS, filled, now=AT)
    assert view == golden(__file__, "form", view)


@pytest.mark.parametrize("language", list(Language))
def test_slack_accepts_the_form(language: Language) -> None:
    t = translator(language)
    assert validate_view(views.form(t, ROTATIONS * 60, Form(), now=AT)) == []
    _, blocks = views.done(
        t, made(OverrideKind.ADD), "L1", yours=KYIV, theirs=LONDON, notes=[phrase("x")]
    )
    assert validate(blocks, surface="message") == []
    assert validate_view(views.closing(t, blocks)) == []


@pytest.mark.parametrize(
    ("override", "said"),
    [
        (made(OverrideKind.REPLACE), "<@U0OLENA> is on call for *L1*: {when}."),
        (
            made(OverrideKind.REPLACE, replaced=TARAS),
            "<@U0OLENA> is on call for *L1* instead of <@U0TARAS>: {when}.",
        ),
        (made(OverrideKind.ADD), "<@U0OLENA> is on call too for *L1*: {when}."),
        (made(OverrideKind.REMOVE), "<@U0OLENA> is not on call for *L1*: {when}."),
        (
            made(OverrideKind.REMOVE, person=None),
            "Nobody is on call for *L1*: {when}.",
        ),
    ],
)
def test_what_was_done_is_said_on_both_clocks(override: Override, said: str) -> None:
    text, _ = views.done(T, override, "L1", yours=LONDON, theirs=KYIV, notes=[])
    when = "*Sat 14 Mar 01:02 – 09:02 GMT* (your time; Sat 14 Mar 03:02 – 11:02 EET there)"
    assert str(text) == said.format(when=when)


def test_one_clock_is_enough_where_they_agree() -> None:
    text, blocks = views.done(
        T,
        made(OverrideKind.ADD),
        "L1",
        yours=KYIV,
        theirs=ZoneInfo("Europe/Sofia"),
        notes=[phrase("The clocks show {time} twice that night; I took the first.", time="03:30")],
    )
    assert str(text) == "<@U0OLENA> is on call too for *L1*: *Sat 14 Mar 03:02 – 11:02 EET*."
    assert blocks == golden(__file__, "done", blocks)
