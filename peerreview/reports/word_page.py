"""A blank Word page in our look: A4, our styles and colours, language, properties and footer."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

INK, ACCENT, MUTED = RGBColor(0x1B, 0x24, 0x30), RGBColor(0x1F, 0x5F, 0xA8), RGBColor(0x52, 0x60, 0x70)
WIDTH = 170  # mm
_SIZES = {"Title": 24, "Heading 1": 14, "Heading 2": 11.5}


def blank(*, title: str, foot: str, author: str, subject: str, language: str, made: date) -> WordDocument:
    """An A4 document with our styles, language, properties and footer."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    section.footer.paragraphs[0].text = clean(foot)
    for name, size in _SIZES.items():
        _style(document.styles[name], size, INK if name == "Title" else ACCENT)
    document.styles["Title"].font.bold = True
    _style(document.styles["Normal"], 10.5, INK)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    spoken = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    spoken.set(qn("w:val"), language)
    when = datetime.combine(made, time(), UTC)
    properties = document.core_properties
    properties.title, properties.author = clean(title), clean(author)
    properties.subject, properties.language = clean(subject), language
    properties.created = properties.modified = when
    properties.last_modified_by = properties.comments = ""
    return document


def clean(text: str) -> str:
    """`text` without what XML 1.0 cannot hold."""
    return "".join(filter(_fits_xml, text))


def _style(style: Any, size: float, colour: RGBColor) -> None:
    style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme's font would win over the name
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _fits_xml(character: str) -> bool:
    return character in "\n\t" or (
        unicodedata.category(character) not in ("Cc", "Cs") and character not in "\ufffe\uffff"
    )
