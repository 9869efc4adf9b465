"""The form of a client update: the author's language first, then the others beside it. Pure.

A field that a template filled carries, in its block's id, the state it was filled for. When the
state changes, what nobody touched is filled anew under a new id; what was typed keeps its id, and
Slack keeps what stands in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.domain.client_update import Draft
from bot.domain.component import Health
from bot.domain.ids import ClientUpdateId, label
from bot.domain.language import Language
from bot.domain.naming import state_name
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.service import ClientName, ServiceName
from bot.domain.severity import ClientState
from bot.domain.text import TEXT_LIMIT, clip
from bot.i18n import Translator
from bot.slack import form, ids, kit
from bot.slack.audiences import CLIENTS, client_option, join_names, language_name
from bot.slack.kit import Block, View, md
from bot.slack.sheet import BEGUN, TEXTS, Sheet

FORM, WORDS = "client_update", "client_update_words"
#: A headline is a mail's subject too.
HEADLINE = 120
_SHOWN = 700
_QUOTED = 600
#: Menus whose choice changes the rest of the form, and those filled by type-ahead.
STATE, SERVICES = "update_state", "update_services"
#: The button that throws away what was typed before.
AFRESH = "update_afresh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What came back from one page, and what its fields were begun for."""

    draft: Draft
    id: ClientUpdateId
    corrects: ClientUpdateId | None
    #: The fields that the page had, and its first language.
    fields: frozenset[str]
    own: Language
    begun: Mapping[str, str]
    offered: datetime | None


def sheet(t: Translator, sheet: Sheet) -> View:
    """The first page: everything that has no language, and the author's own words."""
    blocks = [
        *_about(t, sheet),
        _state(t, sheet),
        *(_input(t, sheet, name, sheet.own) for name in TEXTS),
        *_promise(t, sheet),
        _services(t, sheet),
        _health(t, sheet),
        _clients(t, sheet),
    ]
    return form.modal(
        FORM,
        t("Client update"),
        blocks,
        submit=t("Next") if sheet.others else t("Preview"),
        close=t("Cancel"),
        metadata=sheet.metadata,
    )


def words(t: Translator, sheet: Sheet) -> View:
    """The second page: each other language, with the author's words beside every field."""
    told = md(
        t,
        "Some of your clients read other languages. Write the same there: "
        "Tocsin never translates by itself.",
    )
    blocks = [kit.section(told)]
    for language in sheet.others:
        blocks += [kit.divider(), kit.section(kit.bold(language_name(t, language)))]
        for name in TEXTS:
            said = getattr(sheet.draft, name).get(sheet.own, "")
            if said:
                blocks.append(kit.context(kit.quote(clip(said, _SHOWN))))
            if sheet.stale(name, language):
                blocks.append(kit.context(md(t, "⚠️ Yours was changed, this was not. Check it.")))
            blocks.append(_input(t, sheet, name, language, said=bool(said)))
    return form.modal(
        WORDS,
        t("Other languages"),
        blocks,
        submit=t("Preview"),
        close=t("Back"),
        metadata=sheet.metadata,
    )


def parse(view: Mapping[str, Any]) -> Filled:
    """What was filled in on either page. A Refusal for a form that we never wrote."""
    raw = form.values(view)
    given = {block.partition(":")[0]: value for block, value in raw.items()}
    parts = (block.partition(":") for block in raw)
    marks = {name: mark.partition(".")[0] for name, _, mark in parts}
    offered = marks.pop("next_by", "")
    id, corrects = carried(view)
    return Filled(
        draft=_draft(given),
        id=id,
        corrects=corrects,
        fields=frozenset(given),
        own=_own(given),
        begun={name: mark for name, mark in marks.items() if mark},
        offered=datetime.fromtimestamp(int(offered), UTC) if offered.isdigit() else None,
    )


def _own(given: Mapping[str, Any]) -> Language:
    asked = (language for language in Language if f"impact_{language}" in given)
    return next(asked, Language.EN)


def carried(view: Mapping[str, Any]) -> tuple[ClientUpdateId, ClientUpdateId | None]:
    """The draft that a form writes, and what it corrects. A Refusal for a form we never wrote."""
    _, id, corrects = (*str(view.get("private_metadata", "")).split(":"), "", "")[:3]
    if not id:
        raise Refusal(
            "This button or form is out of date. `/incident list` shows the open incidents."
        )
    return ClientUpdateId(id), ClientUpdateId(corrects) if corrects else None


def _draft(given: Mapping[str, Any]) -> Draft:
    moment, health = given.get("next_by"), given.get("health")
    texts: dict[str, Any] = {name: _texts(given, name) for name in TEXTS}
    return Draft(
        state=ClientState(given.get("state") or ClientState.INVESTIGATING),
        **texts,
        next_by=datetime.fromtimestamp(moment, UTC) if moment else None,
        services=tuple(map(ServiceName, given.get("services") or ())),
        health=Health(health) if health else None,
        clients=tuple(map(ClientName, given.get("clients") or ())),
    )


def _texts(given: Mapping[str, Any], name: str) -> dict[Language, str]:
    found = {language: given.get(f"{name}_{language}") for language in Language}
    return {language: text for language, text in found.items() if text}


def joined(before: Draft, filled: Filled) -> Draft:
    """The draft as it was, with everything that the page had in its place."""
    said: dict[str, Any] = {name: _joined(name, getattr(before, name), filled) for name in TEXTS}
    facts = ("state", "next_by", "services", "health", "clients")
    said |= {name: getattr(filled.draft, name) for name in facts if name in filled.fields}
    return replace(before, **said, unchanged=False)


def _joined(name: str, before: Mapping[Language, str], filled: Filled) -> dict[Language, str]:
    kept = {one: text for one, text in before.items() if f"{name}_{one}" not in filled.fields}
    return {**kept, **getattr(filled.draft, name)}


# What stands in the form


def _about(t: Translator, sheet: Sheet) -> list[Block]:
    incident = sheet.incident
    title = md(t, "{incident}: {title}", incident=label(incident.id), title=incident.title)
    readers = join_names(t, sheet.policy, sheet.recipients)
    read = [md(t, "Read by {names}", names=readers)] if sheet.recipients else []
    blocks = [kit.context(kit.join((title, *read), " · "))]
    if sheet.notes:
        blocks.append(kit.section(kit.join(sheet.notes), accessory=_afresh(t, sheet)))
    return [*blocks, *_previous(t, sheet)]


def _afresh(t: Translator, sheet: Sheet) -> Block | None:
    return kit.button(t("Start afresh"), AFRESH, str(sheet.incident.id)) if sheet.resumed else None


def _previous(t: Translator, sheet: Sheet) -> list[Block]:
    """What clients were told last, and one click for “nothing has changed”."""
    update = sheet.previous
    if update is None or update.sent_at is None:
        return [kit.section(md(t, "This is the first word that clients get from us about it."))]
    told = md(
        t,
        "Clients were last told, {at} ({state}):",
        at=update.sent_at,
        state=state_name(update.state),
    )
    text = clip(update.text_in(sheet.own), _QUOTED)
    quoted = kit.section(kit.join((told, kit.quote(text))))
    if sheet.corrects is not None or update.state is ClientState.RESOLVED:
        return [quoted]
    again = kit.button(t("Nothing has changed"), ids.NO_CHANGE, str(sheet.incident.id))
    return [quoted, kit.actions(again)]


def _block(sheet: Sheet, name: str, mark: str = "") -> str:
    """Another draft has other ids: Slack keeps what stands in a field of the same id."""
    return f"{name}:{mark}.{sheet.id[:6]}"


def _state(t: Translator, sheet: Sheet) -> Block:
    options = [form.option(kit.plain(t, state_name(state)), state) for state in ClientState]
    select = form.select(STATE, options, initial=sheet.draft.state)
    return form.field(_block(sheet, "state"), t("What clients are told"), select, live=True)


def _input(
    t: Translator, sheet: Sheet, name: str, language: Language, *, said: bool = True
) -> Block:
    """One text in one language. ``said``: the author has words there, so others need them too."""
    field = f"{name}_{language}"
    mark = sheet.begun.get(field, sheet.draft.state) if name in BEGUN else ""
    limit = HEADLINE if name == "headline" else TEXT_LIMIT
    initial = getattr(sheet.draft, name).get(language, "")[:limit]
    text = form.text_input(field, multiline=name != "headline", initial=initial, limit=limit)
    title, hint = _labels(t, name, language_name(t, language))
    hint = hint if language is sheet.own else ""
    optional = name == "workaround" and not (said and language is not sheet.own)
    return form.field(_block(sheet, field, mark), title, text, hint=hint, optional=optional)


def _labels(t: Translator, name: str, language: str) -> tuple[str, str]:
    match name:
        case "headline":
            return t("Headline ({language})", language=language), t("What happened, in one line.")
        case "impact":
            return (
                t("What clients see ({language})", language=language),
                t("In the client's terms. No host names, no guesses, no names of others."),
            )
        case "workaround":
            return (
                t("What they can do meanwhile ({language})", language=language),
                t("Leave it empty when there is nothing."),
            )
    return (
        t("What we are doing ({language})", language=language),
        t("What is under way. Do not promise when it will be fixed."),
    )


def _promise(t: Translator, sheet: Sheet) -> list[Block]:
    """When they hear next; the last word promises nothing."""
    if sheet.draft.state is ClientState.RESOLVED:
        return []
    offered = sheet.offered or sheet.draft.next_by
    mark = str(int(offered.timestamp())) if offered else ""
    picker = form.moment_picker("next_by", initial=sheet.draft.next_by)
    return [
        form.field(
            _block(sheet, "next_by", mark),
            t("Next update by"),
            picker,
            hint=t("A promise you can keep: “nothing has changed” is an update too."),
            optional=True,
        )
    ]


def _services(t: Translator, sheet: Sheet) -> Block:
    known = sheet.policy.services
    chosen = [service_option(t, sheet.policy, n) for n in sheet.draft.services if n in known]
    menu = form.many_external(SERVICES, initial=chosen)
    return form.field(_block(sheet, "services"), t("Affected services"), menu, optional=True)


def _health(t: Translator, sheet: Sheet) -> Block:
    options = [form.option(kit.plain(t, each.words), each) for each in Health]
    menu = form.select("health", options, initial=sheet.draft.health or "")
    mark = sheet.begun.get("health", sheet.draft.state)
    hint = t("The status page shows it for the services above.")
    title = t("How they are doing")
    return form.field(_block(sheet, "health", mark), title, menu, hint=hint, optional=True)


def _clients(t: Translator, sheet: Sheet) -> Block:
    chosen = [client_option(sheet.policy, name) for name in sheet.draft.clients]
    menu = form.many_external(CLIENTS, initial=chosen)
    hint = t("Only they are written to.")
    return form.field(_block(sheet, "clients"), t("Affected clients"), menu, hint=hint)


def service_option(t: Translator, policy: Policy, name: ServiceName) -> Block:
    return form.option(policy.services[name].title.to(t.language), name)
