"""A rotation whose layer is a calendar beside the policy: read, carried along, complained of."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.ids import PersonId
from bot.domain.layer import CalendarLayer
from bot.domain.roster import Roster, Version
from bot.domain.service import RotationName
from bot.policy import Beside, PolicyError, difference, load, read_beside, resolve

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
POLICY = """\
workspace:
  name: Kobza Pay
  timezone: Europe/Kyiv
severities:
  - name: SEV1
    criteria: Nobody can pay
people:
  U0OLENA:
    name: Olena Kovalenko
  anna.schmidt@kobzapay.example:
    name: Anna Schmidt
rotations:
  payments:
    title: Payments
    layers:
      - name: nights
        kind: weekly
        start: 2026-01-05 09:00
        members: [U0OLENA]
      - calendar: team.ics
"""
ICS = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
DTSTART:20261124T090000
DTEND:20261124T180000
SUMMARY:{who}
END:VEVENT
END:VCALENDAR
"""
ANNA = PersonId("anna.schmidt@kobzapay.example")


def beside(who: str = "Anna Schmidt") -> Beside:
    return Beside(AT, {"team.ics": ICS.format(who=who)})


def problems(text: str, files: Beside | None) -> list[str]:
    with pytest.raises(PolicyError) as raised:
        load(text, file="tocsin.yaml", beside=files)
    return [str(problem) for problem in raised.value.problems]


def test_a_calendar_covers_the_layers_before_it_in_the_rotations_zone() -> None:
    policy = load(POLICY, file="tocsin.yaml", beside=beside())
    rotation = policy.rotations[RotationName("payments")]
    assert [layer.name for layer in rotation.layers] == ["nights", "team"]
    assert isinstance(rotation.layers[1], CalendarLayer)
    roster = Roster(name=rotation.name, versions=(Version(None, rotation),))

    def on_call(hour: int, minute: int) -> tuple[str, ...]:
        return roster.on_call(datetime(2026, 11, 24, hour, minute, tzinfo=UTC))

    assert on_call(6, 59) == ("U0OLENA",)
    assert on_call(7, 0) == (ANNA,)
    assert on_call(15, 59) == (ANNA,)
    assert on_call(16, 0) == ("U0OLENA",)


def test_people_of_a_calendar_are_known_by_id_once_slack_has_told() -> None:
    policy = resolve(
        load(POLICY, file="tocsin.yaml", beside=beside()), {str(ANNA): PersonId("U0ANNA")}
    )
    layer = policy.rotations[RotationName("payments")].layers[1]
    assert isinstance(layer, CalendarLayer)
    assert [span.people for span in layer.spans] == [(PersonId("U0ANNA"),)]


def test_a_file_that_is_not_there_is_told_of_with_its_line() -> None:
    missing = (
        "tocsin.yaml:20: calendar “team.ics” is not beside the policy: "
        "put the file there, or mend its name."
    )
    assert problems(POLICY, Beside(AT, {})) == [missing]
    assert problems(POLICY, None) == [missing]


def test_a_bad_event_is_told_with_file_event_and_line() -> None:
    [told] = problems(POLICY, beside("Somebody else"))
    assert told == (
        "tocsin.yaml:20: calendar “team.ics” has event “Somebody else” on 2026-11-24, which "
        "names nobody of section “people”: invite a person by e-mail, or put their name or "
        "e-mail into its title."
    )


def test_a_broken_file_is_told_of() -> None:
    [told] = problems(POLICY, Beside(AT, {"team.ics": "hello"}))
    assert told.startswith("tocsin.yaml:20: calendar “team.ics” is not a calendar (")


@pytest.mark.parametrize(
    ("layer", "wrong"),
    [
        ("calendar: ../team.ics", "is “../team.ics”, which is not a calendar's file name"),
        ("calendar: team.txt", "is “team.txt”, which is not a calendar's file name"),
        ("{calendar: team.ics, members: [U0OLENA]}", "has members beside calendar"),
        ("{kind: weekly, start: 2026-01-05 09:00, members: [U0OLENA]}", "has no name"),
    ],
)
def test_a_layer_is_a_calendar_or_turns_and_not_both(layer: str, wrong: str) -> None:
    text = POLICY.replace("calendar: team.ics", layer)
    [told] = problems(text, beside())
    assert wrong in told


def test_what_lies_beside_is_found_by_name(tmp_path: Path) -> None:
    file = tmp_path / "tocsin.yaml"
    (tmp_path / "team.ics").write_text("\ufeff" + ICS, encoding="utf-8")
    (tmp_path / "other.ics").write_text(ICS, encoding="utf-8")
    assert read_beside(POLICY, file, at=AT) == Beside(AT, {"team.ics": ICS})
    (tmp_path / "team.ics").unlink()
    assert read_beside(POLICY, file, at=AT) == Beside(AT, {})
    away = POLICY.replace("team.ics", "../team.ics")
    (tmp_path.parent / "team.ics").write_text(ICS, encoding="utf-8")
    assert read_beside(away, file, at=AT) == Beside(AT, {})
    assert read_beside("rotations: [", file, at=AT) == Beside(AT, {})


def test_another_export_is_a_difference_and_the_same_one_is_none() -> None:
    old = load(POLICY, file="tocsin.yaml", beside=beside())
    same = load(POLICY, file="tocsin.yaml", beside=Beside(AT.replace(hour=23), beside().calendars))
    other = load(POLICY, file="tocsin.yaml", beside=beside("Olena Kovalenko"))
    assert difference(old, same) == []
    assert len(difference(old, other)) == 1
