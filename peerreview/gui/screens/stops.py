"""What to look at before signing: what stops a signature, and what is signed with a reason; each leads to its place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from peerreview.gui.widgets.buttons import Button, quiet
from peerreview.gui.widgets.card import Card, rule
from peerreview.gui.widgets.flow import Flow
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.services import findings
from peerreview.services.review_views import Finding, ReviewView
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target

from .one_line import OneLineDialog
from .review_frame import ReviewScreen

_GRADES = frozenset({"thin", "ungraded", "unconfirmed", "overall"})
_POINTS = frozenset({"unsaid", "one_way", "incomplete", "no_next_step", "many_steps"})
_CHECK = frozenset({"unanswered", "no_chance"})


def findings_card(screen: ReviewScreen, view: ReviewView, found: Sequence[Finding]) -> Card:
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
        card.add(strong(f"{'Has to be put right' if finding.stop else 'To look at'}: {finding.place}"))
        card.add(label(finding.text))
        if finding.reason:
            card.add(muted(f"Answered: {finding.reason}"))
            continue
        row = Flow()
        go = partial(screen.session.go, place(finding, view))
        row.addWidget(Button("Go there", go, about=finding.text))
        if finding.fix:
            row.addWidget(quiet("It is fine, because …", partial(_fine, screen, finding), about=finding.text))
        elif not finding.stop:
            row.addWidget(quiet("Sign and say why …", partial(_why, screen, finding), about=finding.text))
        card.add(row)
    return card


def place(finding: Finding, view: ReviewView) -> Target:
    """The page a finding is put right on."""
    kind, _, record = finding.code.partition(":")
    if kind in _GRADES:
        return Target(Where.GRADES, view.stream, record)
    if kind in _POINTS:
        return Target(Where.POINTS, view.stream, record)
    if kind in _CHECK:
        return Target(Where.CHECK, view.stream)
    if kind == "name" and finding.place.startswith(("Next step", "Main points")):
        holding = next((point.record for point in view.points if finding.fix in point.text.text), "")
        return Target(Where.POINTS, view.stream, holding)
    return Target(Where.REPORT, view.stream, finding.place)


def _fine(screen: ReviewScreen, finding: Finding) -> None:
    def keep(words: str) -> None:
        screen.act(lambda desk: findings.look_at(desk.ports, desk.signer, screen.review, finding, words))

    hint = "The answer is remembered for as long as the same words stand there."
    OneLineDialog(screen, "It is fine, because …", f"{finding.text} {hint}", None, keep).open()


def _why(screen: ReviewScreen, finding: Finding) -> None:
    def keep(words: str) -> None:
        screen.act(lambda desk: findings.say_why(desk.ports, desk.signer, screen.review, finding, words))

    OneLineDialog(screen, "Sign and say why", f"{finding.text} Your line prints in the annex.", None, keep).open()
