# ruff: noqa: RUF001 - three languages
"""The roles of an organisation whose policy names none."""

from bot.domain.language import Language, Localised
from bot.domain.role import COMMS, LEAD, Role


def _text(en: str, uk: str, ru: str) -> Localised:
    return Localised(en, {Language.EN: en, Language.UK: uk, Language.RU: ru})


ROLES = (
    Role(
        name=LEAD,
        title=_text("Incident lead", "Керівник інциденту", "Руководитель инцидента"),
        duties=_text(
            "You decide and delegate; you do not debug. Keep severity and status true, and see "
            "that every role has a person.",
            "Ви вирішуєте й доручаєте, а не шукаєте помилку самі. Стежте, щоб рівень і статус "
            "відповідали дійсності, а кожна роль мала виконавця.",
            "Вы решаете и поручаете, а не ищете ошибку сами. Следите, чтобы уровень и статус "
            "соответствовали действительности, а у каждой роли был исполнитель.",
        ),
    ),
    Role(
        name=COMMS,
        title=_text("Client communications", "Зв’язок із клієнтами", "Связь с клиентами"),
        duties=_text(
            "You write to clients, on time, in their language: what they see, what to do "
            "meanwhile, when the next update comes.",
            "Ви пишете клієнтам вчасно й їхньою мовою: що вони бачать, що робити тим часом, "
            "коли буде наступне повідомлення.",
            "Вы пишете клиентам вовремя и на их языке: что они видят, что делать тем временем, "
            "когда будет следующее сообщение.",
        ),
    ),
)
