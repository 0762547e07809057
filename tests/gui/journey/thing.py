"""What programs on a screen say of themselves over AT-SPI, as a screen reader gets it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection
from jeepney.wrappers import DBusErrorResponse

ROOT = "/org/a11y/atspi/accessible/root"
_CHECKED, _FOCUSABLE, _FOCUSED, _SHOWING = 4, 11, 12, 25
_ANSWER = 5.0
"""Seconds: a program that says nothing for so long is busy, and what was being looked at is looked at again."""
_BREATH = 0.15
"""Seconds."""


class Gone(Exception):
    """What was taken off the screen meanwhile: Qt never answers for it."""


GONE = (DBusErrorResponse, Gone)


class Line:
    """The line to the programs on a screen, and what they say of themselves."""

    def __init__(self, bus: DBusConnection) -> None:
        self._bus = bus
        self._replies: deque[Message] = deque()
        for kind in ("method_return", "error"):
            bus.filter(MatchRule(type=kind), queue=self._replies)

    def ask(self, owner: str, question: Message) -> Any:
        """What a program answers. Raises Gone when it answers the next question first: it answers them in order."""
        asked, after = next(self._bus.outgoing_serial), next(self._bus.outgoing_serial)
        self._bus.send(question, asked)
        self._bus.send(new_method_call(DBusAddress(ROOT, owner, "org.a11y.atspi.Accessible"), "GetRole"), after)
        reply = self._reply(asked, after)
        if reply.header.fields[HeaderFields.reply_serial] == after:
            raise Gone
        self._reply(after)
        if reply.header.message_type is MessageType.error:
            raise DBusErrorResponse(reply)
        return reply.body

    def listen(self) -> None:
        """Wait until something is said, but not for long: a program that is asked without end does nothing else."""
        with suppress(TimeoutError):
            self._bus.recv_messages(timeout=_BREATH)

    def _reply(self, *serials: int) -> Message:
        end = time.monotonic() + _ANSWER
        while True:
            while self._replies:
                reply = self._replies.popleft()
                if reply.header.fields[HeaderFields.reply_serial] in serials:
                    return reply
            self._bus.recv_messages(timeout=max(end - time.monotonic(), 0))


class Thing:
    """One object on the screen, as assistive technology sees it."""

    def __init__(self, line: Line, owner: str, path: str) -> None:
        self._line, self._owner, self._path = line, owner, path

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Thing) and (self._owner, self._path) == (other._owner, other._path)

    def __hash__(self) -> int:
        return hash((self._owner, self._path))

    def _call(self, interface: str, member: str, signature: str | None = None, body: Sequence[Any] = ()) -> Any:
        address = DBusAddress(self._path, self._owner, interface)
        return self._line.ask(self._owner, new_method_call(address, member, signature, tuple(body)))

    def _said(self, what: str) -> str:
        asked = ("org.a11y.atspi.Accessible", what)
        return str(self._call("org.freedesktop.DBus.Properties", "Get", "ss", asked)[0][1])

    @property
    def name(self) -> str:
        """What is said."""
        return self._said("Name")

    @property
    def description(self) -> str:
        """What is said after the name, when somebody asks for more."""
        return self._said("Description")

    @property
    def role(self) -> str:
        """What kind of thing it is said to be."""
        return str(self._call("org.a11y.atspi.Accessible", "GetRoleName")[0])

    @property
    def children(self) -> list[Thing]:
        """What it holds."""
        return [
            Thing(self._line, owner, path) for owner, path in self._call("org.a11y.atspi.Accessible", "GetChildren")[0]
        ]

    def _state(self, bit: int) -> bool:
        low, high = self._call("org.a11y.atspi.Accessible", "GetState")[0]
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
    def takes_keys(self) -> bool:
        """Whether the keyboard can be there."""
        return self._state(_FOCUSABLE)

    @property
    def showing(self) -> bool:
        """Whether it is on the screen."""
        return self._state(_SHOWING)

    @property
    def text(self) -> str:
        """What is written in it."""
        return str(self._call("org.a11y.atspi.Text", "GetText", "ii", (0, -1))[0])

    def walk(self) -> Iterator[Thing]:
        """Itself and everything in it, past whatever goes away meanwhile: that gives no answer, or an error."""
        yield self
        children: list[Thing] = []
        with suppress(*GONE):
            children = self.children
        for child in children:
            yield from child.walk()

    def is_called(self, name: str, role: str = "") -> bool:
        """Whether it shows and its spoken name holds `name`."""
        with suppress(*GONE):
            return name in self.name and (not role or self.role == role) and self.showing
        return False
