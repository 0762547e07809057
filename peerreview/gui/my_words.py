"""My words: those that were added to the dictionary on this computer, and taking one away again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from peerreview.services import my_words

from .dialogs import Dialog
from .session import Session
from .widgets.buttons import quiet
from .widgets.side import SideBySide
from .widgets.text import label, muted


class MyWordsDialog(Dialog):
    """Every word with a way to take it away; `learn` tells the speller."""

    def __init__(self, session: Session, words: Sequence[str], learn: Callable[[], object], parent: QWidget) -> None:
        super().__init__("My words", parent, letters=60)
        self._session, self._learn = session, learn
        self.add(muted("Words that you added are spelled right on this computer. They are encrypted and in no file."))
        if not words:
            self.add(label("You have not added a word yet."))
        for word in words:
            take = quiet("Take away", partial(self._remove, word), about=word)
            self.add(SideBySide(label(word), take, letters=40))
        self.closes("Close")

    def _remove(self, word: str) -> None:
        self.reject()
        job = self._session.ask(lambda desk: my_words.remove(desk.ports, word))
        job.then(self._session, lambda _left: self._learn())
        self._session.tell(f"“{word}” is no longer one of your words.")
