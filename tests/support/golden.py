"""Views as they were read and found right, kept as JSON beside their tests.

``WRITE_GOLDEN=1 pytest tests/slack`` writes them anew; read the difference before committing it.
"""

import json
import os
from pathlib import Path
from typing import Any


def golden(test: str, name: str, made: Any) -> Any:
    """What the view should be; ``test`` is the test's ``__file__``, ``made`` what it is now."""
    path = Path(test).parent / "golden" / f"{name}.json"
    if os.environ.get("WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        text = json.dumps(made, ensure_ascii=False, indent=1)
        path.write_text(f"{text}\n", encoding="utf-8")
    return json.loads(path.read_text(encoding="utf-8"))
