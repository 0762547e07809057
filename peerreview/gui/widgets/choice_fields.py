"""Fields that are chosen rather than typed: a grade on a scale, a tick, one of a list, a date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtCore import Qt

from peerreview.domain.dates import in_full
from peerreview.domain.grades import Scale
from peerreview.services.views import FieldView

from .bound import Bound
from .dates import read
from .line_field import LineField
from .pick import Pick
from .scale import Choice, Segmented
from .tick import Tick


def scale_choices(scale: Scale, extra: Sequence[tuple[str, str]] = ()) -> tuple[Choice, ...]:
    """Number and words in number order, then what is no grade (value, words), chosen with the minus key."""
    points = [
        Choice(point.code, f"{point.code} {point.label}" if point.code.isdigit() else point.label, str(index))
        for index, point in enumerate(scale.points, 1)
    ]
    return (*points, *(Choice(value, words, "-") for value, words in extra))


class ScaleField(Bound):
    """A grade: one key each (1, 2, 3, -), Delete clears."""

    def __init__(
        self,
        field: FieldView,
        name: str,
        scale: Scale,
        *,
        extra: Sequence[tuple[str, str]] = (),
        about: str = "",
        named: bool = True,
    ) -> None:
        super().__init__(field, name, named=named)
        self.bar = Segmented(name, scale_choices(scale, extra), self._value(field), about=about)
        self.bar.setEnabled(field.editable)
        self.bar.chosen.connect(lambda value: self.chosen.emit(self.field, value))
        self.column.addWidget(self.bar)
        self.show_below()

    def rebind(self, field: FieldView) -> None:
        super().rebind(field)
        self.bar.setEnabled(field.editable)
        if self.bar.value != self._value(field):
            self.bar.show_value(self._value(field))

    def take_focus(self) -> None:
        self.bar.focus_here()

    def has_focus(self) -> bool:
        return self.bar.hasFocus()

    @staticmethod
    def _value(field: FieldView) -> str | None:
        return field.text or None


class TickField(Bound):
    """Yes or not yet."""

    def __init__(self, field: FieldView, words: str, *, about: str = "") -> None:
        super().__init__(field, words, named=False)
        self.box = Tick(words, field.value is True, about=about)
        self.box.setEnabled(field.editable)
        self.box.clicked.connect(lambda on: self.chosen.emit(self.field, on))
        self.setFocusProxy(self.box)
        self.column.addWidget(self.box)
        self.show_below()

    def rebind(self, field: FieldView) -> None:
        super().rebind(field)
        self.box.setEnabled(field.editable)
        self.box.setChecked(field.value is True)

    def has_focus(self) -> bool:
        return self.box.hasFocus()


class PickField(Bound):
    """One of a list; the first entry is the one for nothing chosen."""

    def __init__(
        self, field: FieldView, name: str, choices: Iterable[tuple[str, str]], *, beside: bool = False, hint: str = ""
    ) -> None:
        super().__init__(field, name, hint=hint)
        self.pick = Pick(name, choices, field.text)
        self.pick.setEnabled(field.editable)
        self.pick.picked.connect(lambda value: self.chosen.emit(self.field, value or None))
        self.setFocusProxy(self.pick)
        if beside:
            self.head.addWidget(self.pick)
        else:
            self.column.addWidget(self.pick, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_below()

    def rebind(self, field: FieldView) -> None:
        super().rebind(field)
        self.pick.setEnabled(field.editable)
        self.pick.show_value(field.text)

    def has_focus(self) -> bool:
        return self.pick.hasFocus()


class DateField(LineField):
    """A date typed the way people write it ("24 Nov", "24/11/26"), shown as Tue 24 November 2026 when left."""

    def __init__(self, field: FieldView, name: str, *, hint: str = "", near: date | None = None) -> None:
        super().__init__(field, name, letters="Wed 30 September 2026", hint=hint)
        self._near = near
        self.edit.setAccessibleDescription("A date, for example 24 Nov")
        self.edit.setPlaceholderText("for example 24 Nov")

    def take_focus(self) -> None:
        self.edit.setFocus()
        if not self.dirty:
            self.edit.selectAll()

    def _show(self, field: FieldView) -> None:
        self.edit.setReadOnly(not field.editable)
        on = read(field.text)
        self.edit.setText(in_full(on) if on else field.text)
        self.edit.setCursorPosition(0)

    def _finished(self) -> None:
        typed = self.edit.text().strip()
        on = read(typed, near=self._near)
        unread = bool(typed) and on is None
        self.ask_again("Please write a date like 24 Nov or 24/11/2026." if unread else "")
        if unread:
            return
        value = on.isoformat() if on else None
        if on:
            self.edit.setText(in_full(on))
        if value != (self.field.text or None):
            self.chosen.emit(self.field, value)
