"""Share: the host's plan line by line, the report made for each audience, and stopping."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from peerreview.domain.dates import short
from peerreview.domain.people import Role
from peerreview.domain.reviews import Audience, Level
from peerreview.gui.dialogs import Dialog
from peerreview.gui.session import Desk
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card, Page, rule
from peerreview.gui.widgets.choice_fields import DateField, PickField
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, question
from peerreview.gui.widgets.text_field import TextField
from peerreview.gui.widgets.tick import Tick
from peerreview.services import findings, recalling, sending, sharing, sharing_by_plan, sharing_plan
from peerreview.services.posting import Sent
from peerreview.services.report_views import Finding
from peerreview.services.review_views import ReviewView
from peerreview.services.sharing_views import AudienceView, ReleaseView, UntoldView
from peerreview.services.words import LEVEL_WORDS

from .astray import AstrayDialog
from .review_frame import ReviewScreen
from .stops import before_sharing_card

_TRUSTS = frozenset({Audience.TRUST, Audience.DIOCESE})


class ShareScreen(ReviewScreen):
    """Who may see the report, at which level; only the host shares, and nothing can be un-sent."""

    found: tuple[Finding, ...] = ()

    def show_view(self, view: ReviewView, *, anew: bool = True) -> None:
        super().show_view(view, anew=anew)
        if view.my_role == Role.HOST and view.signing.versions:
            job = self.session.ask(lambda desk: findings.before_sharing(desk.ports, desk.signer, self.review))
            job.then(self, self.show_findings)

    def show_findings(self, found: tuple[Finding, ...]) -> None:
        """Show what may name a person and nobody looked at yet."""
        if found != self.found:
            self.found = found
            self.rebuild()

    def page(self, view: ReviewView) -> QWidget:
        page = Page(self.frame)
        host = view.my_role == Role.HOST
        if not host:
            page.add(
                Banner(
                    "You see here what was decided.", lead="The report belongs to the host school; the host shares it."
                )
            )
        if view.sharing.untold:
            page.add(self._untold(view.sharing.untold))
        if host and view.sharing.must_say:
            page.add(self._must_say(view))
        signed = any(version.state != "open" for version in view.signing.versions)
        if host and not signed:
            page.add(muted("Sharing opens once the report is signed. The plan can be changed until then."))
        if host and self.found:
            page.add(before_sharing_card(self, self.found))
        plan = Card("Who may see the report", f"{view.handbook.words.only} is the least, the full report the most.")
        if len(view.sharing.outstanding) > 1:
            plan.buttons(primary("Share with all of them …", self._share_all, icon="send"))
        for index, line in enumerate(view.sharing.plan):
            if index:
                plan.add(rule())
            self._line(view, line, plan, may_share=host and signed)
        if host:
            plan.buttons(quiet(f"Use “{view.handbook.sharing.label}”", self._usual))
        page.add(plan)
        if view.sharing.releases:
            page.add(self._shared(view, host))
        if view.follow_up.days:
            page.add(muted(view.follow_up.days))
        return page

    def _untold(self, untold: Sequence[UntoldView]) -> Card:
        """Those who got a version that another one has replaced: tell them, and share the new one."""
        first = untold[0]
        card = Card(
            f"Version {first.newest} replaces version {first.version}",
            "They got the earlier version, and have to be told. Sharing the new one with them settles it.",
        )
        for each in untold:
            who = f"{each.label}: {', '.join(each.names)}" if each.names else each.label
            copy = partial(self._copy, each.message)
            card.add(SideBySide(label(who), Button("Copy a message", copy, icon="copy", about=each.label), letters=80))
        return card

    def _copy(self, words: str) -> None:
        QApplication.clipboard().setText(words)
        self.session.tell("Copied. Paste it into an e-mail.")

    def _must_say(self, view: ReviewView) -> Card:
        card = Card(
            "Before you share",
            f"The overall {view.handbook.words.view} asks for support. Say who tells whom, so that no table does.",
        )
        share = view.sharing
        card.add(self.bind(TextField(share.tells_chair, "Who tells the chair of governors", lines=1)))
        card.add(self.bind(TextField(share.rings_lead, "Who rings the lead headteacher or link officer", lines=1)))
        card.add(self.bind(DateField(share.tells_by, "By when", near=view.visit_date)))
        return card

    def _line(self, view: ReviewView, line: AudienceView, card: Card, *, may_share: bool) -> None:
        levels = [("none", "Nothing"), *((str(level), level_words(view, level)) for level in Level)]
        pick = self.bind(PickField(line.level.unexplained, line.label, levels, beside=True))
        if line.least:
            pick.column.addWidget(muted(f"Your network expects at least: {level_words(view, line.least).lower()}."))
        card.add(pick)
        if line.people:
            card.add(muted(", ".join(name for _, name in line.people)))
        if line.audience in _TRUSTS and line.level.text not in ("", "none"):
            card.add(self.bind(TextField(line.agreed_with, "Agreed with (name, date)", lines=1)))
        given = line.level.text not in ("", "none")
        buttons: list[QWidget] = []
        if may_share and given:
            buttons.append(Button("Share with them …", partial(self._share, line), icon="send", about=line.label))
        if may_share and any(each.audience == line.audience and not each.stopped for each in view.sharing.releases):
            buttons.append(quiet("Stop sharing and ask for it back …", partial(self._stop, line), about=line.label))
        if line.stopped:
            card.add(muted(f"Stopped on {short(line.stopped)}."))
        if buttons:
            card.buttons(*buttons)

    def _shared(self, view: ReviewView, host: bool) -> Card:
        card = Card("Shared so far")
        for release in view.sharing.releases:
            card.add(SideBySide(self._release(view, release), *self._again(release, host), letters=80))
            card.add(*(muted(each) for each in release.log))
        return card

    def _release(self, view: ReviewView, release: ReleaseView) -> QWidget:
        to = ", ".join(release.to) or "no named person"
        audience = next(
            (each.label for each in view.sharing.plan if each.audience == release.audience), release.audience
        )
        when = f" on {short(release.on)}" if release.on else ""
        stopped = f" Stopped on {short(release.stopped)}." if release.stopped else ""
        return label(
            f"{level_words(view, release.level)}, version {release.version}: {audience} ({to}){when}.{stopped}"
        )

    def _again(self, release: ReleaseView, host: bool) -> list[QWidget]:
        if not host or release.stopped:
            return []
        save = quiet("Save the PDF …", partial(self._save_pdf, release.record), about=", ".join(release.to))
        return [save]

    # --- acts --------------------------------------------------------------------------------------------

    def _usual(self) -> None:
        self.act(lambda desk: sharing_plan.tick(desk.ports, desk.signer, self.review))

    def _share(self, line: AudienceView) -> None:
        if self.view:
            SureDialog(self, self.view, line).open()

    def _share_all(self) -> None:
        if self.view:
            ByPlanDialog(self, self.view).open()

    def share_all(self, folder: Path, *, by_email: bool) -> None:
        """Share with everybody in the plan who has not got it, and put what they get into `folder`."""
        self.act(
            lambda desk: sharing_by_plan.share(
                desk.ports, desk.signer, self.review, folder, desk.progress, by_email=by_email
            ),
            "Making the files",
            then=self._carried,
        )

    def share_by(self, line: AudienceView, carry: Callable[[Desk, sharing.Released], Sent | str], words: str) -> None:
        """Make the report for an audience and let `carry` take it out; it gives the sentence to show."""
        level = Level(line.level.text)
        below = line.least is not None and level.rank < line.least.rank

        def share(desk: Desk) -> Sent | str:
            made = sharing.share(desk.ports, desk.signer, self.review, line.audience, level, below_least=below)
            return carry(desk, made)

        self.act(share, words, then=self._carried)

    def _carried(self, outcome: Sent | str) -> None:
        if isinstance(outcome, Sent):
            self.session.tell_sent(outcome)
        else:
            self.session.tell(outcome)

    def _stop(self, line: AudienceView) -> None:
        dialog = Dialog(f"Stop sharing with {line.label.lower()}?", self)
        dialog.add(label("They are asked to remove it. What they have read or saved cannot be recalled."))

        def stop() -> None:
            dialog.accept()
            self.act(
                lambda desk: (
                    sharing.stop(desk.ports, desk.signer, self.review, line.audience),
                    recalling.of_audience(desk.ports, desk.signer, self.review, line.audience),
                )[1],
                then=self._ask_back,
            )

        dialog.button("Stop sharing", stop, main=True)
        dialog.closes("Not yet")
        dialog.open()

    def _ask_back(self, files: Sequence[Sequence[str]]) -> None:
        """What they hold, and how to ask for it back; where the PDF alone was handed over, words have to do."""
        if not files:
            self.session.tell("Sharing has stopped. No file was made for them here: ask for the PDF back in person.")
        for bundles in files:
            AstrayDialog.ask(self, bundles)

    def _save_pdf(self, record: str) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the PDF go?")
        if folder:
            self.save_to(record, Path(folder))

    def save_to(self, record: str, folder: Path) -> None:
        """Put a shared report's PDF into a folder."""
        job = self.session.ask(
            lambda desk: sending.report_pdf(desk.ports, desk.signer, self.review, record, folder), "Saving the PDF"
        )
        job.then(self, lambda path: self.session.tell(f"Saved as {path.name}."))


class SureDialog(Dialog):
    """The sentence that is always asked before a report goes out. Nothing has happened until a button says so."""

    def __init__(self, screen: ShareScreen, view: ReviewView, line: AudienceView) -> None:
        super().__init__("Share the report", screen)
        self._screen, self._line = screen, line
        level = level_words(view, Level(line.level.text)).lower()
        named = [
            f"{each.name}, {each.place[0].lower()}{each.place[1:]}" if each.place else each.name
            for each in line.addressees
        ]
        names = " and ".join(named or [name for _, name in line.people]) or line.label.lower()
        self.add(question(f"You are about to send the {level} on {view.school} to {names}. You cannot un-send it."))
        chosen = Level(line.level.text)
        self.add(*(label(words, tone="warn") for each in line.addressees if (words := each.first(chosen))))
        self.email = Tick("It goes by e-mail: no file larger than my e-mail takes", False)
        if line.people:
            self.add(self.email)
        self.add(muted("It goes as a file made for them alone, or as the PDF, to hand over or e-mail yourself."))
        if line.people:
            self.button("Send …", self._send, main=True, about="Make a file for them alone").setFocus()
        self.button("Save the PDF …", self._pdf)
        self.closes("Not yet")

    def _send(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the file go? A stick or a folder.")
        if folder:
            self.send(Path(folder))

    def send(self, folder: Path) -> None:
        """Share, and make the file for them in `folder`."""
        review, mail = self._screen.review, self.email.isChecked()

        def carry(desk: Desk, made: sharing.Released) -> Sent:
            ports, signer = desk.ports, desk.signer
            return sending.report(ports, signer, review, made.record, folder, (), desk.progress, by_email=mail)

        self.accept()
        self._screen.share_by(self._line, carry, "Making the file")

    def _pdf(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the PDF go?")
        if folder:
            self.save(Path(folder))

    def save(self, folder: Path) -> None:
        """Share, and put the PDF into `folder`."""
        review = self._screen.review

        def carry(desk: Desk, made: sharing.Released) -> str:
            path = sending.report_pdf(desk.ports, desk.signer, review, made.record, folder)
            return f"Saved as {path.name}."

        self.accept()
        self._screen.share_by(self._line, carry, "Making the report")


class ByPlanDialog(Dialog):
    """What goes to whom, a line each, asked once for the whole plan. Nothing has happened until a button says so."""

    def __init__(self, screen: ShareScreen, view: ReviewView) -> None:
        super().__init__("Share by the plan", screen)
        self._screen = screen
        self.add(question(f"You are about to send the report on {view.school}. You cannot un-send it."))
        for line in view.sharing.outstanding:
            level = Level(line.level.text)
            for each in line.addressees:
                self.add(label(f"{level_words(view, level)}: {each.name}, {each.place[:1].lower()}{each.place[1:]}"))
                if words := each.first(level):
                    self.add(label(words, tone="warn"))
            if not line.addressees:
                self.add(label(f"{level_words(view, level)}: {line.label}, as a PDF to hand over"))
        self.email = Tick("It goes by e-mail: no file larger than my e-mail takes", False)
        self.add(self.email, muted("Nobody gets more than what stands here. All files go into one folder."))
        self.button("Send …", self._send, main=True, about="Make all files").setFocus()
        self.closes("Not yet")

    def _send(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the files go? A stick or a folder.")
        if folder:
            self.send(Path(folder))

    def send(self, folder: Path) -> None:
        """Share with all, and put what they get into `folder`."""
        self.accept()
        self._screen.share_all(folder, by_email=self.email.isChecked())


def level_words(view: ReviewView, level: Level) -> str:
    """A level in the pack's words."""
    return view.handbook.words.only if level is Level.VIEWS else LEVEL_WORDS[level]
