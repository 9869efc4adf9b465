"""Kobza Pay's policy with other rotations, written for one story."""

from pathlib import Path
from typing import Any

import yaml

from tests.support.world import FULL_POLICY


def write_policy(
    folder: Path, *, announce: str | None = "C0INCIDENTS", name: str = "rotas", **rotations: Any
) -> Path:
    """The full policy; each rotation given is changed by these keys, underscores for hyphens.

    Those that are not given lose their channel and user group, and the two with hours are
    somebody's for ever, so that only the story speaks.
    """
    policy = yaml.safe_load(FULL_POLICY.read_text(encoding="utf-8"))
    for quiet in ("merchant-desk", "ledger-watch"):
        policy["rotations"][quiet] = {
            "title": quiet,
            "kind": "weekly",
            "start": "2026-01-05 09:00",
            "members": ["U0MAKSYM"],
        }
    for rotation in policy["rotations"].values():
        rotation.pop("channel", None)
        rotation.pop("usergroup", None)
    for key, changes in rotations.items():
        policy["rotations"].setdefault(key.replace("_", "-"), {}).update(changes)
    policy["workspace"]["announce"] = announce
    file = folder / f"{name}.yaml"
    file.write_text(yaml.safe_dump(policy, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file
