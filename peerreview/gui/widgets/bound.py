"""Widgets bound to one field of the journal: each knows the `FieldView` it shows and gives it back with what was done.

The screen listens: `typed` goes to the typing buffer, `left` settles it, `chosen` is written at once.
"""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from peerreview.services.views import FieldView

from .banner import Banner
from .buttons import Button
from .text import label as words_label
from .text import muted

FieldKey = tuple[str, str, str, str]
"""Stream, kind, record and field: which field it is, whatever stands in it."""


def key_of(field: FieldView) -> FieldKey:
    """What tells one field from every other."""
    return field.stream, field.kind, field.record, field.field


class Bound(QWidget):
    """A field with its name above, what may be said about it below, and the signals the screen listens to."""

    typed = Signal(object, str)
    left = Signal(object)
    chosen = Signal(object, object)
    history_wanted = Signal(object, str)
    choice_wanted = Signal(object, str)

    def __init__(self, field: FieldView, name: str, *, hint: str = "", named: bool = True) -> None:
        super().__init__()
        self.field = field
        self.name = name
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(5)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.name_label: QLabel | None = None
        if named:
            self.name_label = words_label(name, "strong")
            self.head.addWidget(self.name_label, 1)
            self.column.addLayout(self.head)
        if hint:
            self.column.addWidget(muted(hint))
        # Not a stop of the Tab key: Ctrl+H does the same from the field itself.
        self._history = Button("", lambda: self.history_wanted.emit(self.field, self.name), kind="quiet", icon="clock")
        self._history.setAccessibleName(f"History of {name}")
        self._history.setToolTip("History (Ctrl+H)")
        self._history.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._history.hide()
        if named:
            self.head.addWidget(self._history)
        else:
            self._history.setParent(self)
        self._below: list[QWidget] = []

    def rebind(self, field: FieldView) -> None:
        """Show what stands in the field now. Text being typed is never replaced."""
        self.field = field
        self.show_below()

    def take_focus(self) -> None:
        """Put the keyboard here."""
        self.setFocus()

    def has_focus(self) -> bool:
        """Whether the keyboard is here."""
        return self.hasFocus()

    @property
    def typing(self) -> bool:
        """Whether somebody types here at this moment: nothing is built anew under their hands."""
        return False

    def show_below(self) -> None:
        """Two versions, why it cannot be written, and the way to its history."""
        self._history.setVisible(self.field.history and self.name_label is not None)
        for widget in self._below:
            widget.deleteLater()
        self._below = []
        if len(self.field.versions) > 1:
            who = " and ".join("you" if version.mine else version.who for version in self.field.versions[:2])
            choose = Button("Choose", lambda: self.choice_wanted.emit(self.field, self.name), about=self.name)
            text = f"{who[:1].upper()}{who[1:]} both changed this. Both are kept."
            self._say(Banner(text, choose, tone="warn"))
        if not self.field.editable and self.field.why_not:
            self._say(muted(self.field.why_not))

    def _say(self, widget: QWidget) -> None:
        self._below.append(widget)
        self.column.addWidget(widget)


class Typed(Bound):
    """A field that is typed in: what is typed and not yet settled is carried to its successor on a page built anew."""

    @property
    @abstractmethod
    def text(self) -> str:
        """What stands on the screen."""

    @property
    @abstractmethod
    def dirty(self) -> bool:
        """Whether something was typed that is not yet settled."""

    @property
    @abstractmethod
    def place(self) -> int:
        """Where the cursor stands."""

    @abstractmethod
    def carry(self, text: str, place: int) -> None:
        """Go on with words that were being typed when the page was built anew."""

    @abstractmethod
    def flush(self) -> None:
        """Hand over at once what is typed."""

    @property
    def typing(self) -> bool:
        return self.has_focus()
