"""The unlock phrase, asked for when this computer has no secret store of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from .dialogs import Dialog
from .widgets.text import label, muted, strong


class UnlockDialog(Dialog):
    """`phrase` holds what was typed once the dialog was accepted; `forgotten` is true when it was closed for that."""

    def __init__(self, parent: QWidget, *, wrong: bool = False) -> None:
        super().__init__("Unlock your reviews", parent, letters=70)
        self.phrase = ""
        self.forgotten = False
        if wrong:
            self.add(label("This is not the phrase. Nothing has changed; try again.", tone="warn"))
        self.add(strong("Unlock phrase"))
        self._edit = QLineEdit()
        self._edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._edit.setAccessibleName("Unlock phrase")
        self.add(self._edit, muted("It is the phrase of your signing key. Your emergency sheet opens them too."))
        unlock = self.button("Unlock", self._done, main=True)
        unlock.setEnabled(False)
        self._edit.textChanged.connect(lambda text: unlock.setEnabled(bool(text)))
        self.button("I cannot remember it …", self._forgotten)
        self.closes("Close Peer Review")
        self._edit.setFocus()

    def _forgotten(self) -> None:
        self.forgotten = True
        self.reject()

    def _done(self) -> None:
        self.phrase = self._edit.text()
        self.accept()
