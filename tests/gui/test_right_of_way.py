"""What is typed while a file comes in goes onto the disk first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from peerreview.config import right_of_way
from peerreview.config.right_of_way import giving_way
from peerreview.errors import EnvironmentFault
from peerreview.gui.jobs import Job, Jobs
from peerreview.gui.session import Session
from peerreview.journal.buffer import Entry
from peerreview.services.views import FieldView
from tests.gui.conftest import Desktop

Open = Callable[[str], Desktop]


class Slow:
    """The typing buffer on a disk that takes its time, and may refuse."""

    def __init__(self, *, refuses: bool) -> None:
        self._refuses = refuses
        self.asked = threading.Event()
        self.go_on = threading.Event()

    def keep(self, entry: Entry) -> None:
        """Keep nothing, but not at once."""
        self.asked.set()
        assert self.go_on.wait(20)
        if self._refuses:
            raise EnvironmentFault("There is no room left on this disk.", "", "Free some space.", code="no_room")


@pytest.mark.parametrize("refuses", [False, True])
def test_an_import_stands_still_until_the_disk_has_answered(
    refuses: bool, open_desktop: Open, review: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(right_of_way, "MOST_SECONDS", 30)
    tom = open_desktop("tom")
    disk, jobs = Slow(refuses=refuses), Jobs()
    session = Session(replace(tom.profile.ports, typing=disk), tom.profile.signer, jobs)  # type: ignore[arg-type]
    went_on = threading.Event()

    def bring_in(_job: Job[None]) -> None:
        for _ in giving_way([disk.asked.wait(20)]):
            went_on.set()

    with qtbot.waitSignal(jobs.rested):
        session.keep(FieldView(review, "self_view", "P4", "words", "", (), True), "Pupils").quiet = True
        jobs.on_store(bring_in)
        assert disk.asked.wait(20)
        assert not went_on.wait(0.05)
        disk.go_on.set()
    assert went_on.is_set()
    session.let_go()
    jobs.close()
