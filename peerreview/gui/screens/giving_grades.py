"""Giving grades alone: one key each, put in together, hidden until every reviewer's are in.

A key (1, 2, 3, or - for what one has not seen) goes on to the next section: three grades are three key presses.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLabel

from peerreview.domain.grades import NOT_SEEN
from peerreview.gui.dialogs import Dialog
from peerreview.gui.session import Desk
from peerreview.gui.widgets.choice_fields import scale_choices
from peerreview.gui.widgets.scale import Segmented
from peerreview.gui.widgets.text import muted, question
from peerreview.gui.widgets.text_field import TextField
from peerreview.gui.widgets.tick import Tick
from peerreview.identity.signer import Signer
from peerreview.services import grading
from peerreview.services.review_views import ReviewView
from peerreview.services.section_views import GradeView, HiddenView, SectionView
from peerreview.services.views import FieldView

from .review_frame import ReviewScreen
from .scales import note
from .section_page import descriptor


class GiveGradesDialog(Dialog):
    """One reviewer's own grades; `signer` is the owner of this laptop or the colleague it was handed to."""

    def __init__(self, screen: ReviewScreen, view: ReviewView, signer: Signer) -> None:
        words = view.handbook.words
        super().__init__(f"{signer.name}'s {words.views}", screen, letters=120)
        self._screen, self._signer, self._words = screen, signer, words
        self._bars: dict[str, Segmented] = {}
        self._told: dict[str, QLabel] = {}
        own_laptop = signer.person == screen.session.signer.person
        for section in view.sections:
            grades = section.grades
            if not section.looked_at or grades is None or not grades.asked_of_reviewers:
                continue
            if not self._bars:
                self.add(muted(note(grades.scale)))
            value = grades.mine.text if own_laptop and grades.mine else ""
            choices = scale_choices(grades.scale, [(NOT_SEEN, words.not_seen)])
            bar = Segmented(section.title, choices, value or None)
            bar.chosen.connect(partial(self._chosen, section, grades))
            bar.keyed.connect(partial(self._next, section.code))
            self._bars[section.code], self._told[section.code] = bar, muted("")
            self.add(question(section.title), bar, self._told[section.code])
            self._describe(section, grades)
        self._put = self.button(f"Put in my {words.views} (hidden until all are in)", self._done, main=True)
        self.closes()
        self._ready()
        empty = [bar for bar in self._bars.values() if not bar.value]
        for bar in (*empty, *self._bars.values())[:1]:
            bar.focus_here()

    def _next(self, section: str) -> None:
        """Go on to the next section; after the last, to putting them in."""
        after = list(self._bars)[list(self._bars).index(section) + 1 :]
        waiting = [code for code in (*after, *self._bars) if not self._bars[code].value]
        if after:
            self._bars[after[0]].focus_here()
        elif waiting:
            self._bars[waiting[0]].focus_here()
        else:
            self._put.setFocus()

    def _describe(self, section: SectionView, grades: GradeView) -> None:
        """Say what the chosen point looks like in this section."""
        told = descriptor(section, grades, self._bars[section.code].value or "")
        self._told[section.code].setText(told or f"1 to {len(grades.scale.points)}, or - for not seen.")

    def _chosen(self, section: SectionView, grades: GradeView, _value: object) -> None:
        self._describe(section, grades)
        if self._signer.person == self._screen.session.signer.person:
            given = self._grades()
            self._screen.session.ask(
                lambda desk: grading.put_in(desk.ports, self._signer, self._screen.review, given)
            ).failed.connect(self._screen.show_failure)
        self._ready()

    def _ready(self) -> None:
        self._put.setEnabled(all(bar.value for bar in self._bars.values()))

    def _grades(self) -> dict[str, str]:
        return {section: bar.value for section, bar in self._bars.items() if bar.value}

    def _done(self) -> None:
        grades, signer, review = self._grades(), self._signer, self._screen.review

        def put_in(desk: Desk) -> HiddenView:
            grading.put_in(desk.ports, signer, review, grades)
            return grading.lock(desk.ports, signer, review)

        self.accept()
        self._screen.act(put_in, then=lambda _state: self._say())

    def _say(self) -> None:
        self._screen.session.tell(f"{self._signer.name}'s {self._words.views} are in. Nobody can see them yet.")


class WaiveDialog(Dialog):
    """Show without a colleague who could not give any: the report writer's act, with its reason."""

    def __init__(self, screen: ReviewScreen, view: ReviewView, hidden: HiddenView) -> None:
        super().__init__(f"Show {view.handbook.words.views} without a colleague", screen)
        self._screen = screen
        self.add(muted("Only when somebody left early or could not come. The reason is kept with the review."))
        self._ticks = {
            person: Tick(f"{name} gives no {view.handbook.words.views}")
            for person, name, locked in hidden.reviewers
            if not locked
        }
        for tick in self._ticks.values():
            tick.toggled.connect(self._ready)
            self.add(tick)
        self.reason = TextField(FieldView("", "", "", "", "", (), True), "Reason, in one line", lines=1)
        self.reason.edit.textChanged.connect(self._ready)
        self.add(self.reason)
        self._go = self.button("Go on without", self._done, main=True)
        self.closes()
        self._ready()

    def _ready(self) -> None:
        chosen = any(tick.isChecked() for tick in self._ticks.values())
        self._go.setEnabled(chosen and bool(self.reason.text.strip()))

    def _done(self) -> None:
        without = [person for person, tick in self._ticks.items() if tick.isChecked()]
        reason, review = self.reason.text.strip(), self._screen.review
        self.accept()
        self._screen.act(lambda desk: grading.waive(desk.ports, desk.signer, review, without, reason))
