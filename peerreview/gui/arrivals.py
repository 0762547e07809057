"""One action for any file: look what it is; bring it in at once when nothing clashes, ask first when something does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from peerreview.analysis.wording import listed
from peerreview.errors import UserFacingError
from peerreview.services import documents, opening
from peerreview.services.opening import Several
from peerreview.services.posting import Sent
from peerreview.services.review_views import ReviewView
from peerreview.services.views import ArrivalView, BroughtIn, Target
from peerreview.services.views import Screen as Where

from .dialogs import Dialog
from .failures import tell
from .session import Session
from .shell import Shell
from .widgets.banner import Banner
from .widgets.buttons import Button
from .widgets.text import label, muted, strong

_JOINING = "invitation"
_PHRASE = frozenset({"phrase_needed", "wrong_phrase"})
_NOT_OURS = frozenset({"no_report_data", "unknown_file"})


class Arrivals(QObject):
    """Opens files for the session and says in the shell what came of it."""

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__()
        self._session, self._shell = session, shell
        self._own: ReviewView | None = None
        self._wanting: list[Path] = []

    def open(self, paths: Sequence[Path], own: ReviewView | None = None) -> None:
        """Open one file, or many in one go. A document of the school's can be attached to `own`, its open review."""
        self._own = own
        if len(paths) > 1:
            job = self._session.fetch(
                lambda desk: opening.bring_all(desk.ports, desk.signer, paths, desk.progress, desk.turn),
                "Opening the files",
            )
            job.then(self, self.show_several)
            return
        path = paths[0]
        look = self._session.fetch(
            lambda desk: opening.look(desk.ports, desk.signer, path, progress=desk.progress, turn=desk.turn),
            "Opening the file",
        )
        look.quiet = True
        look.failed.connect(partial(self._not_opened, path))
        look.then(self, self.show_look)

    def show_look(self, view: ArrivalView) -> None:
        """Bring it in when nothing clashes; else say first what it will add."""
        if view.clean and view.kind not in (_JOINING, "request"):
            self.bring_in(Path(view.path))
        elif view.kind in ("workbook", "handbook", "key_file"):
            path = Path(view.path)
            self._shell.show_banner(Banner("", *self._attaching(path), lead=view.said, closes=True))
        else:
            ArrivalDialog(self, view, self._shell).open()

    def bring_in(self, path: Path) -> None:
        """Bring a file in."""
        job = self._session.fetch(
            lambda desk: opening.bring_in(desk.ports, desk.signer, path, progress=desk.progress, turn=desk.turn),
            "Bringing it in",
        )
        job.then(self, partial(self.show_brought, path))

    def show_brought(self, path: Path, brought: BroughtIn) -> None:
        """Say what was added, with the way to take it out again."""
        self._wanting = [each for each in self._wanting if each != path]
        buttons = []
        if brought.new_stamp:
            buttons.append(Button("Compare the words …", partial(self._compare, path), about="Of the new stamp"))
        if brought.arrival:
            buttons.append(Button("Take it out again", partial(self._take_out, brought.arrival)))
        if brought.two_versions and brought.streams:
            choose = Target(Where.TWO_VERSIONS, brought.streams[0])
            buttons.append(Button("Choose between two versions", partial(self._session.go, choose)))
        if brought.set_aside:
            buttons.append(Button("Look at what is set aside", partial(self._session.go, Target(Where.OPEN))))
        buttons += self._next()
        tone = "warn" if brought.set_aside or brought.two_versions or brought.new_stamp else "ok"
        self._changed()
        came, *more = brought.said
        self._shell.show_banner(Banner(" ".join(more), *buttons, lead=came, tone=tone, closes=True))

    def show_sent(self, sent: Sent) -> None:
        """Say what was made to be sent, with a message to paste into the e-mail that carries it."""
        copy = Button("Copy a message for the e-mail", partial(self._copy, sent.message), icon="copy")
        self._shell.show_banner(Banner("", *([copy] if sent.message else []), lead=sent.sentence, closes=True))

    def _copy(self, words: str) -> None:
        QApplication.clipboard().setText(words)

    def show_several(self, several: Several) -> None:
        """After many files: how many came in, which want a look first, and each that did not with its reason."""
        self._changed()
        brought = several.brought
        lead = f"{len(brought) or 'No'} file{'' if len(brought) == 1 else 's'} brought in."
        said = [f"{Path(each.path).name}: {each.sentence}" for each in several.unopened]
        self._wanting = [Path(each.path) for each in several.wanting]
        if self._wanting:
            want = "wants" if len(self._wanting) == 1 else "want"
            said.append(f"{listed([path.name for path in self._wanting])} {want} a look before coming in.")
        if any(each.new_stamp for each in brought):
            said.append("Our network has a new stamp: open the office’s file by itself to compare the words.")
        if several.left:
            said.append(f"You stopped: {several.left} not opened.")
        bugs = [tell(each.bug).details for each in several.unopened if each.bug]
        tone = "warn" if said else "ok"
        self._shell.show_banner(
            Banner(" ".join(said), *self._next(), lead=lead, tone=tone, details="; ".join(bugs), closes=True)
        )

    def _next(self) -> list[Button]:
        """The way to the next of many files that wants a look; one that is put off comes round again."""
        return [Button("Look at the next file …", self._look_at_next)] if self._wanting else []

    def _look_at_next(self) -> None:
        path, *others = self._wanting
        self._wanting = [*others, path]
        self.open([path])

    def _compare(self, path: Path) -> None:
        from .screens.stamp import AcceptStampDialog

        AcceptStampDialog.look(self._session, path, self._shell)

    def _take_out(self, arrival: str) -> None:
        job = self._session.ask(lambda desk: opening.take_out(desk.ports, desk.signer, arrival))
        job.then(self, lambda _done: self._taken_out())

    def _taken_out(self) -> None:
        self._changed()
        self._say("Taken out again. Everything is as it was before.")

    def _not_opened(self, path: Path, error: BaseException) -> None:
        if isinstance(error, UserFacingError) and error.code in _PHRASE:
            from .screens.joining import JoinDialog

            JoinDialog(self._session, path, self._shell).open()
            return
        told = tell(error)
        ways = self._attaching(path) if isinstance(error, UserFacingError) and error.code in _NOT_OURS else []
        self._shell.show_banner(
            Banner(told.rest, *ways, lead=told.happened, tone=told.tone, details=told.details, closes=True)
        )
        if ways:
            ways[0].setFocus()  # whoever chose the file goes on with Enter

    def _attaching(self, path: Path) -> list[Button]:
        """The button that attaches a document to the school's own review, when one is open and it may be."""
        if self._own is None or path.suffix.lower() not in documents.ATTACHED:
            return []
        review = self._own.stream

        def attach() -> None:
            job = self._session.fetch(
                lambda desk: documents.attach(
                    desk.ports, desk.signer, review, path, progress=desk.progress, turn=desk.turn
                ),
                "Attaching",
            )
            job.then(self, lambda _done: self._attached(path))

        return [Button(f"Attach it to the review of {self._own.school}", attach, icon="paperclip")]

    def _attached(self, path: Path) -> None:
        self._changed()
        self._say(f"{path.stem} is attached. Your reviewers get it with your next file.")

    def _changed(self) -> None:
        self._session.arrived.emit()

    def _say(self, text: str, tone: str = "ok") -> None:
        self._session.tell(text, tone)


class ArrivalDialog(Dialog):
    """What a file will add, and what needs a look, before anything is brought in."""

    def __init__(self, arrivals: Arrivals, view: ArrivalView, parent: Shell) -> None:
        super().__init__("What this will add", parent)
        self._arrivals, self._view = arrivals, view
        known = "" if view.known else " We do not know this sender."
        self.add(strong(f"From {view.sender}.{known}" if view.sender else Path(view.path).name))
        self.add(label(view.said))
        for words, again in (("New", False), ("Changed", True)):
            found = [each for each in view.adds if each.changed is again]
            if found:
                self.add(strong(words))
            for each in found:
                self.add(muted(f"{each.count} {each.what}" + (f", {each.school}" if each.school else "")))
        if view.clashes:
            self.add(strong("Two versions: both are kept, and you choose"))
            self.add(*(muted(each) for each in view.clashes))
        for warning in view.warnings:
            self.add(label(warning, tone="warn"))
        if view.aside:
            self.add(strong("Set aside: it stays outside until it is let in or vouched for"))
            self.add(*(muted(each) for each in view.aside))
        if view.seen_before:
            self.closes("Close")
            return
        self.button("Bring it in", self._bring, main=True)
        self.closes("Not now")

    def _bring(self) -> None:
        self.accept()
        self._arrivals.bring_in(Path(self._view.path))
