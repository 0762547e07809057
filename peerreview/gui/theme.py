"""How everything looks: one set of colour tokens for each theme, and the palette and style sheet made from them.

`apply` does it all. Fusion is the base style on every system, so that what was checked here is what a school sees.
Painted widgets ask `tokens_of` for the colours of the palette they were given; nothing is kept in a global.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from peerreview.config import paths

from .typescale import TypeScale

FACE = "Atkinson Hyperlegible"


class Theme(StrEnum):
    """The themes offered in Settings; SYSTEM follows the computer."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True)
class Tokens:
    """Colours by what they are for. Pairs that must be readable on each other are listed in `READABLE`."""

    bg: str
    card: str
    nav: str
    text: str
    muted: str
    hint: str
    line: str
    field: str
    accent: str
    on_accent: str
    accent_soft: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str


LIGHT = Tokens(
    bg="#F4F6F9", card="#FFFFFF", nav="#FFFFFF", text="#1B2430", muted="#526070", hint="#526070", line="#D5DCE5",
    field="#7A8796", accent="#1F5FA8", on_accent="#FFFFFF", accent_soft="#E3EDF8", ok="#1B7A43", ok_soft="#E6F3EA",
    warn="#8A5300", warn_soft="#FBF1DF", bad="#B3261E", bad_soft="#FBEAE8",
)  # fmt: skip
DARK = Tokens(
    bg="#14181E", card="#1D232B", nav="#191E25", text="#E8EDF3", muted="#A7B3C1", hint="#A7B3C1", line="#343D49",
    field="#7C8A9A", accent="#7DB4F0", on_accent="#0C1A2A", accent_soft="#233448", ok="#6FCF97", ok_soft="#1B3326",
    warn="#F0B45A", warn_soft="#362B17", bad="#FF8A80", bad_soft="#3D2221",
)  # fmt: skip
CONTRAST = Tokens(
    bg="#000000", card="#050505", nav="#000000", text="#FFFFFF", muted="#FFFFFF", hint="#ADADAD", line="#FFFFFF",
    field="#FFFFFF", accent="#FFE14D", on_accent="#000000", accent_soft="#2B2600", ok="#7CFFB0", ok_soft="#00210E",
    warn="#FFD08A", warn_soft="#2B1B00", bad="#FFB3AC", bad_soft="#330300",
)  # fmt: skip

READABLE: tuple[tuple[str, str, float], ...] = (
    *(("text", ground, 4.5) for ground in ("bg", "card", "nav", "accent_soft", "ok_soft", "warn_soft", "bad_soft")),
    *(("muted", ground, 4.5) for ground in ("bg", "card", "nav", "accent_soft", "warn_soft")),
    *(("hint", ground, 4.5) for ground in ("card", "bg")),
    ("on_accent", "accent", 4.5),
    *((word, ground, 4.5) for word in ("ok", "warn", "bad") for ground in ("card", "bg", f"{word}_soft")),
    *(("accent", ground, 3.0) for ground in ("card", "bg", "accent_soft")),
    *(("field", ground, 3.0) for ground in ("card", "bg")),
)
"""(foreground, background, least contrast): 4.5 for text, 3 for borders and marks (WCAG 2.2, 1.4.3 and 1.4.11)."""


@dataclass(frozen=True)
class Look:
    """What a person chose: a theme and a text size in per cent."""

    theme: Theme = Theme.SYSTEM
    percent: int = 100

    @property
    def scale(self) -> TypeScale:
        """The sizes of this look."""
        return TypeScale(self.percent)

    def tokens(self, app: QApplication) -> Tokens:
        """The colours, asking the computer when the person left it to the computer."""
        if self.theme is Theme.SYSTEM:
            dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
            return DARK if dark else LIGHT
        return {Theme.LIGHT: LIGHT, Theme.DARK: DARK, Theme.CONTRAST: CONTRAST}[self.theme]


@cache
def load_fonts() -> None:
    """Make the bundled face known to Qt, once."""
    for file in sorted((paths.resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))


def apply(app: QApplication, look: Look) -> Tokens:
    """Give the whole application this look; takes effect at once in open windows."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    load_fonts()
    tokens = look.tokens(app)
    if look.theme is not Theme.SYSTEM:  # native title bars; says nothing on systems without the notion
        scheme = Qt.ColorScheme.Light if tokens is LIGHT else Qt.ColorScheme.Dark
        app.styleHints().setColorScheme(scheme)
    else:
        app.styleHints().unsetColorScheme()
    app.setPalette(palette(tokens))
    font = QFont(FACE)
    font.setPointSizeF(look.scale.body)
    app.setFont(font)
    app.setStyleSheet(style_sheet(tokens, look.scale))
    return tokens


def palette(tokens: Tokens) -> QPalette:
    """The colours as Qt's own roles."""
    role = QPalette.ColorRole
    made = QPalette()
    for where, colour in (
        (role.Window, tokens.bg), (role.WindowText, tokens.text), (role.Base, tokens.card),
        (role.AlternateBase, tokens.bg), (role.Text, tokens.text), (role.Button, tokens.card),
        (role.ButtonText, tokens.text), (role.Highlight, tokens.accent), (role.HighlightedText, tokens.on_accent),
        (role.PlaceholderText, tokens.hint), (role.ToolTipBase, tokens.card), (role.ToolTipText, tokens.text),
        (role.Link, tokens.accent), (role.LinkVisited, tokens.accent), (role.Light, tokens.line),
        (role.Midlight, tokens.line), (role.Mid, tokens.line), (role.Dark, tokens.field), (role.Accent, tokens.accent),
        (role.BrightText, tokens.bad),
    ):  # fmt: skip
        made.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, where, QColor(tokens.muted))
    return made


def tokens_of(widget: QWidget) -> Tokens:
    """The tokens behind a widget's palette."""
    ground = widget.palette().color(QPalette.ColorRole.Dark).name().upper()
    return next((tokens for tokens in (DARK, CONTRAST) if tokens.field == ground), LIGHT)


def style_sheet(tokens: Tokens, scale: TypeScale) -> str:
    """The one style sheet of the application."""
    sizes = {"title": scale.title, "heading": scale.heading, "question": scale.question, "wall": scale.wall}
    return _SHEET.format(**asdict(tokens), **sizes)


_SHEET = """
QMainWindow, QDialog, QWidget#page, QScrollArea, QScrollArea > QWidget#qt_scrollarea_viewport
  {{ background: {bg}; border: none; }}
QToolTip {{ background: {card}; color: {text}; border: 1px solid {field}; padding: 4px 6px; }}

QFrame#card {{ background: {card}; border: 1px solid {line}; border-radius: 8px; }}
QFrame#card[chosen="true"] {{ border: 2px solid {accent}; }}
QFrame#card QLabel, QFrame#banner QLabel {{ background: transparent; }}
QFrame#banner {{ border-radius: 8px; border: 1px solid {accent}; background: {accent_soft}; }}
QFrame#banner[tone="ok"] {{ border-color: {ok}; background: {ok_soft}; }}
QFrame#banner[tone="warn"] {{ border-color: {warn}; background: {warn_soft}; }}
QFrame#banner[tone="bad"] {{ border-color: {bad}; background: {bad_soft}; }}
QFrame#drop {{ border: 2px dashed {field}; border-radius: 8px; background: transparent; }}
QFrame#rule {{ background: {line}; border: none; max-height: 1px; min-height: 1px; }}

QLabel[kind="title"] {{ font-size: {title}pt; font-weight: 700; }}
QLabel[kind="heading"] {{ font-size: {heading}pt; font-weight: 700; }}
QLabel[kind="question"] {{ font-size: {question}pt; font-weight: 700; }}
QLabel[kind="strong"] {{ font-weight: 700; }}
QLabel[kind="muted"] {{ color: {muted}; }}
QLabel[kind="wall"] {{ font-size: {wall}pt; }}
QLabel[tone="ok"] {{ color: {ok}; }}
QLabel[tone="warn"] {{ color: {warn}; }}
QLabel[tone="bad"] {{ color: {bad}; }}

QFrame#nav {{ background: {nav}; border: none; border-right: 1px solid {line}; }}
QFrame#status {{ background: {nav}; border: none; border-top: 1px solid {line}; }}
QListWidget#navlist {{ background: transparent; border: none; outline: 0; }}
QListWidget#navlist::item {{ padding: 8px; border-radius: 6px; color: {text}; }}
QListWidget#navlist::item:hover {{ background: {bg}; }}
QListWidget#navlist::item:selected {{ background: {accent_soft}; color: {text}; }}
QListWidget#navlist::item:selected:focus {{ border: 2px solid {accent}; padding: 6px; }}

QLineEdit, QPlainTextEdit, QTableWidget, QListWidget#choices
  {{ background: {card}; color: {text}; border: 1px solid {field}; border-radius: 6px; padding: 6px 8px;
     placeholder-text-color: {hint}; selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTableWidget:focus, QListWidget#choices:focus
  {{ border: 2px solid {accent}; padding: 5px 7px; }}
QLineEdit:read-only, QPlainTextEdit[readOnly="true"] {{ background: {bg}; border-style: dashed; }}
QPlainTextEdit[wall="true"] {{ font-size: {wall}pt; }}
QListWidget#choices::item {{ padding: 8px; border-radius: 4px; }}
QListWidget#choices::item:selected {{ background: {accent_soft}; color: {text}; }}
QComboBox {{ background: {card}; color: {text}; border: 1px solid {field}; border-radius: 6px;
  padding: 6px 30px 6px 10px; }}
QComboBox:focus {{ border: 2px solid {accent}; padding: 5px 29px 5px 9px; }}
QComboBox::drop-down {{ border: none; width: 28px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{ background: {card}; color: {text}; border: 1px solid {field}; padding: 4px; outline: 0;
  selection-background-color: {accent_soft}; selection-color: {text}; }}
QComboBox QAbstractItemView::item {{ padding: 6px 8px; min-height: 24px; }}

QTableWidget {{ gridline-color: {line}; padding: 1px; alternate-background-color: {bg}; }}
QTableWidget:focus {{ padding: 0; }}
QTableWidget::item {{ padding: 4px 8px; }}
QTableWidget::item:selected {{ background: {accent_soft}; color: {text}; }}
QHeaderView {{ background: {bg}; }}
QHeaderView::section {{ background: {bg}; color: {muted}; border: none; border-bottom: 1px solid {line};
  padding: 7px 8px; font-weight: 700; }}

QPushButton {{ background: {card}; color: {text}; border: 1px solid {field}; border-radius: 6px; padding: 7px 14px; }}
QPushButton:hover {{ background: {accent_soft}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 6px 13px; }}
QPushButton:disabled {{ color: {muted}; border: 1px dashed {field}; background: transparent; }}
QPushButton[kind="primary"] {{ background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 700; }}
QPushButton[kind="primary"]:focus {{ border: 1px solid {accent}; padding: 7px 14px; }}
QPushButton[kind="primary"]:disabled {{ background: {bg}; color: {muted}; border: 1px dashed {field}; }}
QPushButton[kind="quiet"] {{ background: transparent; color: {accent}; border: 1px solid transparent;
  padding: 7px 4px; }}
QPushButton[kind="quiet"]:hover {{ background: {accent_soft}; }}
QPushButton[kind="quiet"]:focus {{ border: 2px solid {accent}; padding: 6px 3px; }}
QPushButton[kind="quiet"]:disabled {{ color: {muted}; border: 1px dashed {field}; }}
QPushButton[kind="concern"] {{ background: {warn_soft}; border: 1px solid {warn}; text-align: left; }}
QPushButton[kind="concern"]:focus {{ border: 2px solid {text}; }}
QPushButton[kind="step"], QPushButton[kind="here"] {{ background: transparent; border: none; border-radius: 6px;
  padding: 8px 10px; text-align: left; }}
QPushButton[kind="step"]:hover, QPushButton[kind="here"] {{ background: {accent_soft}; }}
QPushButton[kind="here"] {{ font-weight: 700; }}
QPushButton[kind="step"]:focus, QPushButton[kind="here"]:focus {{ border: 2px solid {accent}; padding: 6px 8px; }}

QProgressBar {{ border: none; background: {line}; border-radius: 4px; min-height: 8px; max-height: 8px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 4px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {field}; border-radius: 4px; min-height: 30px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
QScrollBar::handle:horizontal {{ background: {field}; border-radius: 4px; min-width: 30px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QMenu {{ background: {card}; color: {text}; border: 1px solid {field}; padding: 4px; }}
QMenu::item {{ padding: 6px 16px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent_soft}; }}
"""
