"""The form of an override, and what is said when it is made or taken back. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.ids import PersonId
from bot.domain.override import REASON_LIMIT, Wish
from bot.domain.phrase import Phrase, Who
from bot.domain.service import RotationName
from bot.domain.substitution import Override, OverrideKind
from bot.i18n import Translator
from bot.slack import form as forms
from bot.slack import ids, kit
from bot.slack.kit import Block, Mrkdwn, View, md

FORM = "override"
#: How long an override lasts when nobody says otherwise.
_USUAL = timedelta(hours=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What is known before the form opens."""

    kind: OverrideKind = OverrideKind.REPLACE
    person: str = ""
    rotation: str = ""


def form(
    t: Translator, rotations: Sequence[tuple[str, str]], filled: Form, *, now: datetime
) -> View:
    kinds = [
        forms.option(t("Instead of who is on call"), OverrideKind.REPLACE),
        forms.option(t("Together with who is on call"), OverrideKind.ADD),
        forms.option(t("Off call"), OverrideKind.REMOVE),
    ]
    known = [forms.option(title, name) for name, title in rotations]
    blocks = [
        forms.field("person", t("Who"), forms.user_select("person", initial=filled.person)),
        forms.field("kind", t("How"), forms.radio("kind", kinds, initial=filled.kind)),
        forms.field(
            "rotation",
            t("Rotation"),
            forms.select("rotation", known, initial=filled.rotation or _only(rotations)),
        ),
        forms.field("start", t("From"), forms.moment_picker("start", initial=now)),
        forms.field("end", t("Until"), forms.moment_picker("end", initial=now + _USUAL)),
        forms.field(
            "replaced",
            t("Instead of whom"),
            forms.user_select("replaced"),
            hint=t("Leave empty for everybody who is on call then."),
            optional=True,
        ),
        forms.field(
            "reason",
            t("Why"),
            forms.text_input("reason", limit=REASON_LIMIT),
            hint=t("They will read it."),
            optional=True,
        ),
    ]
    return forms.modal(FORM, t("Override"), blocks, submit=t("Change"), close=t("Back"))


def _only(rotations: Sequence[tuple[str, str]]) -> str:
    return rotations[0][0] if len(rotations) == 1 else ""


def said(view: Mapping[str, Any]) -> tuple[RotationName, Wish]:
    """What the form asks for, and in which rotation."""
    filled = forms.values(view)
    wish = Wish(
        kind=OverrideKind(filled["kind"]),
        person=PersonId(filled["person"]),
        start=datetime.fromtimestamp(int(filled["start"]), UTC),
        end=datetime.fromtimestamp(int(filled["end"]), UTC),
        replaced=PersonId(filled["replaced"]) if filled.get("replaced") else None,
        reason=filled.get("reason") or "",
    )
    return RotationName(filled["rotation"]), wish


def done(
    t: Translator,
    made: Override,
    rotation: str,
    *,
    yours: ZoneInfo,
    theirs: ZoneInfo,
    notes: Sequence[Phrase],
) -> tuple[Mrkdwn, list[Block]]:
    """What was understood and done, what had to be chosen, and the way back."""
    when = kit.between(t, made.start, made.end, yours=yours, theirs=theirs)
    text = _sentence(t, made, rotation, when)
    undo = kit.button(t("Undo"), ids.UNDO_OVERRIDE, made.id)
    told = [kit.section(text, accessory=undo)]
    if notes:
        told.append(kit.context(*(kit.said(t, note) for note in notes)))
    return text, told


def _sentence(t: Translator, made: Override, rotation: str, when: Mrkdwn) -> Mrkdwn:
    if made.person is None:
        return md(
            t,
            "Nobody is on call for {rotation}: {when}.",
            rotation=kit.bold(rotation),
            when=when,
        )
    who = Who(made.person)
    slots = {"person": who, "rotation": kit.bold(rotation), "when": when}
    match made.kind:
        case OverrideKind.ADD:
            return md(t, "{person} is on call too for {rotation}: {when}.", **slots)
        case OverrideKind.REMOVE:
            return md(t, "{person} is not on call for {rotation}: {when}.", **slots)
        case OverrideKind.REPLACE if made.replaced:
            other = Who(made.replaced)
            return md(
                t,
                "{person} is on call for {rotation} instead of {other}: {when}.",
                other=other,
                **slots,
            )
        case OverrideKind.REPLACE:
            return md(t, "{person} is on call for {rotation}: {when}.", **slots)


def undone(t: Translator, made: Override, rotation: str, zone: ZoneInfo) -> Mrkdwn:
    return md(
        t,
        "Taken back: {rotation}, {when}. `/oncall schedule` shows who is on call.",
        rotation=kit.bold(rotation),
        when=t.between(made.start, made.end, zone),
    )


def alone(text: Mrkdwn) -> list[Block]:
    return [kit.section(text)]


def closing(t: Translator, blocks: Sequence[Block]) -> View:
    """What a form gives way to: a form cannot speak when it closes."""
    return forms.modal("told", t("Override"), blocks, close=t("Close"))
