"""`make bench`: each figure beside its bound and what it is compared with, measured now.

python -m benchmarks            all of it, some fifteen minutes
python -m benchmarks answers    one part: answers, rooms, start, engine, rotation, status,
                                chatter, preview, updates
"""

import asyncio
import os
import sys
import warnings

from benchmarks import answers, chatter, engine, preview, rooms, rotation, start, status, updates

PARTS = {
    "start": start.run,
    "answers": answers.run,
    "rooms": rooms.run,
    "engine": engine.run,
    "status": status.run,
    "chatter": chatter.run,
    "preview": preview.run,
    "updates": updates.run,
}


def main() -> None:
    warnings.simplefilter("ignore")
    # As on anybody's machine: what was imported once is kept compiled.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    wanted = sys.argv[1:] or [*PARTS, "rotation"]
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start\n")
    for name in wanted:
        print(f"# {name}")
        if name == "rotation":
            rotation.main()
        else:
            for row in asyncio.run(PARTS[name]()):
                print(row, flush=True)
        print()


if __name__ == "__main__":
    main()
