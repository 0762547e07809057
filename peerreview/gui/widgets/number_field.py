"""A whole number that is typed, written when it is left."""

from __future__ import annotations

from peerreview.services.views import FieldView

from .line_field import LineField


class NumberField(LineField):
    """A number of 0 or more; anything else is asked for again and not written."""

    def __init__(self, field: FieldView, name: str) -> None:
        super().__init__(field, name, letters="999999")

    def _show(self, field: FieldView) -> None:
        self.edit.setReadOnly(not field.editable)
        self.edit.setText("" if field.value is None else str(field.value))

    def _finished(self) -> None:
        typed = self.edit.text().strip()
        fits = not typed or (typed.isdecimal() and len(typed) <= 6)
        self.ask_again("" if fits else "Please write a whole number.")
        value = int(typed) if typed and fits else None
        if fits and value != self.field.value:
            self.edit.setModified(False)
            self.chosen.emit(self.field, value)
