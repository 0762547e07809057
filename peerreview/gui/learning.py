"""What the speller knows besides its dictionary: the words added on this computer, and the names of our network."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from peerreview.services import my_words

from .jobs import Jobs
from .session import Session
from .spelling import speller

_SPELLING_MS = 1200
"""The dictionary is loaded once the first page stands: nobody waits for it."""


class Learning(QObject):
    """Lets the speller learn from the open profile; its list of words opens above `parent`."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget) -> None:
        super().__init__()
        self._session, self._jobs, self._parent = session, jobs, parent
        judge = speller()
        judge.added.connect(self._add)
        judge.listed.connect(self.show_words)
        QTimer.singleShot(_SPELLING_MS, self, self.learn)

    def learn(self) -> None:
        """Let the speller know my words and the names of our network; the first time it loads its dictionary."""
        job = self._session.ask(lambda desk: my_words.known(desk.ports, desk.signer))
        job.then(self, lambda known: speller().begin(self._jobs, known))

    def show_words(self) -> None:
        """The words that were added, to take some away again."""
        from .my_words import MyWordsDialog

        self._session.ask(lambda desk: my_words.words(desk.ports)).then(
            self, lambda words: MyWordsDialog(self._session, words, self.learn, self._parent).open()
        )

    def _add(self, word: str) -> None:
        self._session.ask(lambda desk: my_words.add(desk.ports, word))
