"""Client updates that somebody did not get, or may not have got: on the card until mended. Pure."""

from collections.abc import Iterable, Sequence

from bot.domain.ids import ClientUpdateId
from bot.domain.snag import explain
from bot.domain.timeline_delivery import named
from bot.domain.update_delivery import DeliveryState, UpdateDelivery
from bot.i18n import Translator
from bot.slack import ids
from bot.slack.kit import Block, actions, button, md, section

#: More than so many at once are noise: each one mended makes place for the next.
SHOWN = 3


def blocks(t: Translator, troubled: Sequence[UpdateDelivery]) -> list[Block]:
    failed = [each for each in troubled if each.state is DeliveryState.FAILED]
    unknown = [each for each in troubled if each.state is DeliveryState.UNKNOWN]
    found = [_failed(t, group) for group in _by_update(failed)[:SHOWN]]
    for each in unknown[:SHOWN]:
        found += _unknown(t, each)
    return found


def _by_update(failed: Iterable[UpdateDelivery]) -> list[list[UpdateDelivery]]:
    groups: dict[ClientUpdateId, list[UpdateDelivery]] = {}
    for each in failed:
        groups.setdefault(each.update, []).append(each)
    return list(groups.values())


def _failed(t: Translator, group: Sequence[UpdateDelivery]) -> Block:
    """One Retry for all whom an update did not reach; the reason is the first one's."""
    first = group[0]
    said = md(
        t,
        ":warning: A client update did not reach {who}: {why}",
        who=named([each.addressee for each in group]),
        why=explain(first.snag, first.detail),
    )
    again = button(t("Retry"), f"{ids.RETRY_DELIVERY}:{first.update}", first.update)
    return section(said, accessory=again)


def _unknown(t: Translator, it: UpdateDelivery) -> list[Block]:
    """Nobody but the client can tell, so people ask, and press what they hear."""
    value = f"{it.update}:{it.recipient}"
    said = md(
        t,
        ":grey_question: It is not known whether a client update reached {who}: {why}. "
        "Ask them, so that nobody gets it twice.",
        who=it.addressee.shown,
        why=explain(it.snag, it.detail),
    )
    return [
        section(said),
        actions(
            button(t("It arrived"), f"{ids.DELIVERY_ARRIVED}:{value}", value),
            button(t("Send again"), f"{ids.DELIVERY_MISSING}:{value}", value),
        ),
    ]
