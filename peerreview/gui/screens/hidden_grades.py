"""Hidden grades: who is in, handing the laptop round, showing all; nobody sees one before all are in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from peerreview.analysis.wording import listed
from peerreview.domain.people import Role
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card, IconMark
from peerreview.gui.widgets.flow import Flow
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted
from peerreview.services import grading
from peerreview.services.review_views import ReviewView
from peerreview.services.section_views import HiddenView

from .review_frame import ReviewScreen, me

if TYPE_CHECKING:
    from .agree import AgreeScreen


def hidden_card(screen: AgreeScreen, view: ReviewView, hidden: HiddenView) -> Card:
    """Where the hidden grades stand, and the one thing to do next."""
    words = view.handbook.words
    card = Card(words.reviewers, f"Each reviewer gives {words.views} alone. They stay hidden until all are in.")
    mine_in = any(person in me(view) and locked for person, _, locked in hidden.reviewers)
    for person, name, locked in sorted(hidden.reviewers, key=lambda each: each[0] not in me(view)):
        mine = person in me(view)
        row = QWidget()
        flow = Flow(gap=10)
        row.setLayout(flow)
        flow.addWidget(IconMark("circle-check" if locked else "circle", "ok" if locked else "muted"))
        flow.addWidget(label(f"{name}{' (me)' if mine else ''}: {'in, hidden' if locked else 'waiting'}", wrap=False))
        if not locked and mine:
            flow.addWidget(primary(f"Give my {words.views} …", partial(_give, screen, view), icon="pencil"))
        elif not locked:
            hand = partial(_hand_to, screen, view, person, name)
            flow.addWidget(Button(f"Hand the laptop to {name} …", hand, icon="laptop"))
        card.add(row)
    gone = _gone(screen, hidden)
    if gone:
        whose = listed(list(gone.values()))
        card.add(label(f"{whose} gave {words.views} on this laptop and handed it back: only their own key shows them."))
    if hidden.waived:
        card.add(muted(f"Without a colleague: {hidden.waived}"))
    elsewhere = [name for name in hidden.to_come if name not in gone.values()]
    if elsewhere:
        shown = f"Your {words.views} are shown."
        names = listed(elsewhere)
        card.add(label(f"{shown} To see those of {names}, send your file on and open the one that comes back."))
    buttons = _handing_back(screen, gone) if hidden.may_show or hidden.to_come else []
    if hidden.may_show and buttons:
        buttons.append(quiet(f"Show my {words.views} now", partial(_show, screen), icon="eye"))
    elif hidden.may_show:
        buttons.append(primary(f"Show all {words.views}", partial(_show, screen), icon="eye"))
    elif mine_in and view.my_role == Role.LEAD_REVIEWER and not hidden.to_come:
        buttons.append(quiet("A colleague cannot give any …", partial(_waive, screen, view, hidden)))
    if buttons:
        card.buttons(*buttons)
    return card


def shown_card(screen: AgreeScreen, view: ReviewView, hidden: HiddenView) -> Card:
    """What the hidden grades came to, in counts; what all gave alike is agreed in one act: only the rest is asked."""
    words = view.handbook.words
    card = Card()
    gave_none = [name for _, name, locked in hidden.reviewers if not locked]
    said = [f"{hidden.agreement}." if hidden.agreement else f"No {words.view} was given."]
    said += [f"{' and '.join(gave_none)} gave none: {hidden.waived}" if gave_none else hidden.waived]
    told = label(" ".join(part for part in said if part))
    alike = [each.grades for each in view.sections if each.grades and each.grades.same and not each.grades.agreed.text]
    if alike and alike[0].agreed.editable:
        agree = (
            f"Agree on the {len(alike)} that are the same" if len(alike) > 1 else "Agree on the one that is the same"
        )
        card.add(SideBySide(told, primary(agree, partial(_agree_same, screen), icon="circle-check"), letters=84))
    else:
        card.add(told)
    if not hidden.blind:
        card.add(label("Not all were given before the others were shown.", tone="warn"))
    return card


def _give(screen: ReviewScreen, view: ReviewView) -> None:
    from .giving_grades import GiveGradesDialog

    GiveGradesDialog(screen, view, screen.session.signer).open()


def _hand_to(screen: ReviewScreen, view: ReviewView, person: str, name: str) -> None:
    from .giving_grades import GiveGradesDialog
    from .guest import GuestDialog

    GuestDialog(screen, person, name, lambda signer: GiveGradesDialog(screen, view, signer).open()).open()


def _gone(screen: AgreeScreen, hidden: HiddenView) -> dict[str, str]:
    """Who gave grades on this laptop and whose key is no longer open here (person: name)."""
    here = {guest.person for guest in screen.session.guests()}
    return {person: name for person, name, _ in hidden.reviewers if person in hidden.given_here and person not in here}


def _handing_back(screen: AgreeScreen, gone: Mapping[str, str]) -> list[QWidget]:
    """For each who gave grades here and whose key is gone, the way to open it once more; the first is what is next."""
    made: list[QWidget] = []
    for person, name in gone.items():
        back, kind = partial(_hand_back, screen, person, name), quiet if made else primary
        made.append(kind(f"Hand the laptop to {name} to show theirs …", back, icon="laptop"))
    return made


def _hand_back(screen: AgreeScreen, person: str, name: str) -> None:
    """A colleague opens their key once more; once all who gave grades here have, everything is shown."""
    from .guest import GuestDialog

    def opened(_signer: object) -> None:
        hidden = screen.view.hidden if screen.view else None
        if hidden and _gone(screen, hidden):
            screen.rebuild()
        else:
            _show(screen)

    GuestDialog(screen, person, name, opened).open()


def _show(screen: AgreeScreen) -> None:
    also = screen.session.guests()
    screen.section = ""  # what they differ on comes first, whichever section stood there before
    screen.act(
        lambda desk: grading.show_both(desk.ports, desk.signer, screen.review, also),
        then=lambda _state: screen.session.farewell(),
    )


def _agree_same(screen: AgreeScreen) -> None:
    screen.act(
        lambda desk: grading.agree_same(desk.ports, desk.signer, screen.review), then=lambda _done: screen.go_on()
    )


def _waive(screen: ReviewScreen, view: ReviewView, hidden: HiddenView) -> None:
    from .giving_grades import WaiveDialog

    WaiveDialog(screen, view, hidden).open()
