"""How the program starts.

1. `main` looks at the arguments. A command imports the command line alone, never Qt.
2. Without one (nothing, `--profile DIR`, or files that were double-clicked) the window opens: `gui` is imported now,
   and shows itself before any profile is opened.
3. The window (or a command) asks `bootstrap` for the profile: the folder is held for this one program, the key is had
   from the system's secret store or from under the phrase, the store is opened, and only then is typing recovered.
4. Slow libraries (PDF, signatures, workbooks, handbooks' YAML) are imported by whatever first needs them.
"""

from __future__ import annotations

import sys
from pathlib import Path

_OPENED = (".prb", ".pdf")


def main() -> int:
    """Run the program; gives its exit code."""
    match sys.argv[1:]:
        case []:
            return _window()
        case ["--profile", folder]:
            return _window(Path(folder))
        case files if all(each.lower().endswith(_OPENED) for each in files):
            return _window(files=files)
        case arguments:
            from peerreview.cli.app import run

            return run(arguments)


def _window(profile: Path | None = None, files: list[str] | None = None) -> int:
    from peerreview.gui.app import main

    return main(profile, files or ())


if __name__ == "__main__":
    sys.exit(main())
