"""What is wrong in a policy file: where it stands, what it is, how to mend it."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

#: Keys and list positions from the top of the file: ``("paths", "payments", "levels", 0)``.
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to mend. Lines and columns count from 1, as editors do."""

    file: str
    line: int
    column: int
    path: Path = ()
    #: A clause without a full stop: ``escalation path “payments” has no last_resort``.
    wrong: str
    #: The same: ``add a person or channel that always exists``.
    fix: str

    def __str__(self) -> str:
        end = "" if self.fix.endswith(("?", ".")) else "."
        return f"{self.file}:{self.line}: {self.wrong}: {self.fix}{end}"


class PolicyError(Exception):
    """A policy that cannot be used. It carries every problem found, in the file's order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(
            sorted(problems, key=lambda problem: (problem.line, problem.column, problem.wrong))
        )
        super().__init__("\n".join(map(str, self.problems)))


def suggest(wrong: str, known: Iterable[str]) -> str:
    """The nearest known name as a question; with none near, what there is to choose from."""
    names = sorted(known)
    near = nearest(wrong, names)
    if near:
        return f"did you mean “{near}”?"
    return f"choose {listed(names)}" if names else "there is none yet to choose from"


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """The known name a hurried person meant, or None."""
    by_folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(wrong.casefold(), by_folded, n=1, cutoff=0.75)
    return by_folded[close[0]] if close else None


def listed(names: Sequence[str], *, most: int = 20) -> str:
    """``none, lead or group``; a long list is cut."""
    shown = list(names[:most])
    if len(names) > most:
        return ", ".join(shown) + f" or one of {len(names) - most} more"
    return " or ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]
