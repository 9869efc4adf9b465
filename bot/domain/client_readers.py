"""Who reads a client update: by policy, by the affected clients, and never more than may know."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.domain.client_update import DIRECT, ClientUpdate, Recipient, languages
from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.medium import Medium
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.service import ClientName, ServiceName

#: There is one status page, so its name is its address.
PAGE = "page"
_UKRAINIAN = frozenset("іїєґ")
_RUSSIAN = frozenset("ёъыэ")


def may_leave(incident: Incident) -> None:
    """Nothing about a drill leaves us."""
    if incident.drill:
        raise Refusal(
            "{incident} is a drill, so clients hear nothing of it. "
            "Practise the words in this room instead.",
            incident=label(incident.id),
        )


def recipients(
    incident: Incident,
    policy: Policy,
    clients: Sequence[ClientName] = (),
    services: Sequence[ServiceName] = (),
) -> tuple[Recipient, ...]:
    """Whoever reads an update: the clients' channels and addresses first.

    Of a private incident they alone. Otherwise also, as the policy says, the status page, the
    support channel and webhooks, in languages that clients read. The page takes what is about a
    service that it shows, or about none that we know yet.
    """
    direct = _direct(policy, clients or incident.clients)
    if incident.private:
        return direct
    about = services or ((incident.service,) if incident.service else ())
    spoken = languages(direct)
    return (*direct, *_page(policy, about, spoken), *_public(policy, spoken))


def readers(
    incident: Incident,
    policy: Policy,
    clients: Sequence[ClientName] = (),
    services: Sequence[ServiceName] = (),
) -> tuple[Recipient, ...]:
    """Those who would read an update now; a Refusal when it may go to nobody."""
    may_leave(incident)
    named = clients or incident.clients
    for client in clients:
        if client not in policy.clients and client not in incident.clients:
            raise Refusal(
                "The policy has no client “{client}”. Choose one that it names.",
                field="clients",
                client=client,
            )
    found = recipients(incident, policy, named, services)
    if any(each.medium is not Medium.SUPPORT for each in found):
        return found
    if named:
        raise Refusal(
            "{clients} cannot be reached: the policy names neither a channel nor an e-mail "
            "address. Add one to section “clients”, or choose another client.",
            field="clients",
            clients=", ".join(policy.client_title(client) for client in named),
        )
    raise Refusal(
        "{incident} names no client with a channel. Set its service or clients first.",
        field="clients",
        incident=label(incident.id),
    )


def unreached(
    incident: Incident, policy: Policy, clients: Sequence[ClientName] = ()
) -> tuple[ClientName, ...]:
    """The affected clients for whom the policy names neither a channel nor an address."""
    known = ((name, policy.clients.get(name)) for name in clients or incident.clients)
    return tuple(name for name, one in known if one is None or not (one.channels or one.emails))


def restricted(update: ClientUpdate) -> ClientUpdate:
    """The same for the affected clients alone: its incident is private now."""
    kept = tuple(each for each in update.recipients if each.medium in DIRECT)
    wanted = {(language, each.zone.key) for each in kept for language in each.languages}
    texts = {key: text for key, text in update.texts.items() if key in wanted}
    return replace(update, recipients=kept, texts=texts)


def may_reach(update: ClientUpdate, incident: Incident, recipient: Recipient) -> bool:
    """Whether a sent update may still leave for one reader. Every sender asks.

    Of a private incident clients hear only in their own places, and only what a second person
    agreed to: an update from before it was private does not leave any more.
    """
    if incident.drill or update.sent_at is None:
        return False
    if not incident.private:
        return True
    second = update.approval is not None and update.approval.by not in update.writers
    return second and recipient.medium in DIRECT


def written_in(text: str, *, otherwise: Language) -> Language | None:
    """The language a person wrote in, as far as letters tell; None when there are no letters.

    Ukrainian and Russian each have letters that the other lacks. Cyrillic without any of them
    is in ``otherwise``, the author's own language.
    """
    letters = {character for character in text.casefold() if character.isalpha()}
    if not letters:
        return None
    if letters & _UKRAINIAN:
        return Language.UK
    if letters & _RUSSIAN:
        return Language.RU
    if any("\u0400" <= letter <= "\u04ff" for letter in letters):
        return otherwise if otherwise is not Language.EN else Language.UK
    return Language.EN


def _direct(policy: Policy, clients: Sequence[ClientName]) -> tuple[Recipient, ...]:
    """Two clients in one place share its languages, and it is neither's own."""
    found: dict[str, Recipient] = {}
    for each in _places(policy, clients):
        known = found.get(each.key)
        if known is None:
            found[each.key] = each
            continue
        spoken = tuple(dict.fromkeys((*known.languages, *each.languages)))
        client = known.client if known.client == each.client else None
        found[each.key] = replace(known, languages=spoken, client=client)
    return tuple(found.values())


def _places(policy: Policy, clients: Sequence[ClientName]) -> Iterator[Recipient]:
    for name in clients:
        client = policy.clients.get(name)
        if client is None:
            continue
        zone = policy.clock_of(name)
        for medium, addresses in (
            (Medium.CHANNEL, client.channels),
            (Medium.MAIL, client.emails),
        ):
            for address in addresses:
                yield Recipient(
                    medium=medium,
                    # Addresses differ in case only by accident: nobody gets two letters.
                    address=address.casefold() if medium is Medium.MAIL else address,
                    client=name,
                    languages=client.languages,
                    zone=zone,
                )


def _page(
    policy: Policy, about: Sequence[ServiceName], spoken: Sequence[Language]
) -> Iterator[Recipient]:
    """Nobody has to write a language more for it: it marks what is not in its reader's."""
    page = policy.status_page
    if page is not None and (not about or not set(about).isdisjoint(page.services)):
        shown = tuple(each for each in page.languages if each in spoken)
        yield Recipient(
            medium=Medium.PAGE,
            address=PAGE,
            languages=shown or tuple(spoken) or page.languages[:1],
            zone=page.zone,
        )


def _public(policy: Policy, spoken: Sequence[Language]) -> Iterator[Recipient]:
    home, rules = policy.workspace, policy.client_updates
    ours = home.language if home.language in spoken else next(iter(spoken), home.language)
    if rules.support_channel:
        yield Recipient(
            medium=Medium.SUPPORT,
            address=rules.support_channel,
            languages=(ours,),
            zone=home.zone,
        )
    for url in rules.webhooks:
        yield Recipient(
            medium=Medium.HOOK, address=url, languages=tuple(spoken) or (ours,), zone=home.zone
        )
