"""A drive that hangs never holds up the window, its pages, or the closing of it."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from peerreview.config import drives
from peerreview.domain.people import Role
from peerreview.gui.inside import InsideDialog, look
from peerreview.gui.jobs import Job
from peerreview.gui.screens import prepare_documents
from peerreview.gui.screens.moving_in import SheetDialog
from peerreview.gui.screens.sending import SendDialog
from peerreview.services import carriers, post, reviews, sending
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui.conftest import Desktop
from tests.gui.test_window import banner, spoken

Open = Callable[[str], Desktop]
PAGE_SECONDS, CLOSE_SECONDS = 5.0, 5.0
"""What a page and the closing may take here, where the drive hangs for as long as the test lasts."""


@pytest.fixture
def hanging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[object, str], Path]]:
    """Lets one act hang in a folder, until the test is over; gives the folder."""
    folder, back = tmp_path / "drive", threading.Event()
    folder.mkdir()

    def hangs(owner: object, act: str) -> Path:
        real = getattr(owner, act)

        def wait(path: object, *arguments: object, **named: object) -> object:
            if str(path).startswith(str(folder)):
                back.wait()
            return real(path, *arguments, **named)

        monkeypatch.setattr(owner, act, wait)
        return folder

    yield hangs
    back.set()


def closes(desktop: Desktop) -> None:
    """Close the window; it is gone at once, and the program soon."""
    began = time.monotonic()
    desktop.shell.close()
    assert time.monotonic() - began < CLOSE_SECONDS
    assert not desktop.jobs.running


def sent_to_the_host(miriam: Desktop, review: str, folder: Path) -> Path:
    """The report writer's working copy for the host."""
    desk = miriam.profile.ports, miriam.profile.signer
    host = next(each.person for each in reviews.open_review(*desk, review).cast if each.role == Role.HOST)
    return sending.working_copy(*desk, review, [host], folder).paths[0]


def stands(desktop: Desktop, where: Where, stream: str = "") -> None:
    """A page stands soon, whatever else is under way."""
    began = time.monotonic()
    desktop.place.go(Target(where, stream))
    desktop.qtbot.waitUntil(lambda: desktop.screen.view is not None, timeout=30_000)
    assert time.monotonic() - began < PAGE_SECONDS


def send(desktop: Desktop, stick: Path) -> None:
    """Make the host's working copy on a stick."""
    dialog = SendDialog(desktop.place.session, desktop.screen.view, desktop.screen)
    for tick in dialog._ticks.values():
        tick.setChecked("Tom" in tick.text())
    dialog.make(stick)


def test_the_watched_folder_hangs(open_desktop: Open, hanging: Callable[[object, str], Path]) -> None:
    tom = open_desktop("tom")
    carriers.watch(tom.profile.ports, tom.profile.signer, hanging(Path, "iterdir"))
    tom.place.watcher.look()
    stands(tom, Where.SETTINGS)
    stands(tom, Where.OPEN)  # the page that lists the folder too
    tom.place.watcher.look()  # one look is under way already
    closes(tom)


def test_the_stick_hangs_while_a_file_is_made(
    open_desktop: Open, review: str, hanging: Callable[[object, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drives, "PATIENCE", 1.5)
    miriam = open_desktop("miriam")
    stands(miriam, Where.REPORT, review)
    stick = hanging(shutil, "disk_usage")
    send(miriam, stick)
    miriam.qtbot.waitUntil(lambda: "does not answer" in spoken(miriam.shell), timeout=20_000)
    assert f"The folder {stick} does not answer." in spoken(banner(miriam))
    stands(miriam, Where.HOME)


def test_chosen_files_hang_and_every_page_stands_meanwhile(
    open_desktop: Open, review: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    miriam, tom, stick = open_desktop("miriam"), open_desktop("tom"), tmp_path / "stick"
    stick.mkdir()
    sent, papers = sent_to_the_host(miriam, review, stick), stick / "SEF.pdf"
    papers.write_bytes(b"%PDF-1.7")
    asked, back, real = threading.Semaphore(0), threading.Event(), Path.open

    def wait(path: Path, *arguments: object, **named: object) -> object:
        if path.parent == stick:
            asked.release()
            back.wait()
        return real(path, *arguments, **named)  # type: ignore[call-overload]

    before = len(post.show(tom.profile.ports, tom.profile.signer).came)
    stands(tom, Where.PREPARE, review)
    monkeypatch.setattr(Path, "open", wait)
    monkeypatch.setattr(prepare_documents.QFileDialog, "getOpenFileNames", lambda *_: ([str(papers)], ""))
    prepare_documents._attach(tom.screen)
    tom.place.open_files([str(sent)])
    look(tom.place.session, tom.shell, sent)
    for _ in range(3):
        tom.qtbot.waitUntil(lambda: asked.acquire(blocking=False), timeout=20_000)
    for where in (Where.HOME, Where.REPORT):
        stands(tom, where, review if where is Where.REPORT else "")
    back.set()
    tom.settle()
    assert tom.shell.findChildren(InsideDialog)
    assert "Miriam Feldt" in spoken(banner(tom))
    assert len(post.show(tom.profile.ports, tom.profile.signer).came) == before + 1
    stands(tom, Where.PREPARE, review)
    assert "SEF" in [each.title for each in tom.screen.view.attachments]


def test_a_file_in_the_watched_folder_hangs(
    open_desktop: Open, review: str, hanging: Callable[[object, str], Path], tmp_path: Path
) -> None:
    miriam, tom = open_desktop("miriam"), open_desktop("tom")
    sent = sent_to_the_host(miriam, review, tmp_path)
    folder = hanging(Path, "open")
    sent.rename(folder / sent.name)
    carriers.watch(tom.profile.ports, tom.profile.signer, folder)
    for _ in range(2):  # at the second look it is whole
        tom.qtbot.waitUntil(lambda: not tom.place.watcher._busy, timeout=20_000)
        tom.place.watcher.look()
    tom.qtbot.waitUntil(lambda: any(each.name == "drive" for each in threading.enumerate()), timeout=20_000)
    stands(tom, Where.HOME)
    closes(tom)


def test_a_safe_copy_hangs_in_the_middle_and_every_page_stands_meanwhile(
    open_desktop: Open, review: str, hanging: Callable[[object, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    miriam = open_desktop("miriam")
    stands(miriam, Where.SETTINGS)
    stick, asked, settle = hanging(Path, "is_socket"), threading.Event(), drives.settle

    def wait(file: BinaryIO) -> None:
        if file.name.startswith(str(stick)):
            asked.set()
            Path(file.name).is_socket()
        settle(file)

    monkeypatch.setattr(drives, "settle", wait)
    jobs: list[Job[object]] = []
    miriam.jobs.started.connect(jobs.append)
    miriam.screen.save_copy(stick)
    miriam.qtbot.waitUntil(asked.is_set, timeout=20_000)
    for where in (Where.HOME, Where.REPORT, Where.SETTINGS):
        stands(miriam, where, review if where is Where.REPORT else "")
    [job] = [each for each in jobs if each.title == "Saving a safe copy"]
    with miriam.qtbot.waitSignal(job.cancelled, timeout=5_000):
        job.cancel()
    miriam.screen.save_copy(stick.with_name("another"))
    miriam.qtbot.waitUntil(lambda: "Saved in" in spoken(miriam.shell), timeout=20_000)
    miriam.screen.save_copy(stick)
    closes(miriam)


def test_it_hangs_for_good_and_the_window_is_closed(
    open_desktop: Open, review: str, hanging: Callable[[object, str], Path]
) -> None:
    miriam = open_desktop("miriam")
    stands(miriam, Where.REPORT, review)
    send(miriam, hanging(shutil, "disk_usage"))
    miriam.qtbot.waitUntil(lambda: any(each.name == "drive" for each in threading.enumerate()), timeout=20_000)
    closes(miriam)


def test_the_folder_of_a_safe_copy_hangs(open_desktop: Open, hanging: Callable[[object, str], Path]) -> None:
    tom = open_desktop("tom")
    dialog = SheetDialog(tom.shell, "Bring a safe copy back", tom.jobs, lambda *_: None, copy=True)
    began = time.monotonic()
    dialog.choose(hanging(Path, "glob"))
    assert time.monotonic() - began < 1
    assert dialog._chosen.text().startswith("Looking into ")
    dialog.close()
    closes(tom)
