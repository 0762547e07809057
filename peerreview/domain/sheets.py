"""A workbook as neutral values: no library's types, so that one package writes what another reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

Cell = str | int | float | bool | date | datetime | time | None
"""What one cell holds; None when it is empty."""

Sheets = Mapping[str, Sequence[Sequence[Cell]]]
"""Each sheet by its name, in order: rows of cells, the first row holding the names of the columns."""
