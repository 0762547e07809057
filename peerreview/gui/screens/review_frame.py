"""What all pages of one review have in common: its name, who I am in it, the pages of the step, and Send."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from peerreview.domain.dates import in_full, short
from peerreview.domain.people import Role
from peerreview.domain.reviews import Step, VisitState
from peerreview.gui.navigation import Place
from peerreview.gui.screen import Screen
from peerreview.gui.session import Desk
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button
from peerreview.gui.widgets.card import Page, rule
from peerreview.gui.widgets.flow import Flow
from peerreview.gui.widgets.text import muted, title
from peerreview.services import reviews
from peerreview.services.review_views import ReviewView
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from peerreview.services.words import ROLE_WORDS, STATE_WORDS

STEP_SCREENS = frozenset(
    {
        Where.PREPARE, Where.CALL, Where.NOTES, Where.GRADES, Where.POINTS, Where.FEEDBACK, Where.REPORT, Where.CHECK,
        Where.SIGN, Where.SHARE, Where.PLAN,
    }
)  # fmt: skip
"""The screens that belong to one review's steps."""


@dataclass(frozen=True)
class Stage:
    """One of the five steps in the list at the left, and its pages (screen, words)."""

    words: str
    pages: tuple[tuple[Where, str], ...]


def stages(view: ReviewView) -> tuple[Stage, ...]:
    """The five steps of a review in this pack's words."""
    views = view.handbook.words.views.capitalize()
    return (
        Stage("Prepare", ((Where.PREPARE, "Self-evaluation"), (Where.CALL, "Call, questions and timetable"))),
        Stage("Visit", ((Where.NOTES, "Notes"),)),
        Stage("Agree", ((Where.GRADES, views), (Where.POINTS, "Main points"), (Where.FEEDBACK, "Feedback"))),
        Stage(
            "Report",
            (
                (Where.REPORT, "Report"),
                (Where.CHECK, "Check for accuracy"),
                (Where.SIGN, "Sign"),
                (Where.SHARE, "Share"),
            ),
        ),
        Stage("Follow-up", ((Where.PLAN, "Action plan"),)),
    )


def places(view: ReviewView) -> list[Place]:
    """The review's lines in the list at the left, each with its state in words."""
    found = [Place(view.school)]
    for stage, (state, icon, tone) in zip(stages(view), _states(view), strict=True):
        target = Target(stage.pages[0][0], view.stream)
        found.append(Place(stage.words, target, state, icon, tone))
    return found


def every_page(view: ReviewView) -> list[Place]:
    """Every page of the review, and on the page of grades every section that is looked at."""
    found = []
    for stage in stages(view):
        for where, words in stage.pages:
            found.append(Place(words, Target(where, view.stream), stage.words, "file-text"))
            if where is Where.GRADES:
                found += [
                    Place(f"{each.code} {each.title}", Target(where, view.stream, each.code), words, "scale")
                    for each in view.sections
                    if each.grades and each.looked_at
                ]
    return found


def stage_of(view: ReviewView, where: Where) -> Stage:
    """The step a screen belongs to."""
    return next(stage for stage in stages(view) if any(where is page for page, _ in stage.pages))


class ReviewScreen(Screen[ReviewView]):
    """A page of one review. Subclasses make the page in the `frame`, the head of which does not scroll."""

    frame: QWidget

    def fetch(self, desk: Desk) -> ReviewView:
        return reviews.open_review(desk.ports, desk.signer, self.target.stream)

    @abstractmethod
    def page(self, view: ReviewView) -> QWidget:
        """What stands under the frame."""

    def spoken_title(self, view: ReviewView) -> str:
        words = next(words for where, words in stage_of(view, self.target.screen).pages if where is self.target.screen)
        return f"{words}, {view.school}"

    def build(self, view: ReviewView) -> QWidget:
        whole = self.frame = QWidget(self)
        whole.setObjectName("page")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(28, 16, 28, 8)
        head.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(16)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(title(view.school))
        names.addWidget(muted(self._who_and_when(view)))
        row.addLayout(names, 1)
        row.addWidget(Button("Send …", self._send, icon="send", about="Send to colleagues, or share the report"))
        head.addLayout(row)
        pages = stage_of(view, self.target.screen).pages
        if len(pages) > 1:
            head.addLayout(self._tabs(pages))
        column.addLayout(head)
        if not view.my_role:
            words = "You can read what is here. To write in it, ask the host school's head to add you again."
            head.addWidget(Banner(words, lead="You are no longer part of this review."))
        if view.two_versions:
            words = "One thing has" if view.two_versions == 1 else f"{view.two_versions} things have"
            go = partial(self.session.go, Target(Where.TWO_VERSIONS, self.review))
            head.addWidget(
                Banner(
                    "", Button("Choose …", go, about="Between two versions"),
                    lead=f"{words} two versions. Nothing is lost; choose when you like.",
                )
            )  # fmt: skip
        column.addWidget(rule())
        column.addWidget(self.page(view), 1)
        return whole

    @property
    def review(self) -> str:
        """The stream of the review."""
        return self.target.stream

    def _who_and_when(self, view: ReviewView) -> str:
        when = f"Visit {in_full(view.visit_date)}" if view.visit_date else "No visit date yet"
        state = "" if view.visit_state in (VisitState.PLANNED, VisitState.DONE) else STATE_WORDS[view.visit_state]
        role = ROLE_WORDS.get(Role(view.my_role), "") if view.my_role else ""
        return " · ".join(part for part in (when, state, f"You are here as {role.lower()}" if role else "") if part)

    def _tabs(self, pages: tuple[tuple[Where, str], ...]) -> Flow:
        flow = Flow(gap=4)
        for where, words in pages:
            if where is self.target.screen:
                flow.addWidget(Button(words, kind="here", about="The page you are on"))
            else:
                go = partial(self.session.go, Target(where, self.review))
                flow.addWidget(Button(words, go, kind="step", about="Go to this page"))
        return flow

    def _send(self) -> None:
        from .sending import SendDialog

        if self.view:
            SendDialog(self.session, self.view, self).open()


def me(view: ReviewView) -> frozenset[str]:
    """The acting person's ids in this review (one, or none when they only look)."""
    return frozenset(each.person for each in view.cast if each.me)


def page_of(frame: QWidget, words: str, guidance: str) -> Page:
    """A scrolling page that begins with one line on what is to be done here."""
    page = Page(frame)
    if words or guidance:
        page.add(muted(" ".join(part for part in (words, guidance) if part)))
    return page


def _states(view: ReviewView) -> list[tuple[str, str, str]]:
    done = {step.step: step.on for step in view.steps}
    focus = [section for section in view.sections if section.looked_at and section.grades]
    agreed = [section for section in focus if section.grades and section.grades.agreed.value]

    def state(words: str, begun: bool, over: bool) -> tuple[str, str, str]:
        icon = "circle-check" if over else "circle-dot" if begun else "circle"
        return words, icon, "ok" if over else "accent" if begun else "muted"

    shared, sent = done.get(Step.SHARED), done.get(Step.SENT)
    prepared = f"Shared {short(shared)}" if shared else "Being prepared"
    notes = view.noted or (f"On {short(view.visit_date)}" if view.visit_date else "")
    report = next((words for step, words in _REPORT_WORDS if done.get(step)), "Not begun")
    many = len(view.actions)
    plan = "1 action" if many == 1 else f"{many} actions" if many else "Not begun"
    return [
        state(prepared, True, shared is not None),
        state(notes, bool(view.noted), done.get(Step.VISIT) is not None),
        state(f"{len(agreed)} of {len(focus)} agreed", bool(agreed), bool(focus) and len(agreed) == len(focus)),
        state(report, report != "Not begun", sent is not None),
        state(plan, bool(view.actions), done.get(Step.CLOSED) is not None),
    ]


_REPORT_WORDS = (
    (Step.SENT, "Shared"),
    (Step.SIGNED, "Signed"),
    (Step.CHECKED, "Checked for accuracy"),
    (Step.DRAFT, "Draft with the host"),
)
