"""Documents on the Prepare page: attached, read here, saved to a folder, taken off again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from peerreview.domain.papers import EXCEL, PDF, WORD
from peerreview.gui.session import Desk
from peerreview.gui.widgets.buttons import Button, quiet
from peerreview.gui.widgets.card import Card, Empty
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label
from peerreview.services import documents
from peerreview.services.review_views import AttachmentView, ReviewView

from .document import DocumentDialog

if TYPE_CHECKING:
    from .review_frame import ReviewScreen

_KINDS = {PDF: "PDF", WORD: "Word", EXCEL: "Excel"}


def documents_card(screen: ReviewScreen, view: ReviewView, host: bool) -> Card:
    """The school's own papers, shown inside the program."""
    yours = "Your own self-evaluation, improvement plan or data report: no need to type it again."
    card = Card("Documents", yours if host else "The school's own papers, to be read here.")
    for each in view.attachments:
        kind = _KINDS.get(each.media, "File")
        said = f"{each.title}  ({kind}, {max(1, each.size // 1024)} KB, from {each.who})"
        read = Button("Read", partial(_read, screen, each), about=each.title)
        off = [quiet("Take off the page", partial(_take_off, screen, each.record), about=each.title)] if host else []
        card.add(SideBySide(label(said), read, *off, letters=70))
    if not view.attachments:
        card.add(Empty("No documents yet. PDF, Word and Excel files up to 20 MB.", icon="paperclip"))
    save = [quiet("Save all to a folder …", partial(_save, screen), icon="folder-open")] if view.attachments else []
    card.buttons(Button("Attach documents …", partial(_attach, screen), icon="paperclip"), *save)
    return card


def _attach(screen: ReviewScreen) -> None:
    names, _ = QFileDialog.getOpenFileNames(screen, "Attach documents", "", "Documents (*.pdf *.docx *.xlsx)")
    if names:
        screen.carry(lambda desk: _attach_each(desk, screen.review, names), "Attaching", fetches=True)


def _attach_each(desk: Desk, review: str, names: Sequence[str]) -> None:
    for name in names:
        documents.attach(desk.ports, desk.signer, review, Path(name), progress=desk.progress, turn=desk.turn)


def _read(screen: ReviewScreen, paper: AttachmentView) -> None:
    DocumentDialog(screen, screen.review, paper).open()


def _take_off(screen: ReviewScreen, record: str) -> None:
    screen.act(lambda desk: documents.take_off(desk.ports, desk.signer, screen.review, record))


def _save(screen: ReviewScreen) -> None:
    folder = QFileDialog.getExistingDirectory(screen, "Where should the documents go?")
    if folder:
        job = screen.session.ask(
            lambda desk: documents.save(desk.ports, desk.signer, screen.review, Path(folder), progress=desk.progress),
            "Saving the documents",
        )
        job.then(screen, lambda saved: screen.session.tell(saved.sentence))
