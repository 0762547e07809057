"""What came and what went: what I sent and when it arrived, what I wait for, what came, and what is set aside."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from peerreview.analysis.wording import listed
from peerreview.domain.dates import moment, short
from peerreview.domain.ledger import SetAside
from peerreview.errors import UserFacingError
from peerreview.gui.dialogs import Dialog
from peerreview.gui.screen import Screen
from peerreview.gui.session import Desk
from peerreview.gui.widgets.buttons import Button, quiet
from peerreview.gui.widgets.card import Card, Empty, Page, rule
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, title
from peerreview.services import opening, post, sending, went
from peerreview.services.post import Came, PostView
from peerreview.services.posting import Sent
from peerreview.services.views import HomeLine
from peerreview.services.went import Went

from .astray import AstrayDialog
from .one_line import OneLineDialog


class ArrivedScreen(Screen[PostView]):
    """Sent and arrived; what is set aside is kept outside until it is vouched for or let in by name."""

    def fetch(self, desk: Desk) -> PostView:
        return post.show(desk.ports, desk.signer)

    def build(self, view: PostView) -> QWidget:
        page = Page(self)
        page.add(title("Sent and arrived"))
        if view.aside:
            page.add(muted("What is set aside has not been brought in. Only there can anything be deleted."))
        by_reason: dict[str, list[SetAside]] = {}
        for each in view.aside:
            by_reason.setdefault(each.reason, []).append(each)
        how, names = dict(view.admits), dict(view.authors)
        for reason, found in by_reason.items():
            who = listed([name for name in dict.fromkeys(names.get(each.author, "") for each in found) if name])
            page.add(self._aside(reason, found, who, how.get(reason, "")))
        if view.folder:
            page.add(self._folder(view.folder))
        if view.with_others or view.owed:
            page.add(self._waits(view))
        page.add(self._went(view.went), self._came(view.came))
        return page

    # --- cards -------------------------------------------------------------------------------------------

    def _aside(self, reason: str, found: list[SetAside], who: str, how: str) -> Card:
        card = Card(f"Set aside, needs a look: {reason}")
        of = f" of {who}" if who else ""
        many = f"One change{of} is waiting." if len(found) == 1 else f"{len(found)} changes{of} are waiting."
        card.add(label(f"{many} {how}"))
        let_in = Button("Let it in …", partial(self._let_in, found), about=reason)
        delete = quiet("Delete here …", partial(self._delete, found), about=reason)
        card.buttons(*([let_in] if all(map(opening.may_be_let_in, found)) else []), delete)
        return card

    def _folder(self, found: Sequence[tuple[Path, str]]) -> Card:
        card = Card("In your folder", "They lie whole in the folder that you watch, and are not brought in yet.")
        for path, said in found:
            open_it = Button("Open", partial(self.session.files_wanted.emit, [str(path)]), about=path.name)
            card.add(SideBySide(label(f"{path.name}: {said}"), open_it, letters=80))
        return card

    def _waits(self, view: PostView) -> Card:
        card = Card("What you wait for, and who waits for you")
        for line in view.with_others:
            card.add(SideBySide(label(_waiting(line)), self._reminder(line), letters=80))
        if view.owed:
            names = ", ".join(name for _, name in view.owed)
            words = (
                f"They do not know yet that their files arrived: {names}. Word goes with your next file, or by itself."
            )
            send = Button("Send word …", partial(self._word, [person for person, _ in view.owed]), about=names)
            card.add(SideBySide(label(words), send, letters=80))
        return card

    def _reminder(self, line: HomeLine) -> Button:
        return quiet("Copy a reminder", partial(self._copy, line.reminder), icon="copy", about=line.what)

    def _went(self, found: Sequence[Went]) -> Card:
        card = Card("What you sent")
        if not found:
            card.add(Empty("Nothing has been sent yet.", self.home_button(), icon="send"))
        for index, each in enumerate(found):
            if index:
                card.add(rule())
            card.add(label(f"{each.what}. {went.sentence(each)}"))
            about = f"{each.what}, {', '.join(name for name, _ in each.to)}"
            send = ("Save it again", "save") if each.joining else ("Send again", "send")
            again = Button(send[0], partial(self._again, each.bundles[0]), icon=send[1], about=about)
            wrong = quiet("Wrong person, or asked back …", partial(self._astray, each), about=about)
            copy = Button(
                "Copy it elsewhere …", partial(self._copy_file, each), icon="copy", about=f"The same: {about}"
            )
            card.add(*([muted(each.stays)] if each.stays else []))
            card.buttons(
                *([again] if each.again else []),
                *([copy] if each.files else []),
                *([] if each.joining else [wrong]),
            )
        return card

    def _came(self, found: Sequence[Came]) -> Card:
        card = Card("What came", "A file can be taken out again until you write on it or send it on.")
        if not found:
            card.add(Empty("Nothing has come yet.", icon="inbox"))
        for index, each in enumerate(found):
            if index:
                card.add(rule())
            words = label(f"{moment(each.at)}, from {each.sender}. {each.what}")
            if each.taken_out:
                card.add(words, muted("Taken out again."))
            elif each.stays:
                card.add(words, muted(each.stays))
            else:
                out = quiet("Take it out again", partial(self._take_out, each.arrival), about=each.what)
                card.add(SideBySide(words, out, letters=80))
        return card

    # --- acts --------------------------------------------------------------------------------------------

    def _let_in(self, found: list[SetAside]) -> None:
        def keep(words: str) -> None:
            changes = [each.change for each in found]
            self.act(lambda desk: opening.let_in(desk.ports, desk.signer, changes, words))

        hint = "Everybody who holds the review sees the reason. Ring the person first."
        OneLineDialog(self, "Why do you let it in?", hint, None, keep, button="Let it in").open()

    def _delete(self, found: list[SetAside]) -> None:
        def delete(desk: Desk) -> None:
            for each in found:
                opening.drop_aside(desk.ports, desk.signer, each.change)

        def sure() -> None:
            asked.accept()
            self.act(delete)

        one = len(found) == 1
        asked = Dialog("Delete this change here?" if one else f"Delete these {len(found)} changes here?", self)
        asked.add(label("From this computer, for good. The author has all of it still, and can send it again."))
        asked.button("Keep it set aside", asked.reject, main=True)
        asked.button("Delete it here", sure)
        asked.open()

    def _take_out(self, arrival: str) -> None:
        self.act(
            lambda desk: opening.take_out(desk.ports, desk.signer, arrival),
            then=lambda _done: self.session.tell("Taken out again. Everything is as it was before."),
        )

    def _again(self, bundle: str) -> None:
        """One key: into the place where it was put the last time; another is asked for only when that is gone."""
        job = self.session.ask(lambda desk: post.again(desk.ports, desk.signer, bundle), "Making the file again")
        job.quiet = True
        job.fails(self, partial(self._elsewhere, bundle))
        job.then(self, self._made)

    def _elsewhere(self, bundle: str, error: BaseException) -> None:
        if not isinstance(error, UserFacingError) or error.code != "no_folder":
            self.session.tell(str(error), "warn")
            return
        folder = QFileDialog.getExistingDirectory(self, "Where should the file go? A stick or a folder.")
        if folder:
            self.send_again(bundle, Path(folder))

    def send_again(self, bundle: str, folder: Path) -> None:
        """Make a file again, in `folder`."""
        job = self.session.ask(
            lambda desk: post.again(desk.ports, desk.signer, bundle, folder, desk.progress), "Making the file again"
        )
        job.then(self, self._made)

    def _made(self, sent: Sent) -> None:
        self.refresh()
        self.session.tell_sent(sent)

    def _copy_file(self, each: Went) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the same file go? A stick or a folder.")
        if folder:
            self.copy_file(each, Path(folder))

    def copy_file(self, each: Went, folder: Path) -> None:
        """Put the very file that was made into another folder, too."""
        self.act(
            lambda desk: post.copy(desk.ports, desk.signer, each.bundles, folder, desk.progress),
            "Copying the file",
            then=lambda paths: self.session.tell(f"Copied to {folder}: {', '.join(path.name for path in paths)}."),
        )

    def _word(self, people: Sequence[str]) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the file go? A stick or a folder.")
        if folder:
            self.send_word(people, Path(folder))

    def send_word(self, people: Sequence[str], folder: Path) -> None:
        """Make the file that says to people that theirs arrived."""
        self.act(
            lambda desk: sending.receipts(desk.ports, desk.signer, people, folder, desk.progress),
            "Making the file",
            then=self.session.tell_sent,
        )

    def _astray(self, each: Went) -> None:
        AstrayDialog.ask(self, each.bundles)

    def _copy(self, words: str) -> None:
        QApplication.clipboard().setText(words)
        self.session.tell("Copied. Paste it into an e-mail.")


def _waiting(line: HomeLine) -> str:
    by = f" By {short(line.by)}." if line.by else ""
    return f"{line.school}: {line.what.rstrip('.')}. With {line.with_whom or 'a colleague'}.{by}"
