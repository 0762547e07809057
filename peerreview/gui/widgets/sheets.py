"""Sheets of a workbook, one at a time; only the cells in sight are ever drawn."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from peerreview.domain.papers import Grid, PaperText, Words

from .pick import Pick
from .text import label, muted

_WIDEST = 42
"""Average letters of the widest column; longer cells are cut there and read whole by hovering or listening."""

_LOOKED_AT = 20
"""Rows that decide how wide a column is."""

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class _Cells(QAbstractTableModel):
    """A table of texts."""

    def __init__(self, rows: tuple[tuple[str, ...], ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() or not self._rows else len(self._rows[0])

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
        return self._rows[index.row()][index.column()] if role in shown else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Rows by number, columns by letter, as in a spreadsheet."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1)
        return ("A" if section >= 26 else "") + chr(ord("A") + section % 26)


class SheetsView(QWidget):
    """A list of the sheets, and the table of the one that is chosen."""

    def __init__(self, paper: PaperText, name: str) -> None:
        super().__init__()
        self._tables: dict[str, tuple[tuple[str, ...], ...]] = {}
        title, name = name, ""
        for block in paper.blocks:
            if isinstance(block, Grid):
                self._tables[name] = block.rows
            elif isinstance(block, Words) and block.level:
                name = block.text
                self._tables[name] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 16, 28, 8)
        column.setSpacing(10)
        column.addWidget(label(title, "heading"))
        names = list(self._tables)
        self.pick = Pick("Sheet", [(each, each) for each in names], names[0] if names else "")
        self.pick.picked.connect(self.show_sheet)
        column.addWidget(self.pick, 0, Qt.AlignmentFlag.AlignLeft)
        if paper.cut:
            column.addWidget(muted(paper.cut))
        self.table = QTableView()
        self.table.setAccessibleName("Cells of the sheet")
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.horizontalHeader().setResizeContentsPrecision(_LOOKED_AT)
        column.addWidget(self.table, 1)
        self.show_sheet(names[0] if names else "")

    def show_sheet(self, name: str) -> None:
        """Show the sheet of this name."""
        self.table.setModel(_Cells(self._tables.get(name, ()), self))
        widest = self.fontMetrics().averageCharWidth() * _WIDEST
        self.table.resizeColumnsToContents()
        for column in range(self.table.model().columnCount()):
            self.table.setColumnWidth(column, min(widest, self.table.columnWidth(column) + 12))
