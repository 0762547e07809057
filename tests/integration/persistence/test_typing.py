"""The typing buffer: durable at once, independent of the store, and nothing lost by being dropped too early."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from peerreview.journal.buffer import Entry
from peerreview.persistence.keyholder import new_key
from peerreview.persistence.typing import TypingStore
from tests.integration.persistence.world import AT, DELE, MIRIAM, Device, reviewers_begin

STREAM = "reviewers-" + "0" * 32


def entry(text: str, *, record: str = "0" * 32, stream: str = STREAM, author: str = DELE.id, at: str = AT) -> Entry:
    """An entry in a note's text."""
    return Entry(stream, "note", record, "text", author, ("a" * 64 + ":0", "b" * 64 + ":1"), text, at)


@dataclass
class Opened:
    """A buffer and what opens it again."""

    folder: Path
    key: bytes
    typing: TypingStore

    def again(self) -> TypingStore:
        """Close and open."""
        self.typing.close()
        self.typing = TypingStore(self.folder, self.key)
        return self.typing


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """An empty buffer."""
    key = new_key()
    one = Opened(tmp_path, key, TypingStore(tmp_path, key))
    yield one
    one.typing.close()


def test_an_entry_comes_back_as_it_was_typed(opened: Opened) -> None:
    typed = entry("Ôn y va — “café”\nsecond line 👩‍🏫")
    opened.typing.keep(typed)
    assert opened.again().entries() == (typed,)


def test_typing_on_replaces_what_stood_in_the_same_field_of_the_same_person(opened: Opened) -> None:
    opened.typing.keep(entry("The bo"))
    opened.typing.keep(entry("The books"))
    opened.typing.keep(entry("Her own", author=MIRIAM.id))
    opened.typing.keep(entry("Elsewhere", record="1" * 32, at="2026-11-17T11:44:00.000Z"))
    assert opened.typing.entries()[0].text == "Elsewhere"  # typed first
    assert {one.text for one in opened.typing.entries()} == {"The books", "Her own", "Elsewhere"}


def test_entries_of_one_stream_can_be_asked_for(opened: Opened) -> None:
    other = "private-" + "0" * 32
    opened.typing.keep(entry("here"))
    opened.typing.keep(entry("there", stream=other))
    assert [one.text for one in opened.typing.entries(other)] == ["there"]


def test_dropping_forgets_only_what_was_read(opened: Opened) -> None:
    opened.typing.keep(entry("The books"))
    read = opened.typing.entries()
    opened.typing.keep(entry("The books show"))  # typed on while the change was being made
    opened.typing.drop(read)
    assert [one.text for one in opened.typing.entries()] == ["The books show"]
    opened.typing.drop(opened.typing.entries())
    opened.typing.drop(())
    assert opened.again().entries() == ()


def test_a_new_key_opens_the_same_entries_and_the_old_one_none(opened: Opened) -> None:
    opened.typing.keep(entry("The books"))
    old, opened.key = opened.key, new_key()
    opened.typing.rekey(opened.key)
    opened.typing.keep(entry("The walls", record="1" * 32))
    assert len(opened.again().entries()) == 2
    with pytest.raises(Exception, match="do not open with this key"):
        TypingStore(opened.folder, old)


def test_a_word_never_waits_for_the_store(opened: Opened, tmp_path: Path) -> None:
    device = Device(DELE, tmp_path / "dele")
    with device.store.begin() as unit:  # as an import does for many seconds
        unit.set_setting("busy", "yes")
        typist = threading.Thread(target=opened.typing.keep, args=[entry("meanwhile")])
        typist.start()
        typist.join(timeout=2)
        assert not typist.is_alive()
    assert [one.text for one in opened.typing.entries()] == ["meanwhile"]
    device.begin("reviewers", *reviewers_begin(DELE))
    device.store.close()


_TYPIST = """
import sys
from pathlib import Path
from peerreview.journal.buffer import Entry
from peerreview.persistence.typing import TypingStore
typing = TypingStore(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
place = 0
while True:
    place += 1
    typing.keep(Entry("reviewers-" + "0" * 32, "note", "0" * 32, "text", "0" * 32, (), "word " * place, "x"))
    print(place, flush=True)
"""


def test_every_word_that_was_kept_survives_a_kill(tmp_path: Path) -> None:
    key = new_key()
    command = [sys.executable, "-c", _TYPIST, str(tmp_path), key.hex()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as typist:
        assert typist.stdout is not None
        for _ in range(25):
            last = int(typist.stdout.readline())
        typist.send_signal(signal.SIGKILL)
        for line in typist.stdout:
            last = int(line) if line.endswith("\n") else last
    typing = TypingStore(tmp_path, key)
    (kept,) = typing.entries()
    assert len(kept.text.split()) in (last, last + 1)
    typing.close()
