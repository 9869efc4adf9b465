"""The form for the affected clients, and reading their names from what was typed. Pure."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.service import ClientName
from bot.domain.text import clip
from bot.i18n import Translator
from bot.slack import form, kit
from bot.slack.audiences import CLIENTS, client_name, client_option
from bot.slack.kit import Mrkdwn, View, md

FORM = "affected_clients"
_SHOWN = 40
_BETWEEN = re.compile(r"\s*[,;]\s*")


def clients_form(t: Translator, incident: Incident, policy: Policy) -> View:
    chosen = [client_option(policy, name) for name in incident.clients]
    menu = form.many_external(CLIENTS, initial=chosen)
    told = md(
        t,
        "The next update goes to them. Whoever read the earlier ones and is taken off hears "
        "nothing more.",
    )
    blocks = [
        kit.context(
            md(t, "{incident}: {title}", incident=label(incident.id), title=incident.title)
        ),
        form.field("clients", t("Affected clients"), menu, optional=True),
        kit.context(told),
    ]  # fmt: skip
    return form.modal(
        FORM,
        t("Affected clients"),
        blocks,
        submit=t("Save"),
        close=t("Cancel"),
        metadata=str(incident.id),
    )


def clients_said(view: Mapping[str, Any]) -> tuple[ClientName, ...]:
    return tuple(map(ClientName, form.values(view).get("clients") or ()))


def clients_in(policy: Policy, typed: str) -> tuple[ClientName, ...]:
    """Names or titles with commas between them. A Refusal for one that is nobody's."""
    spelled = {
        spelling.casefold(): name
        for name, client in policy.clients.items()
        for spelling in (name, client.title)
    }
    found = []
    for word in filter(None, _BETWEEN.split(typed.strip())):
        known = spelled.get(word.casefold())
        if known is None:
            raise _unknown(word, spelled)
        found.append(known)
    return tuple(dict.fromkeys(found))


def _unknown(word: str, spelled: Mapping[str, ClientName]) -> Refusal:
    near = get_close_matches(word.casefold(), spelled, n=1, cutoff=0.5)
    if near:
        return Refusal(
            "There is no client “{name}”. Did you mean “{near}”?",
            name=clip(word, _SHOWN),
            near=spelled[near[0]],
        )
    return Refusal(
        "There is no client “{name}”. `/incident clients` alone offers them all.",
        name=clip(word, _SHOWN),
    )


def changed(t: Translator, incident: Incident, policy: Policy) -> Mrkdwn:
    number = label(incident.id)
    if not incident.clients:
        return md(t, "{incident}: no client is affected now.", incident=number)
    names = ", ".join(client_name(policy, name) for name in incident.clients)
    return md(t, "{incident}: affected clients are {clients}.", incident=number, clients=names)
