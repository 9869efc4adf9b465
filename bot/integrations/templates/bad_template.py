"""A template that cannot be used."""

from collections.abc import Sequence

from bot.policy.problem import Problem


class BadTemplate(RuntimeError):
    """Its message names file and line, and says how to mend it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))
