"""Small rules that compose into Block Kit's schema.

A rule looks at a value and gives what Slack would say against it, each with a JSON pointer.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

Rule = Callable[[Any, str], Iterable[str]]
RIGHT = ()


def said(message: str, at: str) -> str:
    return f"{message} [json-pointer:{at}]"


def string(most: int, *, least: int = 1) -> Rule:
    """A string of `least` to `most` characters."""

    def rule(value: Any, at: str) -> Iterable[str]:
        if not isinstance(value, str):
            return [said("must provide a string", at)]
        if len(value) < least:
            return [said(f"must be more than {least - 1} characters", at)]
        if len(value) > most:
            return [said(f"must be less than {most + 1} characters", at)]
        return RIGHT

    return rule


def url(most: int = 3000) -> Rule:
    length = string(most)

    def rule(value: Any, at: str) -> Iterator[str]:
        errors = list(length(value, at))
        yield from errors
        if not errors and "://" not in value and not value.startswith(("mailto:", "tel:")):
            yield said("must be a valid url", at)

    return rule


def matching(pattern: str, name: str) -> Rule:
    compiled = re.compile(pattern)

    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            yield said(f"must match the {name} format", at)

    return rule


def boolean(value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield said("must provide a boolean", at)


def integer(least: int, most: int) -> Rule:
    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield said("must provide an integer", at)
        elif value < least:
            yield said(f"must be at least {least}", at)
        elif value > most:
            yield said(f"must be at most {most}", at)

    return rule


def enum(*allowed: str) -> Rule:
    def rule(value: Any, at: str) -> Iterator[str]:
        if value not in allowed:
            yield said("must be a valid enum value", at)

    return rule


def anything(value: Any, at: str) -> Iterable[str]:
    return RIGHT


def an_object(value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield said("must provide an object", at)


def items(each: Rule, *, most: int, least: int = 1) -> Rule:
    """An array of `least` to `most` items, each of which keeps the rule."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield said("must provide an array", at)
            return
        if len(value) > most:
            yield said(f"no more than {most} items allowed", at)
        if len(value) < least:
            yield said(f"no fewer than {least} items allowed", at)
        for index, item in enumerate(value):
            yield from each(item, f"{at}/{index}")

    return rule


def shape(
    required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, *more: Rule
) -> Rule:
    """An object with these fields and no other; `more` looks at it as a whole."""
    optional = optional or {}
    known = {"type": anything, **required, **optional}

    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield said("must provide an object", at)
            return
        for name in required:
            if value.get(name) is None:
                yield said(f"missing required field: {name}", at)
        for name, held in value.items():
            if name not in known:
                yield said(f"invalid additional property: {name}", at)
            elif held is not None and name != "type":
                yield from known[name](held, f"{at}/{name}")
        for check in more:
            yield from check(value, at)

    return rule


def by_type(table: Mapping[str, Rule]) -> Rule:
    """An object whose `type` chooses the rule."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield said("must provide an object", at)
            return
        kind = value.get("type")
        if kind is None:
            yield said("missing required field: type", at)
        elif not isinstance(kind, str) or kind not in table:
            yield said(f"unsupported type: {kind}", f"{at}/type")
        else:
            yield from table[kind](value, at)

    return rule


def exactly_one(*names: str) -> Rule:
    def rule(value: Mapping[str, Any], at: str) -> Iterator[str]:
        given = [name for name in names if value.get(name) is not None]
        if len(given) != 1:
            yield said(f"must provide exactly one of: {', '.join(names)}", at)

    return rule


def at_least_one(*names: str) -> Rule:
    def rule(value: Mapping[str, Any], at: str) -> Iterator[str]:
        if not any(value.get(name) for name in names):
            yield said(f"must provide at least one of: {', '.join(names)}", at)

    return rule
