"""A scripted person at a real screen: a real X server, real keys and mouse, and things found by their spoken names.

The screen is an Xvfb of its own with a window manager; names and states come over AT-SPI, as a screen reader gets them.
Needs xvfb, xdotool, openbox, at-spi2-core and a session bus (`run_in_session`).
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse

_CHECKED, _FOCUSED, _SHOWING = 4, 12, 25


class Thing:
    """One object on the screen, as assistive technology sees it."""

    def __init__(self, bus: DBusConnection, owner: str, path: str) -> None:
        self._bus, self._owner, self._path = bus, owner, path

    def _call(self, interface: str, member: str, signature: str | None = None, body: Sequence[Any] = ()) -> Any:
        address = DBusAddress(self._path, self._owner, f"org.a11y.atspi.{interface}")
        message = new_method_call(address, member, signature, tuple(body))
        reply = self._bus.send_and_get_reply(message, timeout=5)
        if reply.header.message_type.name == "error":
            raise DBusErrorResponse(reply)
        return reply.body

    @property
    def name(self) -> str:
        """What is said."""
        address = DBusAddress(self._path, self._owner, "org.freedesktop.DBus.Properties")
        message = new_method_call(address, "Get", "ss", ("org.a11y.atspi.Accessible", "Name"))
        return str(self._bus.send_and_get_reply(message, timeout=5).body[0][1])

    @property
    def role(self) -> str:
        """What kind of thing it is said to be."""
        return str(self._call("Accessible", "GetRoleName")[0])

    @property
    def children(self) -> list[Thing]:
        """What it holds."""
        return [Thing(self._bus, owner, path) for owner, path in self._call("Accessible", "GetChildren")[0]]

    def _state(self, bit: int) -> bool:
        low, high = self._call("Accessible", "GetState")[0]
        return bool((high << 32 | low) >> bit & 1)

    @property
    def checked(self) -> bool:
        """Whether it is ticked."""
        return self._state(_CHECKED)

    @property
    def focused(self) -> bool:
        """Whether the keyboard is there."""
        return self._state(_FOCUSED)

    @property
    def showing(self) -> bool:
        """Whether it is on the screen."""
        return self._state(_SHOWING)

    @property
    def text(self) -> str:
        """What is written in it."""
        return str(self._call("Text", "GetText", "ii", (0, -1))[0])

    def walk(self) -> Iterator[Thing]:
        """Itself and everything in it."""
        yield self
        for child in self.children:
            yield from child.walk()


class Person:
    """Somebody with a screen, a keyboard and a program. Use as a context manager."""

    def __init__(self, size: str = "1366x768x24") -> None:
        read, write = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"],
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as answer:
            display = ":" + answer.readline().strip()
        self._env = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        self._until_the_screen_answers()
        self._manager = subprocess.Popen(["openbox", "--sm-disable"], env=self._env, stderr=subprocess.DEVNULL)
        with open_dbus_connection("SESSION") as session:
            question = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
            address = session.send_and_get_reply(question).body[0]
        self._bus = open_dbus_connection(address)
        self._program: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in (self._program, self._manager, self._server):
            if process is not None and process.poll() is None:
                process.terminate()
                process.wait(10)
        self._bus.close()

    def _until_the_screen_answers(self, within: float = 20) -> None:
        end = time.monotonic() + within
        while subprocess.run(["xdotool", "getdisplaygeometry"], env=self._env, capture_output=True).returncode:
            assert time.monotonic() < end, "the screen never came up"

    def start(self, *command: str, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start the program on this screen."""
        self._program = subprocess.Popen(command, env={**self._env, **(env or {})})
        return self._program

    def everything(self) -> Iterator[Thing]:
        """Everything that any program on this screen shows."""
        yield from Thing(self._bus, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root").walk()

    def find(self, name: str, role: str = "", within: float = 20) -> Thing:
        """The showing thing whose spoken name holds `name`; waits for it."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            try:
                for thing in self.everything():
                    if name in thing.name and (not role or thing.role == role) and thing.showing:
                        return thing
            except (DBusErrorResponse, TimeoutError, IndexError):
                continue  # the tree changed under our hands: look again
        raise AssertionError(f"nobody could find {role or 'anything'} called {name!r}; there is {self.names()}")

    def names(self) -> list[str]:
        """The spoken names now showing, for a failure's message."""
        return [thing.name for thing in self.everything() if thing.showing and thing.name]

    def until(self, condition: Callable[[], object], within: float = 20) -> None:
        """Wait for a condition to hold."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            try:
                if condition():
                    return
            except (DBusErrorResponse, TimeoutError, IndexError):
                continue
        raise AssertionError(f"waited in vain; there is {self.names()}")

    def _xdo(self, *words: str) -> str:
        return subprocess.run(["xdotool", *words], env=self._env, capture_output=True, text=True, check=True).stdout

    def press(self, *keys: str) -> None:
        """Press keys by their X names ("Tab", "ctrl+n")."""
        self._xdo("key", *keys)

    def type(self, text: str) -> None:
        """Type a text, key by key."""
        self._xdo("type", "--delay", "6", text)

    def picture(self, path: Path) -> None:
        """Keep a picture of the screen."""
        subprocess.run(["import", "-window", "root", str(path)], env=self._env, check=True)

    def ended(self, within: float = 20) -> int:
        """The program's exit code, once it has ended."""
        assert self._program is not None
        return self._program.wait(within)
