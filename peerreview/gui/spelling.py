"""The window's speller: loaded in a thread of the pool once the window works, and never waited for.

A field asks about a word and gets what is known at once; what is not known yet is looked up in slices of a few
milliseconds between events, and `changed` tells when there is more to know.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from peerreview.config import paths

from .jobs import Jobs

if TYPE_CHECKING:
    from peerreview.analysis.spelling import Spelling

_SLICE_SECONDS = 0.004
_REMEMBERED = 20_000
"""Words whose answer is kept: more than anybody writes in a day."""


class Speller(QObject):
    """Judges words. `added` carries a word that a person took into their own; `listed` asks for the list of these."""

    changed = Signal()
    added = Signal(str)
    listed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs: Jobs | None = None
        self._spelling: Spelling | None = None
        self._learned: tuple[str, ...] = ()
        self._seen: dict[str, bool] = {}
        self._waiting: dict[str, None] = {}
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._look_up)

    @property
    def ready(self) -> bool:
        """Whether the dictionary is loaded."""
        return self._spelling is not None

    def begin(self, jobs: Jobs, learned: Collection[str]) -> None:
        """Load the dictionary off the window's thread, unless it is loaded, and take `learned` words for right."""
        self._jobs, self._learned = jobs, tuple(learned)
        if self._spelling is not None:
            self.learn(learned)
            return
        jobs.in_pool(lambda _job: _load()).then(self, self._loaded)

    def learn(self, learned: Collection[str]) -> None:
        """Take these words for right from now on, and forget those taken for right before."""
        self._learned = tuple(learned)
        if self._spelling is not None:
            self._spelling.learn(self._learned)
            self._seen.clear()
            self.changed.emit()

    def add(self, word: str) -> None:
        """Take a word into one's own, at once; whoever hears `added` keeps it."""
        self.learn((*self._learned, word))
        self.added.emit(word)

    def is_doubtful(self, word: str) -> bool:
        """Whether the word is known to be misspelt. One not looked up yet is not, but will be soon."""
        right = self._seen.get(word)
        if right is None and self._spelling is not None:
            self._waiting[word] = None
            if not self._slices.isActive():
                self._slices.start()
        return right is False

    def doubts(self, word: str) -> bool:
        """The same, looked up at once where need be."""
        if word not in self._seen and self._spelling is not None:
            self._seen[word] = self._spelling.is_right(word)
        return self._seen.get(word) is False

    def suggest(self, word: str, owner: QObject, then: Callable[[tuple[str, ...]], object]) -> None:
        """Call `then` with what may have been meant, unless `owner` has gone by then."""
        spelling = self._spelling
        if self._jobs is not None and spelling is not None:
            self._jobs.in_pool(lambda _job: spelling.suggestions(word)).then(owner, then)

    def _loaded(self, spelling: Spelling) -> None:
        self._spelling = spelling
        self.learn(self._learned)

    def _look_up(self) -> None:
        """A slice of what waits; the fields hear of it once nothing waits any more."""
        until = perf_counter() + _SLICE_SECONDS
        if len(self._seen) > _REMEMBERED:
            self._seen.clear()
        assert self._spelling is not None
        while self._waiting:
            word, _ = self._waiting.popitem()
            self._seen[word] = self._spelling.is_right(word)
            if perf_counter() > until:
                return
        self._slices.stop()
        self.changed.emit()


def speller() -> Speller:
    """The one of this application; silent until `begin`."""
    app = QApplication.instance()
    assert app is not None
    return app.findChild(Speller) or Speller(app)


def _load() -> Spelling:
    from peerreview.analysis.spelling import load

    return load(paths.resources() / "spelling")
