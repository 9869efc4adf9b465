"""What pydantic found, said in the words of the file."""

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bot.policy.document import Document
from bot.policy.fields import OURS, shown
from bot.policy.problem import Path, Problem, suggest
from bot.policy.shape import PolicyShape

_ENTRY = {
    "severities": "severity",
    "roles": "role",
    "people": "person",
    "groups": "group",
    "rotations": "rotation",
    "paths": "escalation path",
    "services": "service",
    "clients": "client",
    "statuses": "status",
    "permissions": "permission",
}
_ITEM = {
    **_ENTRY,
    "levels": "level",
    "layers": "layer",
    "hours": "span",
    "page": "target",
    "ack_roles": "ack role",
    "members": "member",
    "responders": "responder",
    "guests": "guest",
    "languages": "language",
    "channels": "channel",
    "emails": "e-mail",
    "contacts": "contact",
    "runbooks": "runbook",
    "webhooks": "webhook",
}
#: What the value is not, and how to write it.
_MISMATCHES = {
    "string_type": ("a text", "put it in quotes"),
    "bool_type": ("true or false", "write true or false"),
    "int_type": ("a whole number", "write it like 1"),
    "tuple_type": ("a list", "write it like [a, b], or one “- ” line for each"),
    "dict_type": ("a mapping", "indent its keys under it"),
    "model_type": ("a mapping", "indent its keys under it"),
}


def entry_noun(section: str) -> str:
    """What one entry of a section is called: ``escalation path``."""
    return _ENTRY[section]


def subject(document: Document, path: Path) -> str:
    """What a path points at, in words: ``wait of level 2 of escalation path “payments”``."""
    if not path:
        return "the policy"
    section, *rest = path
    said = "the workspace" if section == "workspace" else f"section “{section}”"
    last: str | int = section
    if rest and section in _ENTRY:
        last = rest.pop(0)
        said = f"{_ENTRY[str(section)]} “{_name(document, path[:2])}”"
    whole = said
    for key in rest:
        if isinstance(key, int):
            item = "person" if section == "groups" else _ITEM.get(str(last), "item")
            said = whole = f"{item} {key + 1} of {whole}"
        else:
            whole, said = said, f"{key} of {said}"
        last = key
    return said


def _name(document: Document, path: Path) -> str:
    section, key = path
    if isinstance(key, str):
        return key
    entry = document.data[str(section)][key]
    name = entry.get("name") if isinstance(entry, dict) else None
    return name if isinstance(name, str) else f"number {key + 1}"


def complaint(document: Document, path: Path, error: ErrorDetails) -> Problem:
    """One pydantic error as a problem with a place, a sentence and a fix."""
    kind, value = error["type"], error["input"]
    context = error.get("ctx", {})
    is_key = path[-1] == "[key]"
    path = path[:-1] if is_key else path
    here, parent = subject(document, path), subject(document, path[:-1])
    here = f"the key of {here}" if is_key else here
    if kind == OURS:
        deeper = (*path, context["key"]) if context["key"] else path
        return document.problem(deeper, f"{here} {context['wrong']}", context["fix"])
    if kind == "missing":
        fix = f"add {description(path)}"
        return document.problem(path, f"{parent} has no {path[-1]}", fix)
    if kind == "extra_forbidden":
        wrong = f"unknown key “{path[-1]}” in {parent}"
        return document.problem(path, wrong, suggest(str(path[-1]), _keys(path[:-1])))
    if kind == "enum":
        fix = f"choose {context['expected'].replace(chr(39), '')}"
        return document.problem(path, f"{here} is {shown(value)}", fix)
    if kind == "too_short":
        return document.problem(path, f"{here} is an empty list", "add at least one")
    if kind in {"greater_than_equal", "less_than_equal"}:
        least, most = context.get("ge"), context.get("le")
        fix = f"make it {least} or more" if most is None else f"make it {most} or less"
        return document.problem(path, f"{here} is {value}", fix)
    needed, fix = _MISMATCHES[kind]
    return document.problem(path, f"{here} is {shown(value)}, not {needed}", fix)


def description(path: Path) -> str:
    """The field's description as it reads within a sentence."""
    said = _fields(_shape(path[:-1]))[str(path[-1])].description or str(path[-1])
    return said[0].lower() + said[1:]


def _keys(path: Path) -> list[str]:
    return [key for key in _fields(_shape(path)) if key != "everyone"]


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """By the keys of the file: ``from`` is no name in Python."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _shape(path: Path) -> type[BaseModel]:
    """The model that a path leads to."""
    at: Any = PolicyShape
    for key in path:
        if isinstance(at, type) and issubclass(at, BaseModel):
            at = _fields(at)[str(key)].annotation
        else:
            # dict[Name, X] leads to X, tuple[X, ...] to X.
            arguments = get_args(at)
            at = arguments[0] if get_origin(at) is tuple else arguments[-1]
        at = _bare(at)
    assert isinstance(at, type)
    assert issubclass(at, BaseModel)
    return at


def _bare(at: Any) -> Any:
    """Without ``Annotated`` and ``| None``."""
    while get_origin(at) in {Annotated, Union, UnionType}:
        at = next(each for each in get_args(at) if each is not type(None))
    return at
