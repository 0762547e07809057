"""A dialog that asks for a line or a few, and nothing else; what is typed is durable while it is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from peerreview.gui.dialogs import Dialog
from peerreview.gui.screen import AnyScreen
from peerreview.gui.widgets.text import muted
from peerreview.gui.widgets.text_field import TextField
from peerreview.services.views import FieldView

_NOWHERE = FieldView("", "", "", "", "", (), True)


class OneLineDialog(Dialog):
    """Asks for words under `title`; `keep` gets them. With a `field` they are kept while being typed."""

    def __init__(
        self,
        screen: AnyScreen,
        title: str,
        hint: str,
        field: FieldView | None,
        keep: Callable[[str], object],
        *,
        words: int = 0,
        lines: int = 3,
        button: str = "Keep",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent or screen)
        self._keep = keep
        if hint:
            self.add(muted(hint))
        self.text = TextField(field or _NOWHERE, title, lines=lines, words=words, named=False)
        if field:
            self.text.typed.connect(screen.session.keep)
        self.add(self.text)
        self._button = self.button(button, self._done, main=True)
        self.closes()
        self.text.edit.textChanged.connect(self._ready)
        self._ready()
        self.text.edit.setFocus()

    def _ready(self) -> None:
        self._button.setEnabled(bool(self.text.text.strip()))

    def _done(self) -> None:
        self.text.flush()
        words = self.text.text.strip()
        self.accept()
        self._keep(words)
