"""What people type in Slack, as they meant it: the person they mention, and their plain text.

Slack escapes what is typed (``&amp;``) and writes mentions and links in angle brackets. What we
keep is plain text: it is escaped anew wherever it is shown, and can then ping nobody.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from bot.domain.ids import PersonId
from bot.domain.language import Language, Localised
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.role import RoleName
from bot.domain.service import ServiceName
from bot.domain.text import clip
from bot.i18n import translator
from bot.slack.request import Request
from bot.store.work import Store

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_ENTITY = re.compile(r"<([@#!]?)([^<>|\s][^<>|]*)(?:\|([^<>]*))?>")
_UNESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
#: Enough of a word to recognise it in an answer.
_SHOWN = 40


async def names(request: Request) -> dict[PersonId, str]:
    """Everybody Tocsin has heard of, by the name people know."""
    return await known(request.store)


async def known(store: Store) -> dict[PersonId, str]:
    """The same, where nobody asks."""
    async with store.read() as work:
        seen = await work.profiles.names()
    return {**{id: member.name for id, member in store.policy.people.items()}, **seen}


async def said(request: Request, typed: str) -> str:
    """Typed words as plain text, people in them by name."""
    return plain(typed, await names(request)) if "<" in typed or "&" in typed else typed


def to_us(body: Mapping[str, Any], text: str) -> str:
    """What follows our own mention in an event's text: others may be named before it."""
    us = {one.get("user_id") for one in body.get("authorizations") or ()}
    found = [one for one in _MENTION.finditer(text) if one[1] in us]
    return text[found[0].end() :].strip() if found else _MENTION.sub("", text, count=1).strip()


def plain(words: str, names: Mapping[PersonId, str]) -> str:
    """Typed words without Slack's markup: people and channels by name, links by address."""
    told = _ENTITY.sub(lambda found: _entity(found, names), words)
    for escaped, meant in _UNESCAPED:
        told = told.replace(escaped, meant)
    return told


def person_in(words: str, names: Mapping[PersonId, str]) -> tuple[PersonId | None, str]:
    """The person named first, and what follows; None when the words begin with nobody.

    A mention says who it is. A plain ``@name`` is looked up: the whole name, else one word of
    it. A name that fits nobody, or several, is a Refusal.
    """
    mention = _MENTION.match(words)
    if mention:
        return PersonId(mention[1]), words[mention.end() :].strip()
    if not words.startswith("@"):
        return None, words
    typed = words[1:]
    whole = [id for id, name in names.items() if name and _begins(typed, name)]
    if whole:
        best = max(whole, key=lambda one: len(names[one]))
        return best, typed[len(names[best]) :].strip()
    word, _, rest = typed.partition(" ")
    found = [id for id, name in names.items() if _fits(word, name)]
    if len(found) == 1:
        return found[0], rest.strip()
    shown = clip(word, _SHOWN)
    if found:
        raise Refusal(
            "Several people are called “{name}”. Type @ and choose one from Slack's list.",
            name=shown,
        )
    raise Refusal(
        "I know nobody called “{name}”. Type @ and choose the person from Slack's list.",
        name=shown,
    )


def people_in(words: str, names: Mapping[PersonId, str]) -> tuple[tuple[PersonId, ...], str]:
    """Everybody named first, one after another, and what follows them."""
    people: list[PersonId] = []
    rest = words
    while True:
        person, after = person_in(rest, names)
        if person is None:
            return tuple(dict.fromkeys(people)), rest
        people.append(person)
        rest = after.lstrip(", ")


def role_in(policy: Policy, words: str) -> tuple[RoleName, str]:
    """The role named first, by name or title in any language, and what follows it."""
    typed = words.casefold()
    spelled = [
        (spelling, role.name)
        for role in policy.roles
        for spelling in _spellings(role.name, role.title)
    ]
    for spelling, found in sorted(spelled, key=lambda pair: -len(pair[0])):
        if typed == spelling or typed.startswith(f"{spelling} "):
            return found, words[len(spelling) :].strip()
    raise Refusal(
        "There is no role “{name}”. Choose one of: {known}.",
        name=clip(words.partition(" ")[0], _SHOWN),
        known=", ".join(role.name for role in policy.roles),
    )


def service_in(policy: Policy, words: str) -> ServiceName | None:
    """By name or title in any language; None for “unknown”. A misspelt one hears the nearest."""
    wanted = words.strip().casefold()
    if wanted in {translator(language)("Unknown").casefold() for language in Language}:
        return None
    spelled = {
        spelling: service.name
        for service in policy.services.values()
        for spelling in _spellings(service.name, service.title)
    }
    if wanted in spelled:
        return spelled[wanted]
    shown = clip(words, _SHOWN)
    near = get_close_matches(wanted, spelled, n=1, cutoff=0.5)
    if near:
        raise Refusal(
            "There is no service “{name}”. Did you mean `/incident service {near}`?",
            name=shown,
            near=spelled[near[0]],
        )
    raise Refusal(
        "There is no service “{name}”. `/incident service` alone shows them all.", name=shown
    )


def _spellings(name: str, title: Localised) -> set[str]:
    return {name.casefold(), *(title.to(language).casefold() for language in Language)}


def _begins(typed: str, name: str) -> bool:
    after = typed[len(name) : len(name) + 1]
    return typed.casefold().startswith(name.casefold()) and not after.isalnum()


def _fits(word: str, name: str) -> bool:
    """``olena``, ``kovalenko`` and ``olena.kovalenko`` all mean Olena Kovalenko."""
    parts = name.casefold().split()
    wanted = word.casefold()
    return bool(wanted) and (wanted in parts or wanted == ".".join(parts))


def _entity(found: re.Match[str], names: Mapping[PersonId, str]) -> str:
    sign, inner, text = found.groups()
    if sign == "@":
        return f"@{text or names.get(PersonId(inner), inner)}"
    if sign == "#":
        return f"#{text or inner}"
    if sign == "!":
        return text or f"@{inner.split('^')[0]}"
    if not text or text == inner:
        return inner.removeprefix("mailto:")
    return text if inner == f"mailto:{text}" else f"{text} ({inner})"
