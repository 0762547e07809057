"""What is pasted or dropped, made plain: the words that were meant, without the marks of Word and the web."""

from __future__ import annotations

import re
from unicodedata import normalize

LONGEST_PARAGRAPH = 2000
"""Characters. A longer paragraph is broken where a sentence ends: it is laid out anew as a whole at every key."""

_BREAKS = ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_NOTHING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffc\ufff9-\ufffb\ud800-\udfff]")
_SYMBOL = "[•◦‣∙·▪▫■□●○◆➢➤✓✔➔\uf0a7\uf0b7\uf0d8\uf0fc][ \t]*"
_TABBED = "(?:[o§v*–—-]|\\(?\\d{1,3}[.)]|[a-z][.)]) ?\t[ \t]*"  # Word's own; without the tab somebody typed it
_BULLET = re.compile(f"^[ \t]*(?:{_SYMBOL}|{_TABBED})", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)]* ")


def clean(text: str) -> str:
    """Plain NFC text of `text`: bullets become lines, odd spaces plain ones; control characters and soft hyphens go.

    Curly quotes, dashes, emoji and the marks of right-to-left writing stay: they are meant. The window waits for this:
    what a whole text can be asked for by plain search costs a tenth of an expression that looks at every character.
    """
    lines = text
    for mark in _BREAKS:
        lines = lines.replace(mark, "\n")
    lines = _BULLET.sub("", lines)  # while the tab that Word puts after a bullet still tells it from a dash
    lines = _NOTHING.sub("", _SPACES.sub(" ", lines))
    lines = "\n".join(line.rstrip(" ") for line in lines.split("\n"))
    while "\n\n\n" in lines:
        lines = lines.replace("\n\n\n", "\n\n")
    return normalize("NFC", "\n".join(map(_broken, lines.split("\n"))))


def one_line(text: str) -> str:
    """The same for a field of one line: what stood below each other stands after each other."""
    return " ".join(part for part in (line.strip() for line in clean(text).split("\n")) if part)


def _broken(paragraph: str) -> str:
    if len(paragraph) <= LONGEST_PARAGRAPH:
        return paragraph
    parts, start = [], 0
    while len(paragraph) - start > LONGEST_PARAGRAPH:
        room = paragraph[start : start + LONGEST_PARAGRAPH]
        sentences = _last_end(room, LONGEST_PARAGRAPH // 2) or _last_end(room, 0)
        end = sentences or room.rfind(" ") + 1 or LONGEST_PARAGRAPH
        parts.append(room[:end].rstrip(" "))
        start += end
    return "\n".join([*parts, paragraph[start:]])


def _last_end(room: str, start: int) -> int:
    """Where the last sentence that ends after `start` ends, or 0."""
    return max((match.end() for match in _SENTENCE_END.finditer(room, start)), default=0)
