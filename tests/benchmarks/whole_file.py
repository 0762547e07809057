"""A program for `test_whole_file`: a review file is brought in as the window does it, and measured.

    whole_file.py PROFILE RING FILE SAME

Brings in FILE, then SAME (another file with the same changes), then writes the rows of the store by `executemany` into
an empty one. Prints JSON: seconds "first", "again" and "bare", "rows", and the "most" MB of memory in the first. Needs
the product, its tests and `ring` on its path.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from ring import unlock

from peerreview import bootstrap
from peerreview.services import opening
from tests.benchmarks.test_import import bare, memory


def main(profile: str, ring: str, *files: str) -> None:
    """Measure, and print."""
    folder, secrets = Path(profile), unlock(Path(ring))
    took: list[float] = []
    most: list[float] = []
    with bootstrap.open_profile(folder, secrets) as opened:
        for file in files:
            began = time.perf_counter()
            brought = opening.bring_in(opened.ports, opened.signer, Path(file))
            took.append(time.perf_counter() - began)
            most.append(memory())
            assert not brought.set_aside
    (key,) = secrets.holder(folder).keys()
    (floor, _), rows = bare(folder / "bare", folder, key)
    first, again = took
    print(json.dumps({"first": first, "again": again, "bare": floor, "rows": rows, "most": most[0]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
