"""Who reads which words of a client update: each text once, with everybody it goes to. Pure.

Equal texts stand once. Where only the time differs, since clients live in different zones, the
lines that differ stand alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.domain.client_update import ClientUpdate, Recipient
from bot.domain.ids import RoomId
from bot.domain.language import Language
from bot.domain.medium import Medium
from bot.domain.policy import Policy
from bot.domain.service import ClientName
from bot.domain.text import clip
from bot.domain.wording import Finding, Gravity
from bot.i18n import Translator, translator
from bot.slack import form, kit
from bot.slack.kit import Block, Mrkdwn, md, mdn
from bot.slack.pieces import pieces

#: The menu of clients, filled by type-ahead.
CLIENTS = "update_clients"
#: More names than this in one line are counted instead.
NAMED = 12
#: So much of an objectionable passage tells which one it is.
_QUOTED = 150
_MARKS = {Gravity.GRAVE: "⛔", Gravity.ADVICE: "💡", Gravity.NOTE: "✅"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One text, and all who read it."""

    language: Language
    text: str
    recipients: tuple[Recipient, ...]


def language_name(t: Translator, language: Language) -> str:
    match language:
        case Language.EN:
            return t("English")
        case Language.UK:
            return t("Ukrainian")
        case Language.RU:
            return t("Russian")


def readings(update: ClientUpdate) -> tuple[Reading, ...]:
    """Every text that somebody reads, those of one language side by side."""
    found: dict[tuple[Language, str], list[Recipient]] = {}
    for language in dict.fromkeys(spoken for r in update.recipients for spoken in r.languages):
        for recipient in update.recipients:
            if language in recipient.languages:
                text = update.texts[language, recipient.zone.key]
                found.setdefault((language, text), []).append(recipient)
    return tuple(
        Reading(language=language, text=text, recipients=tuple(recipients))
        for (language, text), recipients in found.items()
    )


def shown(
    t: Translator, policy: Policy, update: ClientUpdate, findings: Sequence[Finding] = ()
) -> list[Block]:
    """Every word that leaves, under the names of those who read it, each with what to mend."""
    blocks: list[Block] = []
    for language, found in groupby(readings(update), lambda reading: reading.language):
        first, *others = found
        title = kit.bold(language_name(t, language))
        to = join_names(t, policy, first.recipients)
        blocks += [
            kit.divider(),
            kit.context(md(t, "{language} · {names}", language=title, names=to)),
        ]
        blocks += text(first.text)
        blocks += [block for other in others for block in _otherwise(t, policy, first, other)]
        lines = [finding_line(t, one) for one in findings if one.language is language]
        blocks += [kit.context(line) for line in dict.fromkeys(lines)]
    return [*blocks, *_several(t, policy, update)]


def text(words: str) -> list[Block]:
    """A text as clients read it, in as many sections as it takes; nothing is cut."""
    return [kit.section(Mrkdwn(part)) for part in pieces(kit.escape(words).text, kit.SECTION)]


def _otherwise(t: Translator, policy: Policy, first: Reading, other: Reading) -> list[Block]:
    """A text in the same language: its lines that the first one lacks, or the whole."""
    names = join_names(t, policy, other.recipients)
    before, lines = first.text.split("\n"), other.text.split("\n")
    if len(before) != len(lines):
        return [kit.context(md(t, "To {names}:", names=names)), *text(other.text)]
    differ = [line for was, line in zip(before, lines, strict=True) if was != line]
    told = md(t, "To {names} the same, but:", names=names)
    return [kit.context(told), *kit.sections([kit.quote(line) for line in differ])]


def _several(t: Translator, policy: Policy, update: ClientUpdate) -> list[Block]:
    """Who reads more than one language, in which order. On a page each reader chooses one."""
    found: dict[tuple[Language, ...], list[Recipient]] = {}
    for recipient in update.recipients:
        if len(recipient.languages) > 1 and recipient.medium is not Medium.PAGE:
            found.setdefault(recipient.languages, []).append(recipient)
    lines = [
        md(
            t,
            "{names}: all in one message, in this order: {languages}.",
            names=join_names(t, policy, recipients),
            languages=", ".join(language_name(t, language) for language in languages),
        )
        for languages, recipients in found.items()
    ]
    return [kit.context(kit.join(lines))] if lines else []


def join_names(t: Translator, policy: Policy, recipients: Sequence[Recipient]) -> Mrkdwn:
    """Channels by name, addresses by number: whoever reads this need not see them."""
    channels = [
        kit.channel(RoomId(each.address))
        for each in recipients
        if each.medium in {Medium.CHANNEL, Medium.SUPPORT}
    ]
    names: list[Mrkdwn] = [*channels[:NAMED]]
    if (more := len(channels) - NAMED) > 0:
        names.append(mdn(t, "{count} more channel", "{count} more channels", more))
    names += _mails(t, policy, recipients)
    if any(each.medium is Medium.PAGE for each in recipients):
        names.append(md(t, "the status page"))
    if hooks := sum(each.medium is Medium.HOOK for each in recipients):
        names.append(mdn(t, "{count} webhook", "{count} webhooks", hooks))
    return kit.join(names, ", ")


def _mails(t: Translator, policy: Policy, recipients: Sequence[Recipient]) -> list[Mrkdwn]:
    counted: dict[ClientName | None, int] = {}
    for each in recipients:
        if each.medium is Medium.MAIL:
            counted[each.client] = counted.get(each.client, 0) + 1
    if not counted:
        return []
    total = sum(counted.values())
    if len(counted) > NAMED:
        return [mdn(t, "{count} e-mail address", "{count} e-mail addresses", total)]
    of = ", ".join(client_name(policy, client) for client in counted if client)
    return [
        mdn(t, "{count} e-mail address of {clients}", "{count} e-mail addresses of {clients}",
            total, clients=of)
    ]  # fmt: skip


def client_name(policy: Policy, client: ClientName) -> str:
    """The client's title; its name when the policy no longer has it."""
    known = policy.clients.get(client)
    return known.title if known else client


def client_option(policy: Policy, name: ClientName) -> Block:
    return form.option(client_name(policy, name), name)


def matching(options: Iterable[Block], typed: str) -> list[Block]:
    """Those whose words contain what was typed; at most as many as Slack shows."""
    wanted = typed.strip().casefold()
    return [one for one in options if wanted in one["text"]["text"].casefold()][:100]


def finding_line(t: Translator, finding: Finding) -> Mrkdwn:
    """The words, why they may hurt, and better ones in the client's language."""
    head = md(
        t,
        "{mark} *“{quote}”* {why}",
        mark=_MARKS[finding.gravity],
        quote=clip(" ".join(finding.quote.split()), _QUOTED),
        why=finding.why,
    )
    if finding.offer is None:
        return head
    better = translator(finding.language).phrase(finding.offer, str)
    return kit.join((head, md(t, "Better: _{words}_", words=better)))


def by_text(findings: Mapping[tuple[Language, str], Sequence[Finding]]) -> tuple[Finding, ...]:
    """The findings of all texts in one row, each once however many zones read it."""
    seen: dict[tuple[Language, str, str], Finding] = {}
    for (language, _), found in findings.items():
        for one in found:
            seen.setdefault((language, one.rule, one.quote), one)
    return tuple(seen.values())
