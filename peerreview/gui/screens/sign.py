"""Sign: what stands in the way, who has signed, who has it now, and signing round the table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from peerreview.domain.dates import moment, short
from peerreview.domain.people import Role
from peerreview.domain.release import Changed
from peerreview.domain.reviews import Meaning, Step
from peerreview.gui import saving
from peerreview.gui.session import Desk
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card, IconMark, Page
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.identity.signer import Signer
from peerreview.services import findings, replaced, signing
from peerreview.services.report_views import Finding, ReportVersionView, SignerView, SigningView
from peerreview.services.review_views import ReviewView
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from peerreview.services.words import MEANING_WORDS

from .guest import GuestDialog
from .guest_sign import GuestSignDialog
from .one_line import OneLineDialog
from .review_frame import ReviewScreen
from .sending import SendDialog
from .stops import findings_card

_STATES = {"open": "Waiting for signatures", "signed": "Signed by all", "not_agreed": "Not agreed"}


class SignScreen(ReviewScreen):
    """Versions, newest first. Only a handful of things stop a signature; everything else is "sign and say why"."""

    found: tuple[Finding, ...] | None = None
    _read: Button | None = None

    def page(self, view: ReviewView) -> QWidget:
        page = Page(self.frame)
        newest = _newest(view)
        self._findings = QVBoxLayout()
        if _may_make(view):
            page.add(self._findings)
            if self.found is not None:
                self.show_findings(self.found)
        elif newest is None:
            go = Button("Go to the report", partial(self.session.go, Target(Where.REPORT, view.stream)))
            lead = "The report writer has not made the report yet."
            page.add(Banner("You will be asked to sign here.", go, lead=lead))
        for version in view.signing.versions:
            page.add(self._version(view, version, version is newest))
        return page

    def begin(self, page: QWidget, view: ReviewView) -> None:
        if view.signing.may_sign:
            self._to_the_pages()

    def _to_the_pages(self) -> None:
        """Read first, then sign: the keyboard is on the newest version's pages."""
        if self._read is not None:
            self._read.setFocus()
            self._into_sight(self._read)

    def show_view(self, view: ReviewView, *, anew: bool = True) -> None:
        super().show_view(view, anew=anew)
        if _may_make(view):
            self._ask_findings()

    def show_findings(self, found: Sequence[Finding]) -> None:
        """Show what was found, and the button that makes the version once nothing stands in the way."""
        self.found = tuple(found)
        view, stood = self.view, self.standing()
        while (item := self._findings.takeAt(0)) is not None:
            widget = item.widget()
            if widget:
                widget.hide()
                widget.deleteLater()
        if view is None:
            return
        card = findings_card(self, found)
        if all(each.reason for each in found):
            again = bool(view.signing.versions)
            words = f"Make version {len(view.signing.versions) + 1} …" if again else "Make the report for signing"
            card.buttons(primary(words, partial(self._make, again), icon="file-text"))
        self._findings.addWidget(card)
        card.show()
        if stood:
            self.stand_again(stood)

    def _ask_findings(self) -> None:
        ask = self.session.settled(lambda desk: findings.before_signing(desk.ports, desk.signer, self.review))
        job = self.session.ask(ask, "Looking at the report")
        job.then(self, self.show_findings)

    # --- a version ---------------------------------------------------------------------------------------

    def _version(self, view: ReviewView, version: ReportVersionView, newest: bool) -> Card:
        card = Card(f"Version {version.number}: {_STATES.get(version.state, version.state).lower()}")
        made = f"Made {moment(version.made)}."
        why = f" {version.why.rstrip('.')}." if version.why else ""
        replaces = f" It replaces version {version.replaces}; both are kept.{why}" if version.replaces else ""
        card.add(muted(made + replaces))
        for signer in version.signers:
            card.add(self._signer(view, version, signer))
        if not newest:
            later = view.signing.versions[0].number
            card.add(muted(f"Version {later} is the newest. This one stays readable and can still be checked."))
        elif version.changed_since:
            lead = "The review has changed since this version was made."
            card.add(Banner("A correction never edits a signed file: it makes a new version.", lead=lead, tone="warn"))
        changed = [quiet("What changed", partial(self._what_changed, version))] if version.replaces else []
        read = Button("Open the pages", partial(self.open_pages, version), icon="eye")
        if newest:
            self._read = read
        card.buttons(
            read,
            quiet("Save the PDF …", partial(self._save, version)),
            *changed,
        )
        if newest and version.state == "open":
            self._signing(view, version, card)
        elif newest and version.state == "signed":
            self._signed_by_all(view, card)
        return card

    def _signer(self, view: ReviewView, version: ReportVersionView, signer: SignerView) -> QWidget:
        done = signer.signed is not None
        who = f"{signer.name}{' (me)' if signer.me else ''}, {signer.role.lower()}"
        if signer.refused:
            state = f"does not sign: {signer.words}"
        elif signer.signed:
            meaning = MEANING_WORDS.get(signer.meaning, signer.meaning)  # type: ignore[call-overload]
            state = f"signed {moment(signer.signed)}: {meaning}"
        elif signer.aside:
            state = "signed a second copy, which the file that goes round does not hold: please sign again on this one"
        else:
            state = "not signed yet"
        words = QWidget()
        row = QHBoxLayout(words)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(IconMark("circle-check" if done else "circle", "ok" if done else "muted"))
        row.addWidget(label(f"{who}: {state}"), 1)
        begun = any(each.signed for each in version.signers)  # the report writer signs first
        waits = begun and not signer.signed and not signer.refused and not signer.me and version.state == "open"
        hand: list[QWidget] = []
        if waits and view.my_role != Role.OBSERVER:
            act = partial(self._hand_to, version, signer)
            hand.append(quiet(f"Hand the laptop to {signer.name} …", act, icon="laptop"))
            if signer.reminder:
                copy = partial(self._copy, signer.reminder)
                hand.append(quiet("Copy a reminder", copy, icon="copy", about=signer.name))
        return SideBySide(words, *hand, letters=90)

    def _signing(self, view: ReviewView, version: ReportVersionView, card: Card) -> None:
        if view.signing.may_sign:
            card.add(strong("Read the pages, then sign."))
            buttons: list[QWidget] = []
            for meaning in view.signing.meanings:
                make = primary if not buttons else Button
                words = f"Sign: {MEANING_WORDS[Meaning(meaning)]}"
                buttons.append(make(words, partial(self.sign, version.number, Meaning(meaning))))
            buttons.append(quiet("I do not sign …", partial(self._refuse, version.number)))
            card.buttons(*buttons)
        elif view.signing.with_whom and view.signing.since:
            card.add(self._where_it_is(view.signing, view.signing.since))
        if view.signing.without_from and view.signing.without and view.my_role == Role.LEAD_REVIEWER:
            self._without(view.signing, view.signing.without_from, card)

    def _where_it_is(self, state: SigningView, since: datetime) -> Banner:
        """One file goes round: who has it now and since when, and what brings it on its way."""
        if state.here:
            send = Button("Send it on …", partial(self._send_on, state), icon="send")
            lead = f"The file is here with you since {moment(since)}."
            return Banner(
                "One file goes round: send it to one who has not signed, or hand the laptop over.", send, lead=lead
            )
        copy = Button("Copy a reminder", partial(self._copy, state.reminder), icon="copy")
        return Banner("", copy, lead=f"With {state.with_whom} since {moment(since)}.")

    def _without(self, state: SigningView, day: date, card: Card) -> None:
        if not state.may_issue_without:
            said = "the lead headteacher may let the report be issued without somebody who cannot sign."
            card.add(muted(f"From {short(day)} {said}"))
            return
        issue = partial(self._issue_without, state)
        card.buttons(quiet("Issue it without a signature …", issue))

    def _signed_by_all(self, view: ReviewView, card: Card) -> None:
        """Where it goes from here: the host shares it, once the file with the signatures is on the host's computer."""
        if any(step.step is Step.SENT and step.on for step in view.steps):
            return
        if view.my_role == Role.HOST:
            go = partial(self.session.go, Target(Where.SHARE, view.stream))
            card.buttons(primary("Go on to sharing", go))
        elif view.my_role == Role.LEAD_REVIEWER:
            send = Button("Send it to my colleagues …", self._send, icon="send")
            card.add(Banner("The host shares it once your file has come.", send, lead="Signed by everybody."))

    # --- acts --------------------------------------------------------------------------------------------

    def _send_on(self, state: SigningView) -> None:
        if self.view:
            SendDialog(self.session, self.view, self, to=state.goes_to).open()

    def _what_changed(self, version: ReportVersionView) -> None:
        from .what_changed import WhatChangedDialog

        def changed(desk: Desk) -> tuple[Changed, ...]:
            return replaced.changed(desk.ports, desk.signer, self.review, version.number)

        def show(changes: tuple[Changed, ...]) -> None:
            WhatChangedDialog(self, version.number, version.replaces, changes).open()

        self.session.ask(changed, "Comparing the versions").then(self, show)

    def _issue_without(self, state: SigningView) -> None:
        from .issue_without import IssueWithoutDialog

        IssueWithoutDialog(self, state).open()

    def issue_without(self, people: Sequence[str], reason: str, lead: str) -> None:
        """Make a version that does not wait for these people (ids)."""

        def issue(desk: Desk) -> signing.Version:
            return signing.issue_without(desk.ports, desk.signer, self.review, people, reason, lead)

        said = "Made. The reason prints in the report. Everybody else signs this version."
        self.act(issue, "Making the report", then=lambda _made: self.session.tell(said))

    def _make(self, again: bool) -> None:
        def make(why: str) -> None:
            self.act(
                lambda desk: signing.make_version(desk.ports, desk.signer, self.review, why),
                "Making the report",
                then=lambda _made: self._to_the_pages(),
            )

        if again:
            OneLineDialog(
                self, "Why is there a new version?", "One line; it prints in the new version.", None, make
            ).open()
        else:
            make("")

    def sign(self, number: str, meaning: Meaning, guest: Signer | None = None) -> None:
        """Sign a version, or let a colleague who opened their key here sign it."""

        def sign(desk: Desk) -> signing.Signed:
            return signing.sign(desk.ports, guest or desk.signer, self.review, number, meaning)

        self.act(sign, "Signing", then=self._signed)

    def _signed(self, signed: signing.Signed) -> None:
        self.session.farewell()
        waiting = " and ".join(signed.waiting)
        self.session.tell(f"Signed. Now with {waiting}." if waiting else "Signed.")

    def _hand_to(self, version: ReportVersionView, signer: SignerView) -> None:
        def welcome(guest: Signer) -> None:
            GuestSignDialog(self, version, guest, host=signer.person in self._hosts()).open()

        GuestDialog(self, signer.person, signer.name, welcome).open()

    def _hosts(self) -> frozenset[str]:
        cast = self.view.cast if self.view else ()
        return frozenset(each.person for each in cast if each.role == Role.HOST)

    def _refuse(self, number: str) -> None:
        def keep(words: str) -> None:
            self.act(lambda desk: signing.refuse(desk.ports, desk.signer, self.review, number, words))

        hint = "This version closes as not agreed, and only what the host shares goes further."
        OneLineDialog(self, "Why do you not sign?", hint, None, keep, button="I do not sign").open()

    def _copy(self, words: str) -> None:
        QApplication.clipboard().setText(words)
        self.session.tell("Copied. Paste it into an e-mail.")

    def _file(self, version: ReportVersionView) -> partial[tuple[str, bytes]]:
        return partial(
            lambda desk, number: signing.pdf(desk.ports, desk.signer, self.review, number), number=version.number
        )

    def open_pages(self, version: ReportVersionView) -> None:
        """Show the pages of a version."""
        from .pages_dialog import PagesDialog

        PagesDialog(self, f"Version {version.number}", self._file(version)).open()

    def _save(self, version: ReportVersionView) -> None:
        def save(file: tuple[str, bytes]) -> None:
            chosen, _ = QFileDialog.getSaveFileName(self, "Save the PDF", file[0], "PDF files (*.pdf)")
            if chosen:
                saving.save(self.session, Path(chosen), file[1], self, partial(self._saved, Path(chosen)))

        self.session.ask(self._file(version)).then(self, save)

    def _saved(self, path: Path) -> None:
        show = Button("Open it in your PDF reader", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
        hint = "Adobe may say it does not know our network. That does not mean the report was changed."
        self.holder.insertWidget(0, Banner(hint, show, lead=f"Saved as {path.name}.", tone="ok", closes=True))


def _newest(view: ReviewView) -> ReportVersionView | None:
    return view.signing.versions[0] if view.signing.versions else None


def _may_make(view: ReviewView) -> bool:
    """Whether the report writer may make a version now: there is none, or the newest stands no more."""
    newest = _newest(view)
    needed = newest is None or newest.state == "not_agreed" or newest.changed_since
    return view.my_role == Role.LEAD_REVIEWER and bool(needed)
