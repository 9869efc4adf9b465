"""The languages Tocsin speaks, and texts that organisations give in several of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Language(StrEnum):
    """ISO 639-1 codes."""

    EN = "en"
    UK = "uk"
    RU = "ru"

    @classmethod
    def of_locale(cls, locale: str) -> "Language | None":
        """The language of a Slack locale such as ``uk-UA``; None when we do not speak it."""
        code = locale.replace("_", "-").split("-")[0].lower()
        return next((language for language in cls if language == code), None)


@dataclass(frozen=True, slots=True)
class Localised:
    """A text from the policy: one for all languages, or one for each."""

    default: str
    by_language: Mapping[Language, str] = field(default_factory=dict)

    def to(self, language: Language) -> str:
        return self.by_language.get(language, self.default)
