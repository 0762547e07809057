"""Doubtful words of a text field get a wavy line; a menu at one offers what may have been meant, and to add it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QAction, QColor, QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from peerreview.analysis.spelling import words
from peerreview.gui.spelling import speller
from peerreview.gui.theme import tokens_of

_PAUSE_MS = 40
_AHEAD = 1_500
"""How many words are looked through for the next doubtful one: some twenty milliseconds."""


class Underliner(QSyntaxHighlighter):
    """Looks only at the lines in sight, and at the word being typed only when the cursor has left it."""

    def __init__(self, edit: QPlainTextEdit) -> None:
        super().__init__(edit.document())
        self._edit = edit
        self._speller = speller()
        self._first, self._last = 0, -1
        self._typed_in: QTextBlock | None = None
        self._typed_to = -1
        self._wave = QTextCharFormat()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self._speller.changed.connect(self.look_soon)
        edit.verticalScrollBar().valueChanged.connect(self.look_soon)
        edit.document().blockCountChanged.connect(self.look_soon)
        edit.cursorPositionChanged.connect(self._moved)

    def look_soon(self) -> None:
        """What is in sight may be another than before: look when the movement rests."""
        if self._speller.ready and not self._pause.isActive():
            self._pause.start()

    def look(self) -> None:
        """Look at the lines in sight."""
        if not self._edit.isVisible():
            return
        area = self._edit.viewport().rect()
        block = self._edit.cursorForPosition(area.topLeft()).block()
        self._first = block.blockNumber()
        self._last = self._edit.cursorForPosition(area.bottomLeft()).blockNumber()
        self._wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        self._wave.setUnderlineColor(QColor(tokens_of(self._edit).bad))
        while block.isValid() and block.blockNumber() <= self._last:
            self._again(block)
            block = block.next()

    def highlightBlock(self, text: str) -> None:
        block = self.currentBlock()
        if not (self._first <= block.blockNumber() <= self._last) or self._edit.isReadOnly():
            return
        cursor = self._edit.textCursor()
        typing = cursor.position() - block.position() if self._edit.hasFocus() else -1
        for start, word in words(text):
            if start + len(word) == typing:
                self._typed_in, self._typed_to = block, cursor.position()
            elif self._speller.is_doubtful(word):
                self.setFormat(start, len(word), self._wave)

    def _moved(self) -> None:
        if self._edit.textCursor().position() == self._typed_to:
            return  # still at the end of the word that is being typed
        block, self._typed_in = self._typed_in, None
        if block is not None and block.isValid():
            self._again(block)

    def _again(self, block: QTextBlock) -> None:
        """Look at a line again. To Qt a new underline is a change of the text; to everybody else it is none."""
        heard = self._edit.blockSignals(True)
        self.rehighlightBlock(block)
        self._edit.blockSignals(heard)


def word_at(cursor: QTextCursor) -> QTextCursor | None:
    """The word at a cursor, selected, if a dictionary can judge it."""
    block, place = cursor.block(), cursor.positionInBlock()
    for start, word in words(block.text()):
        if start <= place <= start + len(word):
            return _selected(block, start, word)
    return None


def next_doubtful(edit: QPlainTextEdit) -> QTextCursor | None:
    """The doubtful word at the cursor or the next one after it, from the top again; None where there is none."""
    judge, here, document = speller(), edit.textCursor(), edit.document()
    at, place = here.blockNumber(), here.positionInBlock()
    order = [*range(at, document.blockCount()), *range(at + 1)]
    left = _AHEAD
    for turn, number in enumerate(order):
        block = document.findBlockByNumber(number)
        for start, word in words(block.text()):
            if turn == 0 and start + len(word) < place:
                continue
            if judge.doubts(word):
                return _selected(block, start, word)
            left -= 1
            if not left:
                return None
    return None


def spelling_menu(edit: QPlainTextEdit, cursor: QTextCursor, menu: QMenu) -> None:
    """Put what may have been meant by the selected word, and ways to keep it, on top of a menu."""
    judge, word = speller(), cursor.selectedText()
    top = menu.actions()[0] if menu.actions() else None
    looking = QAction("Looking for what was meant …", menu)
    looking.setEnabled(False)
    add = QAction(f"Add “{word}” to my words", menu)
    add.triggered.connect(partial(judge.add, word))
    mine = QAction("My words …", menu)
    mine.triggered.connect(judge.listed)
    rest = [add, mine]
    for action in (looking, *rest):
        menu.insertAction(top, action) if top else menu.addAction(action)
    if top:
        menu.insertSeparator(top)

    def offer(found: tuple[str, ...]) -> None:
        for better in found:
            action = QAction(better, menu)
            action.triggered.connect(partial(_put, edit, cursor, better))
            menu.insertAction(add, action)
        looking.setText("Nothing like it is known" if not found else "Did you mean")
        if found and menu.activeAction() in (None, looking):
            menu.setActiveAction(menu.actions()[menu.actions().index(looking) + 1])

    judge.suggest(word, menu, offer)


def below(edit: QPlainTextEdit, cursor: QTextCursor) -> QPoint:
    """Where a menu opens for a word: just below it."""
    return edit.viewport().mapToGlobal(edit.cursorRect(cursor).bottomLeft())


def _put(edit: QPlainTextEdit, cursor: QTextCursor, better: str) -> None:
    cursor.insertText(better)
    edit.setTextCursor(cursor)


def _selected(block: QTextBlock, start: int, word: str) -> QTextCursor:
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + start)
    cursor.setPosition(block.position() + start + len(word), QTextCursor.MoveMode.KeepAnchor)
    return cursor
