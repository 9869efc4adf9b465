"""The pages that say no: a sentence, in the visitor's language, and what to do next."""

from collections.abc import Sequence

from aiohttp import web

from bot.domain.language import Language
from bot.domain.phrase import Slot
from bot.domain.refusal import Refusal
from bot.http.pages.template import html
from bot.i18n import Translator, translator

_FORBIDDEN = 403


def page(request: web.Request, status: int) -> web.Response:
    t = translator(preferred(request))
    return html("error.html", t, status, title=_title(t, status), said=_sentence(t, status))


def refused(request: web.Request, refusal: Refusal) -> web.Response:
    t = translator(preferred(request))

    def show(slot: Slot) -> str:
        return str(slot)

    said = t.phrase(refusal.phrase, show)
    return html("error.html", t, _FORBIDDEN, title=_title(t, _FORBIDDEN), said=said)


def ask_for_a_link(request: web.Request, command: str) -> web.Response:
    """No pass: nothing is said of the incident, not even whether there is one."""
    t = translator(preferred(request))
    said = t(
        "This page opens with a link of your own. "
        "Write `{command}` in the incident's room, and Tocsin gives you one.",
        command=command,
    )
    return html("error.html", t, _FORBIDDEN, title=t("Get your own link"), said=said)


def preferred(request: web.Request, of: Sequence[Language] = tuple(Language)) -> Language:
    """The visitor's best of these languages, by their own weights; the first where none is."""
    wanted = []
    for part in request.headers.get("Accept-Language", "").split(","):
        name, _, weight = part.partition(";q=")
        language = Language.of_locale(name.strip())
        if language is not None and language in of and _weight(weight) > 0:
            wanted.append((_weight(weight), language))
    return max(wanted, key=lambda one: one[0], default=(0.0, of[0]))[1]


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def _title(t: Translator, status: int) -> str:
    match status:
        case 403:
            return t("This page is not open to you")
        case 404:
            return t("Nothing here")
        case 500:
            return t("Something broke")
    return t("That did not work")


def _sentence(t: Translator, status: int) -> str:
    match status:
        case 404:
            return t(
                "There is no such page. Pages of incidents open from Slack: "
                "`/incident timeline` or `/incident postmortem`."
            )
        case 405:
            return t("This page can only be read.")
        case 413:
            return t("That is more than Tocsin takes at once.")
        case 500:
            return t(
                "Something went wrong on Tocsin's side. "
                "Try again in a minute; if it stays so, tell whoever runs Tocsin."
            )
    return t("Tocsin does not understand this request.")
