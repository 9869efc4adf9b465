"""``tocsin policy check`` and ``tocsin policy apply``."""

import json
import sys
from pathlib import Path

from bot.cli import Stop
from bot.domain.policy import Policy
from bot.policy import PolicyError, load, schema

#: Where runbooks are kept, beside the place the command is run from.
RUNBOOKS = Path("runbooks")


def check(file: Path) -> int:
    """Print every problem, or what the policy holds."""
    policy = load_or_stop(read_text(file), file)
    print(f"{file} is good: {_counted(policy)}.")
    return 0


def print_schema() -> int:
    print(json.dumps(schema(), ensure_ascii=False, indent=2))
    return 0


def read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Stop(f"There is no file {file}. examples/small.yaml is a start.", code=2) from None
    except IsADirectoryError:
        raise Stop(f"{file} is a folder. Name the policy file in it.", code=2) from None
    except UnicodeDecodeError:
        raise Stop(f"{file} is not UTF-8 text. Save it as UTF-8.", code=2) from None
    except PermissionError:
        raise Stop(f"{file} may not be read. Change its permissions.", code=2) from None


def load_or_stop(text: str, file: Path) -> Policy:
    known = [path.name for path in RUNBOOKS.glob("*.md")] if RUNBOOKS.is_dir() else None
    try:
        return load(text, file=str(file), runbooks=known)
    except PolicyError as error:
        count = len(error.problems)
        print(error, file=sys.stderr)
        raise Stop(f"{count} {'problem' if count == 1 else 'problems'}; nothing changed.") from None


def _counted(policy: Policy) -> str:
    parts = (
        (len(policy.severities), "severity", "severities"),
        (len(policy.people), "person", "people"),
        (len(policy.rotations), "rotation", "rotations"),
        (len(policy.paths), "escalation path", "escalation paths"),
        (len(policy.services), "service", "services"),
        (len(policy.clients), "client", "clients"),
    )
    return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in parts)
