"""A small table somebody fills in: rows of a handbook's table item, written when a cell is left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from peerreview.services.views import FieldView

from .bound import Bound
from .buttons import Button

_FEW = 3


class TableField(Bound):
    """`columns` are (code, words); the value is a list of rows, each a mapping of column code to text.

    `rows` is how many rows there are at most, 0 as many as people like. A few all stand there; of more, those that are
    filled in and one to go on with.
    """

    def __init__(self, field: FieldView, name: str, columns: Sequence[tuple[str, str]], rows: int) -> None:
        super().__init__(field, name)
        self._columns = tuple(columns)
        self._most = rows
        self.table = QTableWidget(0, len(self._columns))
        self.table.setAccessibleName(name)
        self.table.setHorizontalHeaderLabels([words for _, words in self._columns])
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(True)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if not field.editable:
            self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._fill()
        self.table.cellChanged.connect(lambda _row, _column: self._changed())
        self.column.addWidget(self.table)
        if field.editable and not 0 < rows <= _FEW:
            more = Button("Add a row", self._add, icon="plus", about=name)
            self.column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_below()

    def rebind(self, field: FieldView) -> None:
        super().rebind(field)
        if not self.typing and self._rows() != _written(field.value):
            self._fill()

    def has_focus(self) -> bool:
        return self.table.hasFocus() or self.typing

    @property
    def typing(self) -> bool:
        return self.table.state() is QTableWidget.State.EditingState

    def take_focus(self) -> None:
        self.table.setFocus()

    def _fill(self) -> None:
        blocked = self.table.blockSignals(True)
        written = _written(self.field.value)
        self.table.setRowCount(
            max(self._most if 0 < self._most <= _FEW else self._within(len(written) + 1), len(written))
        )
        for row in range(self.table.rowCount()):
            for column, (code, _) in enumerate(self._columns):
                text = written[row].get(code, "") if row < len(written) else ""
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.table.blockSignals(blocked)
        self._size()

    def _size(self) -> None:
        self.table.resizeRowsToContents()
        tall = sum(max(36, self.table.rowHeight(row)) for row in range(self.table.rowCount()))
        for row in range(self.table.rowCount()):
            self.table.setRowHeight(row, max(36, self.table.rowHeight(row)))
        self.table.setFixedHeight(tall + self.table.horizontalHeader().sizeHint().height() + 4)

    def _rows(self) -> list[dict[str, str]]:
        rows = []
        for row in range(self.table.rowCount()):
            cells = {
                code: item.text().strip()
                for column, (code, _) in enumerate(self._columns)
                if (item := self.table.item(row, column)) and item.text().strip()
            }
            if cells:
                rows.append(cells)
        return rows

    def _changed(self) -> None:
        self._size()
        rows = self._rows()
        if rows != _written(self.field.value):
            self.chosen.emit(self.field, rows)

    def _add(self) -> None:
        if self.table.rowCount() < self._within(self.table.rowCount() + 1):
            self.table.insertRow(self.table.rowCount())
            self._size()

    def _within(self, rows: int) -> int:
        return min(rows, self._most) if self._most else rows


def _written(value: object) -> list[dict[str, str]]:
    """Rows as they were written; anything that is not a row of texts is left out."""
    rows = value if isinstance(value, list | tuple) else []
    return [{str(code): str(text) for code, text in row.items() if text} for row in rows if isinstance(row, dict)]
