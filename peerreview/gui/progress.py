"""The progress panel: what is being done, how far it is, and a Cancel that answers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from .jobs import Job, Jobs
from .widgets.buttons import Button
from .widgets.text import label

SHOWN_AFTER_MS = 400
"""Work that is over sooner never shows itself."""


class JobLine(QFrame):
    """One job under way."""

    def __init__(self, job: Job[Any]) -> None:
        super().__init__()
        self._job = job
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        self.words = label(f"{job.title} …", wrap=False)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(job.title)
        self.cancel = Button("Cancel", self._cancel, about=job.title)
        row.addWidget(self.words)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self.hide()
        job.progress.connect(self._progress)
        job.ended.connect(self.deleteLater)
        QTimer.singleShot(SHOWN_AFTER_MS, self, self.show)

    def _progress(self, what: str, done: int, of: int) -> None:
        self.words.setText(f"{self._job.title} … {what}" if what else f"{self._job.title} …")
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def _cancel(self) -> None:
        self._job.cancel()
        self.cancel.setEnabled(False)
        self.words.setText("Stopping …")


class ProgressPanel(QWidget):
    """All jobs that have a title and take a while."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        jobs.started.connect(self._started)

    def _started(self, job: Job[Any]) -> None:
        self.column.addWidget(JobLine(job))
