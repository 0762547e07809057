"""Closing while the disk does not take the last words: they are shown to be unsaved before anything goes."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QApplication

from .session import Session
from .shell import Shell
from .widgets.banner import Banner
from .widgets.buttons import Button

NOT_SAVED = "Your last words are not saved yet."


def seen_to(session: Session, shell: Shell) -> bool:
    """Whether the window may close: every word was taken, or the person has said that it may go."""
    words = session.unkept()
    if not words:
        return True
    copy = Button("Copy the words", partial(QApplication.clipboard().setText, "\n\n".join(words)), icon="copy")
    without = Button("Close without them", lambda: _let_go(session, shell))
    told = (
        "The disk does not take them. Free some space, or see whether it is there, and close again; or copy them first."
    )
    shell.show_banner(Banner(told, copy, without, lead=NOT_SAVED, tone="bad"))
    copy.setFocus()
    return False


def _let_go(session: Session, shell: Shell) -> None:
    session.let_go()
    shell.close()
