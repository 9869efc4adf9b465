"""The form of a client update, what came back from it, and the preview of every word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.domain.client_update import ClientUpdate, Draft, Recipient, languages
from bot.domain.ids import IncidentId, PersonId
from bot.domain.language import Language
from bot.domain.naming import state_name
from bot.domain.severity import ClientState
from bot.i18n import Translator
from bot.slack import form, kit
from bot.slack.kit import Block, Mrkdwn, View, md

FORM, PREVIEW = "client_update", "client_update_send"
#: Two such fields, the template around them and a second language still fit one message.
WORDS = 700


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What the form opens with."""

    incident: IncidentId
    recipients: Sequence[Recipient]
    state: ClientState
    next_by: datetime | None
    impact: Mapping[Language, str] = field(default_factory=dict)
    doing: Mapping[Language, str] = field(default_factory=dict)
    previous: ClientUpdate | None = None


def modal(t: Translator, start: Start) -> View:
    wanted = sorted(languages(start.recipients), key=lambda language: language is not t.language)
    blocks = [*_previous(t, start.previous), _state(t, start.state)]
    for language in wanted:
        blocks.append(
            form.field(
                f"impact_{language}",
                t("What clients see ({language})", language=language_name(t, language)),
                _words(f"impact_{language}", start.impact.get(language, "")),
                hint=t("In the client's terms. No host names, no guesses, no names of others."),
            )
        )
        blocks.append(
            form.field(
                f"doing_{language}",
                t("What we are doing ({language})", language=language_name(t, language)),
                _words(f"doing_{language}", start.doing.get(language, "")),
                hint=t("What is under way. Do not promise when it will be fixed."),
            )
        )
    blocks += [_next(t, start.next_by), kit.context(_readers(t, start.recipients))]
    return form.modal(
        FORM,
        t("Client update"),
        blocks,
        submit=t("Preview"),
        close=t("Cancel"),
        metadata=str(start.incident),
    )


def parse(view: Mapping[str, Any]) -> Draft:
    """What was filled in; which languages are needed is decided by the use case."""
    given = form.values(view)
    moment = given.get("next_by")
    return Draft(
        state=ClientState(given["state"]),
        impact={language: given.get(f"impact_{language}") or "" for language in Language},
        doing={language: given.get(f"doing_{language}") or "" for language in Language},
        next_by=datetime.fromtimestamp(moment, UTC) if moment else None,
    )


def preview(t: Translator, update: ClientUpdate, *, agree: Mrkdwn | None = None) -> View:
    """Exactly what leaves, channel by channel. ``agree`` says whose agreement is asked for."""
    blocks = [kit.section(md(t, "Nothing has been sent yet. This is every word that will be."))]
    for recipient in update.recipients:
        spoken = ", ".join(language_name(t, language) for language in recipient.languages)
        where = md(
            t, "To {channel}: {spoken}", channel=kit.channel(recipient.channel), spoken=spoken
        )
        texts = [kit.section(update.texts[language]) for language in recipient.languages]
        blocks += [kit.divider(), kit.context(where), *texts]
    if agree is not None:
        blocks += [kit.divider(), kit.context(agree)]
    return form.modal(
        PREVIEW,
        t("Check every word"),
        blocks,
        submit=t("Send"),
        close=t("Back"),
        metadata=update.id,
    )


def agreement(
    t: Translator, severity: str, *, lead: PersonId | None, approvers: Sequence[PersonId] | None
) -> Mrkdwn:
    """Whose agreement the policy asks for; ``approvers`` None means the lead's."""
    if approvers is not None:
        names = kit.join([kit.person(person) for person in approvers], ", ")
        return md(
            t,
            "Before you send: your policy asks that one of them agrees at {severity}: {names}.",
            severity=severity,
            names=names,
        )
    if lead is None:
        return md(
            t,
            "Before you send: your policy asks for the lead's agreement at {severity}, "
            "and nobody leads yet.",
            severity=severity,
        )
    return md(
        t,
        "Before you send: your policy asks for the agreement of the lead at {severity}: {lead}.",
        severity=severity,
        lead=kit.person(lead),
    )


def language_name(t: Translator, language: Language) -> str:
    match language:
        case Language.EN:
            return t("English")
        case Language.UK:
            return t("Ukrainian")
        case Language.RU:
            return t("Russian")


def _previous(t: Translator, update: ClientUpdate | None) -> list[Block]:
    if update is None or update.sent_at is None:
        return [kit.section(md(t, "This is the first word that clients get from us about it."))]
    text = update.texts.get(t.language) or next(iter(update.texts.values()))
    told = md(t, "Clients were last told, {at}:", at=update.sent_at)
    return [kit.section(kit.join((told, kit.quote(text))))]


def _state(t: Translator, chosen: ClientState) -> Block:
    options = [form.option(kit.plain(t, state_name(state)), state) for state in ClientState]
    select = form.select("state", options, initial=chosen)
    return form.field("state", t("What clients are told"), select)


def _words(action: str, initial: str) -> Block:
    return form.text_input(action, multiline=True, initial=initial[:WORDS], limit=WORDS)


def _next(t: Translator, at: datetime | None) -> Block:
    return form.field(
        "next_by",
        t("Next update by"),
        form.moment_picker("next_by", initial=at),
        hint=t("A promise you can keep: “nothing has changed” is an update too."),
        optional=True,
    )


def _readers(t: Translator, recipients: Sequence[Recipient]) -> Mrkdwn:
    channels = kit.join([kit.channel(recipient.channel) for recipient in recipients], ", ")
    return md(t, "Read by clients in {channels}", channels=channels)
