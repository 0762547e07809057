"""The program on a laptop whose clock stands at a time of a day: `laptop.py WHEN [arguments of the program]`.

The clock goes on from there. Nothing else is different: every act of the program asks one clock for the time.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

from peerreview import __main__, bootstrap


def main(when: str) -> int:
    """Run the program as `python -m peerreview` does."""
    ahead: timedelta = datetime.fromisoformat(when).astimezone(UTC) - datetime.now(UTC)
    object.__setattr__(bootstrap.REAL, "clock", lambda: datetime.now(UTC) + ahead)
    return __main__.main()


if __name__ == "__main__":
    sys.exit(main(sys.argv.pop(1)))
