"""What to look at before signing: what stops a signature, and what is signed with a reason; each leads to its place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from peerreview.gui.widgets.buttons import Button, quiet
from peerreview.gui.widgets.card import Card, rule
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.services import findings
from peerreview.services.report_views import Finding

from .one_line import OneLineDialog
from .review_frame import ReviewScreen


def findings_card(screen: ReviewScreen, found: Sequence[Finding]) -> Card:
    """Everything found, stops first; what was answered shows its reason."""
    stops = sum(1 for each in found if each.stop and not each.reason)
    others = sum(1 for each in found if not each.stop and not each.reason)
    if not stops and not others:
        card = Card("Ready to sign", "Nothing stands in the way.")
    else:
        parts = [
            f"{stops} to put right" if stops else "",
            f"{others} to look at, or to sign and say why" if others else "",
        ]
        card = Card("Before signing", ", ".join(part for part in parts if part) + ".")
    for index, finding in enumerate(found):
        if index:
            card.add(rule())
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(strong(finding.text))
        if finding.stop and not finding.reason:
            column.addWidget(label("This has to be put right first.", tone="warn"))
        if finding.reason:
            column.addWidget(muted(f"Answered: {finding.reason}"))
            card.add(words)
            continue
        buttons: list[QWidget] = []
        if finding.better is not None:
            offer = f"Change to “{finding.better}”" if finding.better else "Take it out"
            buttons.append(quiet(offer, partial(_change, screen, finding), about=finding.text))
        if finding.fix:
            buttons.append(quiet("It is fine, because …", partial(_fine, screen, finding), about=finding.text))
        elif not finding.stop:
            buttons.append(quiet("Sign and say why …", partial(_why, screen, finding), about=finding.text))
        if finding.target:
            buttons.append(Button("Go there", partial(screen.session.go, finding.target), about=finding.text))
        card.add(SideBySide(words, *buttons, letters=100))
    return card


def before_sharing_card(screen: ReviewScreen, found: Sequence[Finding]) -> Card:
    """What may name a person in the report that is about to go out, each to be looked at once."""
    card = Card(
        "Check before you share",
        "The report is signed: a word in it is changed by making a new version. What is fine, say so once.",
    )
    for finding in found:
        fine = quiet("It is fine, because …", partial(_fine, screen, finding), about=finding.text)
        card.add(SideBySide(strong(finding.text), fine, letters=100))
    return card


def _change(screen: ReviewScreen, finding: Finding) -> None:
    screen.act(lambda desk: findings.change(desk.ports, desk.signer, screen.review, finding))


def _fine(screen: ReviewScreen, finding: Finding) -> None:
    def keep(words: str) -> None:
        screen.act(lambda desk: findings.look_at(desk.ports, desk.signer, screen.review, finding, words))

    hint = "The answer is remembered for as long as the same words stand there."
    OneLineDialog(screen, "It is fine, because …", f"{finding.text} {hint}", None, keep).open()


def _why(screen: ReviewScreen, finding: Finding) -> None:
    def keep(words: str) -> None:
        screen.act(lambda desk: findings.say_why(desk.ports, desk.signer, screen.review, finding, words))

    OneLineDialog(screen, "Sign and say why", f"{finding.text} Your line prints in the annex.", None, keep).open()
