"""What a check-up finds: a sentence that is good news, or one that says what to mend."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    good: bool
    says: str

    def __str__(self) -> str:
        return f"{'✓' if self.good else '✗'} {self.says}"


def good(says: str) -> Finding:
    return Finding(good=True, says=says)


def bad(says: str) -> Finding:
    return Finding(good=False, says=says)
