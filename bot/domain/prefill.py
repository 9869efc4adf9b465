"""What the form of a client update opens with, in one language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefill:
    """Words of the organisation's templates, for the author to change."""

    headline: str
    doing: str
