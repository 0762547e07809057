"""Long work off the window's thread: progress, cancel, one fate each, and what a failure tells people."""

from __future__ import annotations

import logging
import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from peerreview.errors import EnvironmentFault, Refused
from peerreview.gui.failures import tell
from peerreview.gui.jobs import Job, Jobs
from peerreview.gui.progress import SHOWN_AFTER_MS, JobLine, ProgressPanel


@pytest.fixture
def jobs(qtbot: QtBot):
    made = Jobs()
    yield made
    made.close()


def test_signals_come_on_the_windows_thread(jobs: Jobs, qtbot: QtBot) -> None:
    heard: list[str] = []
    owner = QObject()
    job = jobs.on_store(lambda _job: threading.current_thread().name)
    job.then(owner, lambda worker: heard.extend([worker, threading.current_thread().name]))
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[0].startswith("store")
    assert heard[1] == threading.main_thread().name


def test_cancel_stops_at_the_next_report_and_gives_no_result(jobs: Jobs, qtbot: QtBot) -> None:
    begun = threading.Event()

    def work(job: Job[int]) -> int:
        while True:
            begun.set()
            job.report("still", 1, 2)

    job = jobs.in_pool(work, "Making the report")
    done: list[object] = []
    job.done.connect(done.append)
    begun.wait(5)
    with qtbot.waitSignal(job.cancelled, timeout=20_000):
        job.cancel()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert not done


def test_cancel_answers_at_once_where_another_is_still_waited_for(jobs: Jobs, qtbot: QtBot) -> None:
    back, ran = threading.Event(), threading.Event()
    hanging = jobs.carrying(lambda _job: back.wait(30), "Saving a safe copy")
    queued = jobs.carrying(lambda _job: ran.set(), "Saving a safe copy")
    with qtbot.waitSignals([queued.cancelled, queued.ended], timeout=5_000):
        queued.cancel()
    with qtbot.waitSignal(hanging.ended, timeout=20_000):
        back.set()
    assert not ran.is_set()


def test_the_panel_shows_what_takes_a_while_and_its_cancel_works(jobs: Jobs, qtbot: QtBot) -> None:
    panel = ProgressPanel(jobs)
    qtbot.addWidget(panel)
    panel.show()

    def work(job: Job[None]) -> None:
        while True:
            job.report("page", 1, 2)

    jobs.in_pool(work, "Making the report")
    qtbot.waitUntil(lambda: bool(panel.findChildren(JobLine)), timeout=20_000)
    line = panel.findChildren(JobLine)[0]
    assert not line.isVisible()
    qtbot.waitUntil(line.isVisible, timeout=SHOWN_AFTER_MS + 1500)
    assert "Making the report" in line.words.text()
    line.cancel.click()
    qtbot.waitUntil(lambda: not panel.findChildren(JobLine), timeout=20_000)


def test_work_with_the_store_keeps_its_order(jobs: Jobs, qtbot: QtBot) -> None:
    order: list[int] = []
    for number in range(20):
        jobs.on_store(lambda _job, number=number: order.append(number))
    qtbot.waitUntil(lambda: not jobs.busy)
    assert order == list(range(20))


def test_typing_never_waits_for_the_store(jobs: Jobs, qtbot: QtBot) -> None:
    hold = threading.Event()
    jobs.on_store(lambda _job: hold.wait(5))
    owner = QObject()
    kept: list[bool] = []
    jobs.on_typing(lambda _job: True).then(owner, kept.append)
    qtbot.waitUntil(lambda: kept == [True], timeout=20_000)
    hold.set()


def test_a_result_for_somebody_who_left_is_dropped(jobs: Jobs, qtbot: QtBot) -> None:
    owner = QObject()
    heard: list[int] = []
    job = jobs.on_store(lambda _job: 1).then(owner, heard.append)
    owner.deleteLater()
    with qtbot.waitSignal(job.ended, timeout=20_000):
        pass
    qtbot.waitUntil(lambda: not jobs.busy)


def test_a_failure_is_told_once_and_not_at_all_when_somebody_else_tells_it(jobs: Jobs, qtbot: QtBot) -> None:
    told: list[BaseException] = []
    jobs.failed.connect(lambda error, _again: told.append(error))

    def refuse(_job: Job[None]) -> None:
        raise Refused("No.", "Nothing has changed.", "Ask.", code="no")

    quiet = jobs.on_store(refuse)
    quiet.quiet = True
    jobs.on_store(refuse)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert len(told) == 1


def test_a_failure_is_told_by_the_window_when_whoever_would_tell_it_has_gone(jobs: Jobs, qtbot: QtBot) -> None:
    told: list[BaseException] = []
    jobs.failed.connect(lambda error, _again: told.append(error))
    here, gone = QObject(), QObject()
    hold = threading.Event()

    def refuse(_job: Job[None]) -> None:
        hold.wait(20)
        raise Refused("No.", "Nothing has changed.", "Ask.", code="no")

    heard: list[str] = []
    for owner, name in ((here, "here"), (gone, "gone")):
        job = jobs.on_store(refuse)
        job.quiet = True
        job.fails(owner, lambda _error, name=name: heard.append(name))
    shiboken6.delete(gone)
    hold.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert heard == ["here"]
    assert len(told) == 1


def test_people_are_told_what_happened_what_is_safe_and_what_to_do() -> None:
    told = tell(EnvironmentFault("The disk is full.", "Your words are safe.", "Make room.", code="no_room"))
    assert (told.happened, told.rest) == ("The disk is full.", "Your words are safe. Make room.")
    assert "no_room" in told.details


@pytest.mark.expects_warning
def test_a_bug_never_shows_or_logs_what_was_typed(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="peerreview"):
        try:
            raise ValueError("Mrs H- said something in Year 4")
        except ValueError as error:
            told = tell(error)
    assert "Mrs H-" not in told.happened + told.rest + told.details
    assert "Mrs H-" not in caplog.text
    assert "What you typed is kept" in told.safe
    assert "test_jobs.py" in told.details
