"""How the program starts.

1. `main` looks at the arguments. A command imports the command line alone, never Qt.
2. Without one (nothing, the options that name a profile, or files that were double-clicked) the window opens: `gui` is
   imported now, and shows itself before any profile is opened.
3. The window (or a command) asks `bootstrap` for the profile: the folder is held for this one program, the key is had
   from the system's secret store or from under the phrase, the store is opened, and only then is typing recovered.
4. Slow libraries (PDF, signatures, workbooks, handbooks' YAML) are imported by whatever first needs them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

_OPTIONS = ("--profile", "--passphrase-file")
_OPENED = (".prb", ".pdf")


def main() -> int:
    """Run the program; gives its exit code."""
    options: dict[str, Path] = {}
    files: list[str] = []
    if _for_the_window(iter(sys.argv[1:]), options, files):
        from peerreview.gui.app import main

        return main(options.get("--profile"), files, options.get("--passphrase-file"))
    from peerreview.cli.app import run

    return run(sys.argv[1:])


def _for_the_window(arguments: Iterator[str], options: dict[str, Path], files: list[str]) -> bool:
    """Whether nothing but options that the window takes and files to open is given; fills them in."""
    for each in arguments:
        name, given, value = each.partition("=")
        if name in _OPTIONS and (value := value if given else next(arguments, "")):
            options[name] = Path(value)
        elif each.lower().endswith(_OPENED):
            files.append(each)
        else:
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
