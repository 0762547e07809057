"""A program for `test_sleep_and_second`: the real window on a profile; prints what its page says, as JSON, and closes.

second_window.py PROFILE RING
"""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QPushButton
from ring import unlock

from peerreview import bootstrap
from peerreview.gui import app
from peerreview.gui.app import Opening
from peerreview.gui.screens.locked import Locked


def tell(opening: Opening) -> None:
    """Print and close, once the profile is open or the page says why it is not."""
    stands = opening.workplace is not None or opening.shell.findChild(Locked) is not None
    shown = [each for kind in (QLabel, QPushButton) for each in opening.shell.findChildren(kind) if each.isVisible()]
    words = [each.text().strip() for each in shown if each.text().strip()]
    if opening.jobs.busy or not stands:
        QTimer.singleShot(50, partial(tell, opening))
        return
    print(json.dumps({"open": opening.workplace is not None, "says": words}), flush=True)
    opening.shell.close()


def main(profile: str, ring: str) -> int:
    """Open the window; the key comes from the file `ring` instead of the computer's own secret store."""
    bootstrap.open_profile = partial(bootstrap.open_profile, unlock=unlock(Path(ring)))  # type: ignore[assignment]
    return app.main(Path(profile), ready=lambda opening: QTimer.singleShot(0, partial(tell, opening)))


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.exit(main(*sys.argv[1:]))
