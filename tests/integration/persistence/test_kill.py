"""kill -9 at any moment: what was acknowledged is there, nothing is half applied, and nobody is locked out."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from peerreview.journal.buffer import Entry
from peerreview.persistence.keyholder import KeyHolder, new_key
from peerreview.persistence.rekeying import change_key, settled_key
from peerreview.persistence.safekeeping import opening_key
from peerreview.persistence.store import BACKUPS, STORE, create_store, open_store
from peerreview.persistence.typing import TypingStore
from tests.integration.durability.ring import FileKeyring
from tests.integration.persistence.world import (
    AT,
    DELE,
    MIRIAM,
    Device,
    fresh,
    network,
    note,
    reviewers_begin,
    table,
)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills by signal, and forks to do so often")

_WRITER = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[3:]
from world import DELE, Device, note, reviewers_begin
device = Device(DELE, Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
stream_id = device.begin("reviewers", *reviewers_begin(DELE))
print(stream_id, flush=True)
place = 0
while True:
    print(device.write(stream_id, note(f"the books {place} " * 50)), flush=True)
    place += 1
"""


@pytest.mark.parametrize("acknowledged", [1, 7, 40])
def test_every_acknowledged_change_survives(acknowledged: int, tmp_path: Path) -> None:
    key = new_key()
    folder = tmp_path / "dele"
    arguments = [str(folder), key.hex(), str(Path(__file__).parent), str(Path.cwd())]
    with subprocess.Popen([sys.executable, "-c", _WRITER, *arguments], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        stream_id = writer.stdout.readline().strip()
        changes = [writer.stdout.readline().strip() for _ in range(acknowledged)]
        writer.send_signal(signal.SIGKILL)
        changes += [line.strip() for line in writer.stdout if line.endswith("\n")]
    store = open_store(folder, key, table())
    assert store.check().problems == ()
    with store.begin() as unit:
        stream = unit.stream(stream_id)
        assert all(change in stream for change in changes)
        assert len(stream) - 1 - len(changes) in (0, 1)  # the last one may have been kept but not told
        assert len(unit.search_notes("books", 10_000)) == len(stream) - 1
    store.close()


def killed_at(step: int, prepare: Callable[[], Callable[[], object]]) -> bool:
    """Do what `prepare` gives in a child, killed at its `step`th act upon a file; whether it was killed.

    An act is opening a file to write, opening a database, renaming, removing, or making a folder.
    """
    child = os.fork()
    if child == 0:
        left = step

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
            if writes or event in ("os.rename", "os.remove", "os.mkdir", "sqlite3.connect"):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            act = prepare()
            sys.addaudithook(count)
            act()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_changing_the_key_can_be_killed_at_any_step(tmp_path: Path) -> None:
    template = tmp_path / "template"
    kit = pyrage.x25519.Identity.generate()
    ring = FileKeyring(tmp_path / "ring.json")
    old = new_key()
    device = Device(DELE, template, old)
    KeyHolder(template, lambda: ring).keep(old)
    KeyHolder(template, lambda: ring).write_kit(old, str(kit.to_public()))
    stream_id = device.begin("reviewers", *reviewers_begin(DELE))
    device.write(stream_id, note("The books show the same steps."))
    device.store.backup(template / BACKUPS / "monday")
    device.store.close()
    typing = TypingStore(template, old)
    entry = Entry(stream_id, "note", fresh(), "text", DELE.id, (), "half a thought", AT)
    typing.keep(entry)
    typing.close()
    rings = (tmp_path / "ring.json").read_text()
    seen = set()
    step = 0
    while True:
        step += 1
        profile = tmp_path / "profile"
        shutil.rmtree(profile, ignore_errors=True)
        shutil.copytree(template, profile)
        (tmp_path / "ring.json").write_text(rings)
        holder = KeyHolder(profile, lambda: ring)
        new = new_key()

        def change(profile: Path = profile, holder: KeyHolder = holder, new: bytes = new) -> Callable[[], object]:
            store, typing = open_store(profile, old, table()), TypingStore(profile, old)
            return lambda: change_key(profile, holder, store, typing, new, recipient=str(kit.to_public()))

        was_killed = killed_at(step, change)
        from_kit = holder.keys_from_kit(str(kit))
        assert opening_key(profile / STORE, from_kit)
        key = settled_key(profile, holder, holder.keys())
        assert key in (old, new)
        seen.add(key == new)
        assert holder.keys() == (key,)
        assert key in holder.keys_from_kit(str(kit))
        store = open_store(profile, key, table())
        with store.begin() as unit:
            assert len(unit.stream(stream_id)) == 2
        store.close()
        typing = TypingStore(profile, key)
        assert typing.entries() == (entry,)
        typing.close()
        copy = profile / BACKUPS / "monday"
        assert opening_key(copy / STORE, [key])
        assert key in KeyHolder(copy).keys_from_kit(str(kit))
        if not was_killed:
            break
    assert key == new
    assert step > 10
    assert seen == {False, True}


def test_making_a_safe_copy_can_be_killed_at_any_step(tmp_path: Path) -> None:
    device = Device(MIRIAM, tmp_path / "miriam")
    device.join(network(1, [MIRIAM.card]))
    kit = pyrage.x25519.Identity.generate()
    KeyHolder(device.folder).write_kit(device.key, str(kit.to_public()))
    stream_id = device.begin("reviewers", *reviewers_begin(MIRIAM))
    target = tmp_path / "stick" / "safe copy"
    device.store.backup(target)
    first = (target / STORE).read_bytes()
    device.write(stream_id, note("The books show the same steps."))
    device.store.close()
    step = 0
    while True:
        step += 1

        def copy() -> Callable[[], object]:
            store = open_store(device.folder, device.key, table())
            return lambda: store.backup(target)

        was_killed = killed_at(step, copy)
        assert KeyHolder(target).keys_from_kit(str(kit))[0] == device.key
        changes = 1 if was_killed and (target / STORE).read_bytes() == first else 2
        restored = tmp_path / f"restored-{step}"
        restored.mkdir()
        shutil.copyfile(target / STORE, restored / STORE)
        store = open_store(restored, device.key, table())
        assert store.check().problems == ()
        with store.begin() as unit:
            assert len(unit.stream(stream_id)) == changes
        store.close()
        if not was_killed:
            break
    assert step > 5


def test_making_a_store_can_be_killed_at_any_step(tmp_path: Path) -> None:
    key = new_key()
    step = 0
    while True:
        step += 1
        folder = tmp_path / str(step)
        folder.mkdir()
        was_killed = killed_at(step, lambda folder=folder: lambda: create_store(folder, key, table()).close())
        store = open_store(folder, key, table()) if (folder / STORE).exists() else create_store(folder, key, table())
        assert store.check().problems == ()
        store.close()
        if not was_killed:
            break
    assert step > 2
