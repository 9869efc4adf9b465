"""People named by e-mail become people known by id, wherever the policy names them."""

from bot.domain.escalation_path import ToPerson
from bot.domain.ids import PersonId
from bot.domain.permission import Action
from bot.domain.policy import Policy
from bot.domain.service import PathName, RotationName
from bot.policy import load, resolve, unresolved

TEXT = """
workspace: {name: A, timezone: Etc/UTC, responders: [Ann@a.example], default_path: main}
severities: [{name: SEV1, criteria: Bad, pages: true}]
people: {Ann@a.example: {name: Ann}, bob@a.example: {name: Bob}, U0C1: {name: Cat}}
groups: {all: [Ann@a.example, bob@a.example, U0C1]}
rotations:
  week: {title: W, kind: weekly, start: 2026-01-05 09:00, members: [Ann@a.example, U0C1]}
paths:
  main:
    levels: [{name: L1, page: [week, Ann@a.example]}, {name: L2, page: bob@a.example}]
    last_resort: Ann@a.example
permissions: {cancel: {people: [Ann@a.example]}, guests: [Ann@a.example]}
"""


def resolved() -> Policy:
    return resolve(load(TEXT, file="p.yaml"), {"ann@a.example": PersonId("U0A1")})


def test_no_place_keeps_a_known_address() -> None:
    policy = resolved()
    assert "Ann@a.example" not in repr(policy).replace("email='Ann@a.example'", "")
    path = policy.paths[PathName("main")]
    assert policy.workspace.responders == ("U0A1",)
    assert policy.groups == {"all": ("U0A1", "bob@a.example", "U0C1")}
    assert policy.rotations[RotationName("week")].members == ("U0A1", "U0C1")
    assert path.levels[0].targets[1] == ToPerson(PersonId("U0A1"))
    assert path.last_resort == ToPerson(PersonId("U0A1"))
    assert policy.permissions.grants[Action.CANCEL].people == {"U0A1"}
    assert policy.permissions.guests == {"U0A1"}


def test_the_person_keeps_the_address_as_e_mail() -> None:
    member = resolved().people[PersonId("U0A1")]
    assert (member.id, member.name, member.email) == ("U0A1", "Ann", "Ann@a.example")


def test_an_unknown_address_stays_and_is_told() -> None:
    assert unresolved(load(TEXT, file="p.yaml")) == ("Ann@a.example", "bob@a.example")
    assert unresolved(resolved()) == ("bob@a.example",)
