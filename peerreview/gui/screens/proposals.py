"""The days proposed for a visit: whom each suits, ticked by oneself or noted by telephone, and choosing one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from peerreview.domain.dates import in_full
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import rule
from peerreview.gui.widgets.flow import Flow
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.text import muted, strong
from peerreview.services import proposing, triads
from peerreview.services.triad_views import ProposalView, SuitsView, VisitView

from . import triad_dialogs as dialogs

if TYPE_CHECKING:
    from .triad import TriadScreen

_SAID = (("", "Not said yet"), ("yes", "Suits"), ("no", "Does not suit"))


def proposals(screen: TriadScreen, visit: VisitView) -> QWidget:
    """All days that stand for choice."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 4, 0, 4)
    column.setSpacing(8)
    column.addWidget(strong("Days proposed"))
    may = visit.date.editable
    for number, each in enumerate(visit.proposals):
        if number:
            column.addWidget(rule())
        column.addWidget(strong(in_full(each.on)))
        cells = [_said(screen, each, answer, may) for answer in each.answers]
        column.addLayout(Flow(*cells, *(_acts(screen, each) if may else []), gap=16))
    foot: list[QWidget] = [quiet("Copy a line to ask by e-mail", partial(_copy, screen, visit), about=visit.school)]
    if may and len(visit.proposals) < proposing.MOST:
        another = quiet("Propose another …", lambda: dialogs.ProposeDialog(screen, visit).open(), about=visit.school)
        foot.append(another)
    column.addLayout(Flow(*foot))
    return box


def _said(screen: TriadScreen, proposal: ProposalView, answer: SuitsView, may: bool) -> QWidget:
    """One person's answer: their own to give, or a colleague's to note by telephone."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    how = "" if answer.me else " by telephone"
    told = f", by telephone ({answer.told})" if answer.told else ""
    column.addWidget(muted(f"{'You' if answer.me else answer.name}{told}"))
    value = "" if answer.suits is None else "yes" if answer.suits else "no"
    pick = Pick(f"{in_full(proposal.on)}, {answer.name}{how}", _SAID, value)
    pick.setEnabled(may)

    def note(chosen: str) -> None:
        if not chosen:
            screen.rebuild()  # what was said cannot be unsaid, only changed
            return
        person = "" if answer.me else answer.person
        screen.act(
            lambda desk: proposing.answer(
                desk.ports, desk.signer, screen.triad, proposal.record, chosen == "yes", person
            )
        )

    pick.picked.connect(note)
    column.addWidget(pick, 0, Qt.AlignmentFlag.AlignLeft)
    if answer.contested:
        column.addWidget(muted("two answers"))
    return box


def _acts(screen: TriadScreen, proposal: ProposalView) -> list[QWidget]:
    def choose() -> None:
        screen.act(
            lambda desk: proposing.choose(desk.ports, desk.signer, screen.triad, proposal.record),
            then=lambda _done: screen.session.tell(f"The visit is on {in_full(proposal.on)}. All dates follow."),
        )

    def take_off() -> None:
        screen.act(lambda desk: triads.remove(desk.ports, desk.signer, screen.triad, "proposal", proposal.record))

    kind = primary if proposal.suits_all else Button
    about = in_full(proposal.on)
    return [kind("Choose this day", choose, about=about), quiet("Take off", take_off, about=about)]


def _copy(screen: TriadScreen, visit: VisitView) -> None:
    QApplication.clipboard().setText(proposing.invitation(visit.school, visit.proposals))
    screen.session.tell("Copied. Paste it into an e-mail, or read it out.")
