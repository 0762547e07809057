"""A file lies whole under its name, or the folder is as it was."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread
from threading import enumerate as enumerate_threads

import pyrage
import pytest

from peerreview.bundles import limits
from peerreview.bundles.refusals import CannotWrite, NameTaken, NoRoom, ReadOnly, TooLarge
from peerreview.bundles.splitting import parts
from peerreview.bundles.writer import seal, write
from peerreview.config import drives
from peerreview.errors import Cancelled
from tests.unit.bundles.making import STREAM, contents, listed, opened_by, part, person, recipient, signer, silent

TOM = "Tom Ashdown-Reyes"


def noise(megabytes: int, seed: int = 0) -> bytes:
    """Bytes that no packing makes smaller."""
    return b"".join(sha256(b"%d %d" % (seed, n)).digest() for n in range(megabytes * 1024)) * 32


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A stick with room for one megabyte."""
    folder = tmp_path / "stick"
    folder.mkdir()
    if os.geteuid() or not shutil.which("mount"):
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_taken_name_keeps_its_file(tmp_path: Path) -> None:
    old = tmp_path / "Quillbeck to Miriam.prb"
    old.write_bytes(b"the old file")
    with pytest.raises(NameTaken, match="Quillbeck to Miriam"):
        write(contents(), signer(TOM), old, progress=silent)
    assert listed(tmp_path) == [old.name]
    assert old.read_bytes() == b"the old file"


def test_a_name_taken_while_we_wrote_keeps_its_file(tmp_path: Path) -> None:
    target = tmp_path / "a.prb"

    def meanwhile(what: str, done: int, of: int) -> None:
        if what == "write":
            target.write_bytes(b"somebody else's")

    with pytest.raises(NameTaken):
        write(contents(), signer(TOM), target, progress=meanwhile)
    assert listed(tmp_path) == ["a.prb"]
    assert target.read_bytes() == b"somebody else's"


def test_of_two_at_the_same_moment_one_gets_the_name(tmp_path: Path) -> None:
    outcomes: list[str] = []

    def send(number: int) -> None:
        try:
            written = write(contents(id=f"{number:032}"), signer(TOM), tmp_path / "a.prb", progress=silent)
            outcomes.append(written.sha256)
        except NameTaken:
            outcomes.append("taken")

    threads = [Thread(target=send, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    raw = (tmp_path / "a.prb").read_bytes()
    assert sorted(outcomes, key=len) == ["taken"] * 3 + [sha256(raw).hexdigest()]
    assert listed(tmp_path) == ["a.prb"]


def test_a_disk_without_links_gets_its_file_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(self: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    write(contents(), signer(TOM), tmp_path / "a.prb", progress=silent)
    assert listed(tmp_path) == ["a.prb"]
    assert opened_by("Miriam Feldt", (tmp_path / "a.prb").read_bytes()).contents == contents()


def test_a_file_that_gets_its_name_too_late_loses_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    back = Event()
    monkeypatch.setattr(drives, "PATIENCE", 0.3)
    monkeypatch.setattr(drives, "sync_folder", lambda _folder: back.wait())
    with pytest.raises(drives.NoAnswer):
        write(contents(), signer(TOM), tmp_path / "a.prb", progress=silent)
    back.set()
    for each in enumerate_threads():
        if each.name == "drive":
            each.join(5)
    assert listed(tmp_path) == []


def test_a_name_that_cannot_be_brought_down_for_good_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pulled(_folder: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(drives, "sync_folder", pulled)
    with pytest.raises(CannotWrite):
        write(contents(), signer(TOM), tmp_path / "a.prb", progress=silent)
    assert listed(tmp_path) == []


def test_a_full_stick_is_left_as_it_was(stick: Path) -> None:
    (stick / "other").write_bytes(b"x" * 1000)
    photo = noise(2)
    with pytest.raises(NoRoom, match=r"a\.prb") as refused:
        write(contents(blobs={sha256(photo).hexdigest(): photo}), signer(TOM), stick / "a.prb", progress=silent)
    assert refused.value.exit_code == 3
    assert listed(stick) == ["other"]
    write(contents(), signer(TOM), stick / "a.prb", progress=silent)
    assert opened_by("Miriam Feldt", (stick / "a.prb").read_bytes()).contents == contents()


def test_room_is_looked_for_before_anything_is_written(stick: Path) -> None:
    photo, said = noise(3), []
    with pytest.raises(NoRoom):
        write(
            contents(blobs={sha256(photo).hexdigest(): photo}), signer(TOM), stick / "a.prb",
            progress=lambda what, _done, _of: said.append(what),
        )  # fmt: skip
    assert "write" not in said


def test_a_stick_that_can_only_be_read_is_said_to_be_so(stick: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", stick], check=True)
    with pytest.raises(ReadOnly):
        write(contents(), signer(TOM), stick / "a.prb", progress=silent)


def test_a_stick_pulled_out_leaves_nothing_half(stick: Path) -> None:
    photo = noise(3)

    def pull(what: str, done: int, of: int) -> None:
        if what == "write" and done == 0:
            shutil.rmtree(stick, ignore_errors=True)
            subprocess.run(["umount", "-l", stick], check=True)
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", stick], check=True)

    with pytest.raises((CannotWrite, NoRoom)):
        write(contents(blobs={sha256(photo).hexdigest(): photo}), signer(TOM), stick / "a.prb", progress=pull)
    assert listed(stick) == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite):
        write(contents(), signer(TOM), tmp_path / "gone" / "a.prb", progress=silent)


@pytest.mark.parametrize("when", ["pack", "encrypt", "write"])
def test_stopping_leaves_nothing(tmp_path: Path, when: str) -> None:
    def stop(what: str, done: int, of: int) -> None:
        if what == when:
            raise Cancelled

    with pytest.raises(Cancelled):
        write(contents(), signer(TOM), tmp_path / "a.prb", progress=stop)
    assert listed(tmp_path) == []


def test_progress_tells_how_far_it_is(tmp_path: Path) -> None:
    said: list[tuple[str, int, int]] = []
    photo = noise(3)
    what = contents(blobs={sha256(photo).hexdigest(): photo})
    write(what, signer(TOM), tmp_path / "a.prb", progress=lambda *step: said.append(step))
    assert list(dict.fromkeys(what for what, _, _ in said)) == ["pack", "encrypt", "write"]
    assert sum(what == "write" for what, _, _ in said) == 4
    assert all(0 <= done < of for _, done, of in said)


def test_more_than_fits_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    photos = {sha256(photo).hexdigest(): photo for photo in (noise(13, n) for n in range(5))}
    with pytest.raises(TooLarge):
        write(contents(blobs=photos), signer(TOM), tmp_path / "a.prb", progress=silent)
    with pytest.raises(TooLarge):
        write(contents(streams=(long_value(),)), signer(TOM), tmp_path / "a.prb", progress=silent)
    assert listed(tmp_path) == []


def long_value() -> object:
    whole = part()
    return type(whole)(STREAM, whole.tips, whole.changes, (b'"' + b"x" * limits.VALUE + b'"',), whole.seals)


def test_more_than_fits_goes_in_several_files_each_complete() -> None:
    photos = {sha256(photo).hexdigest(): photo for photo in (noise(15, n) for n in range(6))}
    whole = contents(blobs=photos, streams=(part(50), part(5, "reviewers-" + "cd" * 16)))
    ids = (f"{n:032x}" for n in range(1, 99))
    several = parts(whole, lambda: next(ids))
    assert len(several) == 2
    assert len({one.id for one in several}) == 2
    assert several[0].id == whole.id
    back = [opened_by("Miriam Feldt", seal(one, signer(TOM), progress=silent)).contents for one in reversed(several)]
    assert {name for one in back for name in one.blobs} == set(photos)
    assert all(one.streams == whole.streams for one in back)  # or an attachment could come before what names it
    assert sum(len(one.documents) for one in back) == len(whole.documents)
    assert sum(len(one.receipts) for one in back) == len(whole.receipts)
    assert all(one.recipients == whole.recipients for one in back)


def test_what_fits_stays_one_file() -> None:
    assert parts(contents(), lambda: person(TOM).person) == (contents(),)


def test_one_thing_too_large_for_any_file() -> None:
    with pytest.raises(TooLarge):
        parts(contents(blobs={"ab" * 32: bytes(limits.BUNDLE)}), lambda: "ab" * 16)


def test_one_file_is_for_a_thousand_devices_and_opens_for_the_last_of_them() -> None:
    crowd = [recipient("Miriam Feldt")]
    crowd += [
        type(crowd[0])("ab" * 16, "Somebody", str(pyrage.x25519.Identity.generate().to_public())) for _ in range(999)
    ]
    whole = contents(recipients=tuple(crowd))
    assert opened_by("Miriam Feldt", seal(whole, signer(TOM), progress=silent)).contents == whole
    more = (*crowd, recipient("Dele Akintola"))
    with pytest.raises(TooLarge):
        seal(contents(recipients=more), signer(TOM), progress=silent)
