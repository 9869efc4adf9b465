"""``tocsin.yaml``, the organisation's policy, as a value; or everything that is wrong with it."""

from collections.abc import Collection

from bot.domain.policy import Policy
from bot.policy.beside import Beside, read_beside, read_calendars
from bot.policy.build import build
from bot.policy.difference import difference
from bot.policy.document import read
from bot.policy.problem import PolicyError, Problem
from bot.policy.references import References
from bot.policy.resolve import resolve, unresolved
from bot.policy.sections import read_sections
from bot.policy.shape import schema

__all__ = [
    "Beside",
    "Policy",
    "PolicyError",
    "Problem",
    "difference",
    "load",
    "read_beside",
    "resolve",
    "schema",
    "unresolved",
]


def load(
    text: str,
    *,
    file: str,
    runbooks: Collection[str] | None = None,
    beside: Beside | None = None,
) -> Policy:
    """The policy that a YAML text describes. ``file`` is what problems call it.

    ``runbooks`` are the file names that exist; None leaves the services' unchecked. ``beside``
    are the calendars that its layers may name; None is none.

    Raises:
        PolicyError: with every problem found, each with its line.
    """
    document = read(text, file=file)
    sections, problems = read_sections(document)
    problems += document.problems
    problems += References(document, sections, runbooks).problems()
    calendars, unreadable = read_calendars(document, sections, beside)
    problems += unreadable
    if problems:
        raise PolicyError(problems)
    return build(sections, calendars)
