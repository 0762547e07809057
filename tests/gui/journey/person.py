"""A scripted person at a real screen: a real X server, real keys, and things found by their spoken names.

The screen is an Xvfb of its own with a window manager; names and states come over AT-SPI, as a screen reader gets them.
Needs xvfb, xdotool, openbox, at-spi2-core, ImageMagick and a session bus. Whoever sets JOURNEY_PICTURES to a folder
gets a numbered picture of every step.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Self

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, message_bus, new_method_call
from jeepney.io.blocking import Proxy, open_dbus_connection

from tests.gui.journey.thing import GONE, ROOT, Line, Thing

_PATIENCE = 60.0
"""Seconds: what takes longer than this does not come at all, even where many other things run."""
LONG = 300.0
"""Seconds: what says that it is being made, a report above all, is waited for by anybody who sees it under way."""
_LOADING = "One moment …"
_REGISTRY = "org.a11y.atspi.Registry"
_WITHIN = frozenset({"list item", "filler", "table cell"})
"""Roles that say they have the keyboard together with what they belong to."""


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
            "PYTHONFAULTHANDLER": "1",
        }
        self._until_the_screen_answers()
        self._manager = subprocess.Popen(["openbox", "--sm-disable"], env=self._env, stderr=subprocess.DEVNULL)
        with open_dbus_connection("SESSION") as session:
            question = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
            address = session.send_and_get_reply(question).body[0]
        self._bus = open_dbus_connection(address)
        self._line = Line(self._bus)
        self._moves: deque[Message] = deque()
        self._focus: Thing | None = None
        self._listen()
        self._program: subprocess.Popen[bytes] | None = None
        self._steps = 0
        self.pressed = 0
        """How many keys were pressed so far, not counting the letters of what was typed."""
        self.typed: list[str] = []
        """What was typed so far, text by text."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in (self._program, self._manager, self._server):
            if process is not None and process.poll() is None:
                process.terminate()
                process.wait(10)
        self._bus.close()

    def _listen(self) -> None:
        """Be told whenever the keyboard goes elsewhere, as a screen reader is."""
        registry = DBusAddress("/org/a11y/atspi/registry", _REGISTRY, _REGISTRY)
        wanted = new_method_call(registry, "RegisterEvent", "sass", ("object:state-changed:focused", [], ""))
        self._bus.send_and_get_reply(wanted, timeout=5)
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member="StateChanged")
        Proxy(message_bus, self._bus).AddMatch(rule)
        self._bus.filter(rule, queue=self._moves).__enter__()

    def _until_the_screen_answers(self, within: float = _PATIENCE) -> None:
        end = time.monotonic() + within
        while subprocess.run(["xdotool", "getdisplaygeometry"], env=self._env, capture_output=True).returncode:
            assert time.monotonic() < end, "the screen never came up"

    def start(self, *command: str, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start the program on this screen."""
        self._program = subprocess.Popen(command, env={**self._env, **(env or {})})
        return self._program

    def everything(self) -> Iterator[Thing]:
        """Everything that any program on this screen shows."""
        yield from Thing(self._line, _REGISTRY, ROOT).walk()

    def find(self, name: str, role: str = "", within: float = _PATIENCE) -> Thing:
        """The showing thing whose spoken name holds `name`; waits for it."""
        found: list[Thing] = []

        def look() -> bool:
            found.extend(islice((thing for thing in self.everything() if thing.is_called(name, role)), 1))
            return bool(found)

        self.until(look, within, f"nobody could find {role or 'anything'} called {name!r}")
        return found[0]

    def says(self, *names: str, within: float = _PATIENCE) -> None:
        """Wait until the screen says all of this."""
        for name in names:
            self.find(name, within=within)

    def gone(self, name: str, within: float = _PATIENCE) -> None:
        """Wait until nothing on the screen says this any more."""

        def look() -> bool:
            return not any(name in each for each in self.names())

        self.until(lambda: look() and look(), within, f"{name!r} is still there")  # twice: it may be made anew

    def names(self) -> list[str]:
        """The spoken names now showing."""
        found: list[str] = []
        for thing in self.everything():
            with suppress(*GONE):
                if thing.showing and thing.name:
                    found.append(thing.name)
        return found

    def until(
        self, condition: Callable[[], object], within: float = _PATIENCE, otherwise: str = "waited in vain"
    ) -> None:
        """Wait for a condition to hold; where it does not, the program tells what each of its threads is doing."""
        if self._wait(condition, within):
            return
        try:
            raise AssertionError(f"{otherwise}; there is {self.names()}")
        finally:
            self._abort()

    def _wait(self, condition: Callable[[], object], within: float) -> bool:
        """Whether the condition came to hold; a tree that changes under our hands is looked at again."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            with suppress(*GONE, TimeoutError, IndexError):
                if condition():
                    return True
            self._line.listen()
        return False

    # --- the keyboard ------------------------------------------------------------------------------------

    @property
    def focus(self) -> Thing | None:
        """What has the keyboard: what was said to have it last, or else what a search finds."""
        with suppress(TimeoutError):
            while True:
                self._bus.recv_messages(timeout=0)
        while self._moves:
            message = self._moves.popleft()
            if message.body[:2] == ("focused", 1):
                fields = message.header.fields
                self._focus = Thing(self._line, fields[HeaderFields.sender], fields[HeaderFields.path])
        with suppress(*GONE):
            if self._focus and self._focus.focused and self._focus.showing and self._focus.role not in _WITHIN:
                return self._focus
        self._focus = None
        for thing in self.everything():
            with suppress(*GONE):
                if thing.focused and thing.showing and thing.role not in _WITHIN:
                    self._focus = thing
        return self._focus

    def on(self, name: str, about: str = "", within: float = _PATIENCE) -> None:
        """Wait until the keyboard is on something of this name (and description)."""
        self.until(lambda: self._is_on(name, about), within, f"the keyboard is not on {name!r}")

    def go(self, name: str, about: str = "", most: int = 60) -> None:
        """Once the page is there, press Tab until the keyboard is on something of this name (and description)."""
        self.gone(_LOADING)
        for _ in range(most):
            seen: list[tuple[Thing | None, bool]] = []
            self.until(partial(self._look, seen, name, about))
            here, there = seen[-1]
            if there:
                return
            self.press("Tab")
            self.until(partial(self._left, here), otherwise=f"the Tab key stays where it is, on the way to {name!r}")
        raise AssertionError(f"the Tab key never came to {name!r}; there is {self.names()}")

    def _look(self, seen: list[tuple[Thing | None, bool]], name: str, about: str) -> bool:
        seen.append((self.focus, self._is_on(name, about)))
        return True

    def _is_on(self, name: str, about: str) -> bool:
        here = self.focus
        return here is not None and name in here.name and about in here.description

    def _left(self, here: Thing | None) -> bool:
        return self.focus != here

    def choose(self, name: str, about: str = "") -> None:
        """Go to a button by the Tab key and press Enter."""
        self.go(name, about)
        self.press("Return")

    def _xdo(self, *words: str) -> str:
        return subprocess.run(["xdotool", *words], env=self._env, capture_output=True, text=True, check=True).stdout

    def press(self, *keys: str) -> None:
        """Press keys by their X names ("Tab", "ctrl+n")."""
        self.pressed += len(keys)
        self._xdo("key", *keys)

    def type(self, text: str) -> None:
        """Type a text, key by key."""
        self.typed.append(text)
        self._xdo("type", "--delay", "6", text)

    def type_at_once(self, letters: str, shortcut: str) -> None:
        """Type letters and press a shortcut in one breath, faster than anybody can."""
        self.typed.append(letters)
        self.pressed += 1
        self._xdo("key", "--delay", "0", *letters, shortcut)

    @contextmanager
    def task(self, name: str, at_most: int) -> Iterator[None]:
        """A task that takes no more than so many keys besides the words that are typed."""
        before = self.pressed
        yield
        pressed = self.pressed - before
        print(f"{name}: {pressed} keys")
        assert pressed <= at_most, f"{name} takes {pressed} keys"

    def step(self, name: str) -> None:
        """Keep a picture of the screen, when somebody asked for pictures."""
        folder = os.environ.get("JOURNEY_PICTURES")
        if folder:
            self._steps += 1
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.picture(Path(folder) / f"{self._steps:02} {name}.png")

    @property
    def window(self) -> str:
        """Where the program's window stands and how large it is."""
        return self._xdo("search", "--onlyvisible", "--name", "Peer Review", "getwindowgeometry", "--shell")

    def picture(self, path: Path) -> None:
        """Keep a picture of the screen."""
        subprocess.run(["import", "-window", "root", str(path)], env=self._env, check=True)

    def lose_power(self) -> None:
        """The program is gone from one moment to the next."""
        assert self._program is not None
        self._program.kill()
        self._program.wait(10)

    def ended(self, within: float = _PATIENCE) -> int:
        """The program's exit code, once it has ended."""
        assert self._program is not None
        with suppress(subprocess.TimeoutExpired):
            return self._program.wait(within)
        self._abort()
        raise AssertionError("the program does not end")

    def _abort(self) -> None:
        """End the program so that what its threads were doing stands on its standard error."""
        if self._program is not None and self._program.poll() is None:
            self._program.send_signal(signal.SIGABRT)
            self._program.wait(10)
