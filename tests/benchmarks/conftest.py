"""One table of figures at the end of a run. A figure that misses its aim is told, and fails nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Figure:
    """What was measured, in `unit`, against the bare minimum doing the same (none: against the aim alone).

    `ratio` is the most times the bare figure that we aim at, `most` the most in the unit.
    """

    what: str
    ours: float
    unit: str = "ms"
    against: str = ""
    bare: float | None = None
    ratio: float | None = None
    most: float | None = None

    @property
    def met(self) -> bool:
        """Whether every aim is met."""
        enough = self.most is None or self.ours <= self.most
        return enough and (self.ratio is None or self.bare is None or self.ours <= self.ratio * self.bare)

    def row(self) -> tuple[str, ...]:
        """The cells of the table."""
        aims = [f"x {self.ratio:g}" if self.ratio else "", f"{self.most:g} {self.unit}" if self.most else ""]
        aim = ", ".join(filter(None, aims))
        return (
            self.what,
            f"{self.ours:.4g} {self.unit}",
            self.against,
            "" if self.bare is None else f"{self.bare:.4g} {self.unit}",
            "" if self.bare is None else f"x {self.ours / self.bare:.2f}",
            aim,
            "" if not aim else "met" if self.met else "MISSED",
        )


_COLUMNS = ("what", "ours", "against", "bare", "ratio", "aim", "")
_FIGURES = pytest.StashKey[list[Figure]]()


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Adds a figure to the table; takes what `Figure` takes."""
    figures = request.config.stash.setdefault(_FIGURES, [])
    return lambda *args, **more: figures.append(Figure(*args, **more))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table."""
    rows = [figure.row() for figure in config.stash.get(_FIGURES, [])]
    if not rows:
        return
    wide = [max(map(len, column)) for column in zip(_COLUMNS, *rows, strict=True)]
    terminalreporter.section("figures")
    for row in (_COLUMNS, tuple("-" * width for width in wide), *rows):
        cells = " | ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True))
        terminalreporter.write_line(f"| {cells} |")
