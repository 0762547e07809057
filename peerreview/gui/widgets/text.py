"""Labels by what they are for. Text is always plain: what people typed is never read as mark-up."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


def label(text: str, kind: str = "", *, tone: str = "", wrap: bool = True) -> QLabel:
    """A label of the style sheet's `kind` (title, heading, question, strong, muted, wall) and `tone` (ok, warn)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if kind:
        made.setProperty("kind", kind)
    if tone:
        made.setProperty("tone", tone)
    if wrap:
        made.setMinimumWidth(1)
    return made


def title(text: str) -> QLabel:
    """The title of a page."""
    return label(text, "title")


def heading(text: str) -> QLabel:
    """A heading within a page."""
    return label(text, "heading")


def question(text: str) -> QLabel:
    """The title of a card."""
    return label(text, "question")


def strong(text: str) -> QLabel:
    """Words to be seen first within running text."""
    return label(text, "strong")


def muted(text: str) -> QLabel:
    """Guidance: quieter by colour, never by size."""
    return label(text, "muted")


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Change a property that the style sheet looks at, and let the style notice: it polishes, and the page is laid out
    again, so the same value once more changes nothing."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
