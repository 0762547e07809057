"""Sizes of text and of the room around it, all worked out from one number: how large the person wants to read."""

from __future__ import annotations

from dataclasses import dataclass

PERCENTS = (100, 125, 150, 175, 200)
"""The text sizes offered in Settings, in per cent of the usual 11 points."""

_USUAL_POINTS = 11.0


@dataclass(frozen=True)
class TypeScale:
    """Sizes in points. `percent` is 100 for everyday reading and goes to 200 (WCAG 2.2, 1.4.4)."""

    percent: int = 100

    @property
    def body(self) -> float:
        """Running text, buttons and fields."""
        return _USUAL_POINTS * self.percent / 100

    @property
    def question(self) -> float:
        """The title of a card."""
        return self._above(1.15)

    @property
    def heading(self) -> float:
        """A heading within a page."""
        return self._above(1.3)

    @property
    def title(self) -> float:
        """The title of a page."""
        return self._above(1.6)

    @property
    def wall(self) -> float:
        """Text to be read by a table of people from one screen."""
        return self._above(1.7)

    def _above(self, times: float) -> float:
        # Large text grows less at the top: a title at 3.2 times the usual size would fill the page by itself.
        eased = 1 + (times - 1) * (1 if self.percent <= 125 else 0.6)
        return round(self.body * eased, 1)
