"""Review files (`.prb`) open with a double click: what the desktop is told, for this person alone, without an
administrator.

On Linux two small files in the person's data folder; on Windows a few entries below HKEY_CURRENT_USER. What is to be
written follows from the command that starts the program, by pure functions; the writers are thin.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from xml.sax.saxutils import escape

from peerreview.errors import EnvironmentFault

from . import paths

SUFFIX = ".prb"
MIME = "application/x-peerreview"
NAME = "Review file"
_PROGRAM = "PeerReview.File"
_CLASSES = r"Software\Classes"
_DESKTOP, _MIME_XML = Path("applications/peerreview.desktop"), Path("mime/packages/peerreview.xml")
_SECONDS = 20  # for a tool of the desktop to read the files again


@dataclass(frozen=True)
class Entry:
    """A value in the Windows registry below HKEY_CURRENT_USER; the name "" is the key's own value."""

    key: str
    name: str
    value: str


class Registry(Protocol):
    """The part of the Windows registry that belongs to the person."""

    def read(self, key: str, name: str) -> str | None: ...
    def write(self, key: str, name: str, value: str) -> None: ...
    def tell(self) -> None: ...


def command() -> tuple[str, ...]:
    """The command that starts this program, to which a file's name is added."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    return (str(paths.program_folder() / "packaging" / ("run.cmd" if os.name == "nt" else "run")),)


def linux_files(start: Sequence[str]) -> Mapping[Path, str]:
    """What the desktop reads, by path within the person's data folder."""
    words = " ".join(_quoted(each) for each in start)
    desktop = (
        "[Desktop Entry]\nType=Application\nName=Peer Review\nComment=Headteachers review each other's schools\n"
        f"Exec={words} %F\nMimeType={MIME};\nTerminal=false\nCategories=Office;\n"
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">\n'
        f'  <mime-type type="{MIME}">\n    <comment>{escape(NAME)}</comment>\n'
        f'    <glob pattern="*{SUFFIX}"/>\n  </mime-type>\n</mime-info>\n'
    )
    return {_DESKTOP: desktop, _MIME_XML: xml}


def windows_entries(start: Sequence[str]) -> tuple[Entry, ...]:
    """What stands in the registry, below HKEY_CURRENT_USER."""
    words = " ".join(f'"{each}"' for each in (*start, "%1"))
    return (
        Entry(rf"{_CLASSES}\{_PROGRAM}", "", NAME),
        Entry(rf"{_CLASSES}\{_PROGRAM}\shell\open\command", "", words),
        Entry(rf"{_CLASSES}\{SUFFIX}\OpenWithProgids", _PROGRAM, ""),
        Entry(rf"{_CLASSES}\{SUFFIX}", "", _PROGRAM),
    )


def data_folder() -> Path:
    """Where a desktop on Linux looks for what belongs to the person."""
    named = os.environ.get("XDG_DATA_HOME", "")
    return Path(named) if Path(named).is_absolute() else Path.home() / ".local" / "share"


def opens_here() -> bool | None:
    """Whether a double click opens review files in this program; None where the program cannot arrange it."""
    if sys.platform == "win32":
        return stands_in(windows_registry(), windows_entries(command()))
    return lies_in(data_folder(), linux_files(command())) if sys.platform == "linux" else None


def open_here() -> None:
    """Let a double click open review files in this program, for this person; raises EnvironmentFault."""
    if sys.platform == "win32":
        enter(windows_registry(), windows_entries(command()))
    else:
        lay(data_folder(), linux_files(command()))


def stands_in(registry: Registry, entries: Sequence[Entry]) -> bool:
    """Whether the registry holds all of these."""
    return all(registry.read(each.key, each.name) == each.value for each in entries)


def enter(registry: Registry, entries: Sequence[Entry]) -> None:
    """Write these into the registry, the suffix last: until then nothing has changed for anybody."""
    try:
        for each in entries:
            registry.write(each.key, each.name, each.value)
        registry.tell()
    except OSError as error:
        raise _in_the_way() from error


def lies_in(folder: Path, files: Mapping[Path, str]) -> bool:
    """Whether these files lie in the folder as they should."""
    return all((folder / path).is_file() and (folder / path).read_text("utf-8") == text for path, text in files.items())


def lay(folder: Path, files: Mapping[Path, str]) -> None:
    """Write these files into the folder and let the desktop read them, if it has the tools for that."""
    try:
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
    except OSError as error:
        raise _in_the_way() from error
    _tell("update-mime-database", str(folder / _MIME_XML.parts[0]))
    _tell("update-desktop-database", str(folder / _DESKTOP.parts[0]))
    _tell("xdg-mime", "default", _DESKTOP.name, MIME) or _tell("gio", "mime", MIME, _DESKTOP.name)


def _tell(tool: str, *words: str) -> bool:
    """Let one of the desktop's tools know; whether it is there and did it."""
    found = shutil.which(tool)
    with suppress(OSError, subprocess.TimeoutExpired):
        return (
            found is not None
            and not subprocess.run([found, *words], check=False, capture_output=True, timeout=_SECONDS).returncode
        )
    return False


def windows_registry() -> Registry:
    """The registry of the person at this computer; on Windows alone."""
    from .windows_registry import PersonsRegistry

    return PersonsRegistry()


def _quoted(word: str) -> str:
    """A word of a command as a desktop file has it: the rules of the shell within the rules of strings."""
    inner = "".join(f"\\{each}" if each in '"`$\\' else each for each in word).replace("\\", "\\\\").replace("%", "%%")
    return f'"{inner}"'


def _in_the_way() -> EnvironmentFault:
    return EnvironmentFault(
        "This computer does not let programs say which files they open.",
        "Nothing was changed in Peer Review.",
        "Drop review files into the window, or ask your IT manager.",
        code="file_type",
    )
