"""Lead headteacher: drop twelve reports, see what came and what is late and why, check a sample, report on the term."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from peerreview.domain.dates import short
from peerreview.domain.reviews import Level
from peerreview.gui.dialogs import Dialog
from peerreview.gui.screen import Screen
from peerreview.gui.session import Desk
from peerreview.gui.widgets.buttons import Button, primary
from peerreview.gui.widgets.card import Card, Empty, IconMark, Page, rule
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.scale import Choice, Segmented
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, question, strong, title
from peerreview.gui.widgets.text_field import TextField
from peerreview.gui.widgets.tick import Tick
from peerreview.handbook.rules import Choice as Asked
from peerreview.services import contacting, leading
from peerreview.services.posting import Sent
from peerreview.services.views import FieldView, LeadLine, LeadView
from peerreview.services.words import LEVEL_WORDS

from .kept_questions import kept_questions

_ANSWERS = (Choice("y", "Yes", "y"), Choice("p", "Partly", "p"), Choice("n", "No", "n"))
_RESULTS = (
    Choice("accept", "Accept", "1"),
    Choice("points", "Accept with points", "2"),
    Choice("return", "Return", "3"),
)
_HEADLINES = 5
_FIELD = FieldView("", "", "", "", "", (), True)


class LeadScreen(Screen[LeadView]):
    """Five minutes a week. Nothing has to be typed; red is only what is late without a reason."""

    def fetch(self, desk: Desk) -> LeadView:
        return leading.show(desk.ports, desk.signer)

    def build(self, view: LeadView) -> QWidget:
        self._first: Button | None = None
        page = Page(self)
        page.add(title("Lead headteacher"))
        page.add(muted(", ".join(name for _, name in view.groups) or "You do not lead a group in your network."))
        page.add(self._drop())
        page.add(self._reports(view))
        if view.questions:
            page.add(kept_questions(view.questions))
        if view.groups:
            page.add(self._term(view))
        return page

    def begin(self, page: QWidget, view: LeadView) -> None:
        """Start at the first report that can be checked: files are mostly dropped, reports are worked through."""
        if self._first is not None:
            self.begin_at(self._first)

    def _drop(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("drop")
        row = QHBoxLayout(frame)
        row.setContentsMargins(20, 14, 20, 14)
        row.setSpacing(14)
        row.addWidget(IconMark("inbox", size=26))
        row.addWidget(label("Drop all the reports here at once: PDF files or review files."), 1)
        row.addWidget(Button("Choose files …", self._choose, about="Open reports"))
        return frame

    def _reports(self, view: LeadView) -> Card:
        came = sum(1 for line in view.lines if line.state == "came")
        card = Card("Reports", f"{came} of {len(view.lines)} are here." if view.lines else "")
        if not view.lines:
            card.add(Empty("The schools of your groups appear here once your network's file is open.", icon="landmark"))
        for index, line in enumerate(view.lines):
            if index:
                card.add(rule())
            card.add(self._line(line))
        return card

    def _line(self, line: LeadLine) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(strong(line.school))
        here = line.state == "came"
        newer = f" Version {line.version} replaces version {line.version - 1}." if line.version > 1 else ""
        state = f"Here. Overall: {line.overall or 'none given'}.{newer}" if here else "Not here yet."
        visit = f" Visit {short(line.visit_date)}." if line.visit_date else ""
        column.addWidget(label(f"{line.triad}. {state}{visit}" if line.triad else f"{state}{visit}"))
        if line.contact_by:
            said = f"Speak with the head by {short(line.contact_by)}: {line.contact}"
            column.addWidget(label(said, tone="warn"))
        took = f"Here {line.days} days after the visit." if line.days else ""
        if more := " ".join(filter(None, (took, f"Progress: {line.progress}" if line.progress else ""))):
            column.addWidget(muted(more))
        if line.late or line.why:
            words = " ".join(part for part in ("Late." if line.late else "", line.why) if part)
            column.addWidget(label(words, "muted", tone="warn" if line.late else ""))
        buttons: list[QWidget] = []
        if line.chase:
            buttons.append(Button("Copy a reminder", partial(self._copy, line.chase), icon="copy", about=line.school))
        if line.contact_by:
            buttons.append(Button("We have spoken", partial(self._spoken, line), about=line.school))
        if here and line.may_check:
            check = Button("Quality check …", partial(self._check, line), about=line.school)
            self._first = self._first or check
            buttons.append(check)
        return SideBySide(box, *buttons, letters=84)

    def _term(self, view: LeadView) -> Card:
        card = Card(
            "Term report", "From the reports that are here, with up to five headlines of yours. Signed and numbered."
        )
        for name in view.reports:
            card.add(label(name))
        card.buttons(primary("Make the term report …", lambda: TermDialog(self, view).open(), icon="file-text"))
        return card

    # --- acts --------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "Reports", "", "Reports and review files (*.pdf *.prb)")
        if names:
            self.session.files_wanted.emit(names)

    def _copy(self, words: str) -> None:
        QApplication.clipboard().setText(words)
        self.session.tell("Copied. Paste it into an e-mail.")

    def _spoken(self, line: LeadLine) -> None:
        self.act(lambda desk: contacting.done(desk.ports, desk.signer, line.review))

    def _check(self, line: LeadLine) -> None:
        asked = self.session.ask(lambda desk: desk.ports.library.get(desk.ports.library.ids()[0]).rules.quality)
        asked.then(self, lambda questions: QualityDialog(self, line, questions).open())


class QualityDialog(Dialog):
    """Eight questions, one key each, under what the report prints beside its words; a note only for partly or no."""

    def __init__(self, screen: LeadScreen, line: LeadLine, questions: tuple[Asked, ...]) -> None:
        super().__init__(f"Quality check: {line.school}", screen, letters=110)
        self._screen, self._line = screen, line
        self._bars: dict[str, tuple[Segmented, TextField]] = {}
        for section, who, words in line.differences:
            self.add(strong(f"{section}: {who}"), label(words))
        for asked in questions:
            bar = Segmented(asked.label, _ANSWERS)
            note = TextField(_FIELD, f"Note: {asked.label}", lines=1, named=False, placeholder="Why (40 words)")
            note.hide()
            bar.chosen.connect(partial(self._chosen, note))
            self._bars[asked.code] = (bar, note)
            self.add(question(asked.label), bar, note)
        self._result = Segmented("Result", _RESULTS)
        self._result.chosen.connect(lambda _value: self._ready())
        self.add(question("Result"), self._result)
        self._keep = self.button("Keep", self._done, main=True)
        self.closes()
        self._ready()

    def _chosen(self, note: TextField, value: object) -> None:
        note.setVisible(value in ("p", "n"))
        self._ready()

    def _ready(self) -> None:
        self._keep.setEnabled(all(bar.value for bar, _ in self._bars.values()) and self._result.value is not None)

    def _done(self) -> None:
        answers = {code: (bar.value or "", note.text.strip()) for code, (bar, note) in self._bars.items()}
        result, review = self._result.value or "", self._line.review
        self.accept()
        self._screen.act(lambda desk: leading.quality_check(desk.ports, desk.signer, review, answers, result))


class TermDialog(Dialog):
    """Which group and term, and up to five headlines."""

    def __init__(self, screen: LeadScreen, view: LeadView) -> None:
        super().__init__("Term report", screen)
        self._screen = screen
        self._group = Pick("Group", view.groups, letters=40)
        self._term = TextField(_FIELD, "Term", lines=1, placeholder="Autumn 2026")
        self.add(strong("Group"), self._group, self._term, strong("Headlines"))
        self._headlines = [TextField(_FIELD, f"Headline {n}", lines=1, named=False) for n in range(1, _HEADLINES + 1)]
        self.add(*self._headlines)
        self._held = view.held
        self._reports = {
            each.document: Tick(f"{each.school}: {LEVEL_WORDS[each.level].lower()}", each.level is not Level.FULL)
            for each in view.held
        }
        if view.held:
            self.add(strong("Reports that go with it"), *self._reports.values())
            self.add(muted("Tick what its host school agreed that the board may have."))
        self._group.picked.connect(self._of_group)
        self._of_group(self._group.value)
        self._make = self.button("Make it and choose where …", self._done, main=True)
        self.closes()
        self._term.edit.textChanged.connect(self._ready)
        self._ready()

    def _ready(self) -> None:
        self._make.setEnabled(bool(self._term.text.strip()))

    def _of_group(self, group: str) -> None:
        for each in self._held:
            self._reports[each.document].setVisible(each.group == group)

    def _done(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the file for the board's office go?")
        if folder:
            self.make(Path(folder))

    def make(self, folder: Path) -> None:
        """Make the report and the file for the officers of the network."""
        group, term = self._group.value, self._term.text.strip()
        headlines = [each.text.strip() for each in self._headlines if each.text.strip()]

        reports = [document for document, tick in self._reports.items() if tick.isChecked() and not tick.isHidden()]

        def make(desk: Desk) -> Sent:
            return leading.send_term_report(
                desk.ports, desk.signer, group, term, headlines, folder, reports=reports, progress=desk.progress
            )

        self.accept()
        self._screen.act(make, "Making the term report", then=lambda sent: self._screen.session.tell(sent.sentence))
