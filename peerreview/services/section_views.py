"""What a review shows section by section: answers, grades side by side, questions."""

from __future__ import annotations

from dataclasses import dataclass

from peerreview.domain.grades import Comparison, Scale
from peerreview.handbook.model import Section

from .views import FieldView


@dataclass(frozen=True)
class AnswerView:
    """One item of the handbook that the host fills in (context, agreements): text or rows."""

    code: str
    label: str
    kind: str
    words: int
    field: FieldView
    shown: bool = True


@dataclass(frozen=True)
class DifferenceView:
    """Where somebody saw it differently: prints beside the grade while it stands."""

    person: str
    who: str
    words: FieldView
    grade: FieldView


@dataclass(frozen=True)
class GradeView:
    """The views on one section. `hidden` maps a reviewer's name to `in` or `waiting` until both are in.

    `reviewers` are (name, grade) once shown; `mine` is the acting reviewer's own hidden view. `differs` says that one
    line each is asked for; `one_reviewer` that only one saw it; `same` is the view that all who saw it gave. Where not
    `asked_of_reviewers` (overall) only an agreed view is wanted. `rests_on` are the kinds of evidence of its main
    points; `thin`: too few for an agreed view without a reason. `copied`: which of the school's own grade and words
    stand as they were copied; `from_last` says from when.
    """

    section: str
    title: str
    scale: Scale
    own: FieldView
    own_words: FieldView
    mine: FieldView | None
    reviewers: tuple[tuple[str, str], ...]
    agreed: FieldView
    agreed_words: FieldView
    agreed_reason: FieldView
    confirmed: FieldView
    compared: Comparison
    differs: bool
    one_reviewer: bool
    differences: tuple[DifferenceView, ...] = ()
    label_own: str = ""
    copied: tuple[str, ...] = ()
    from_last: str = ""
    label_agreed: str = ""
    same: str = ""
    asked_of_reviewers: bool = True
    rests_on: tuple[str, ...] = ()
    thin: bool = False


@dataclass(frozen=True)
class SectionView:
    """One section: what the handbook asks and what has been seen. `ways` are activity codes of its notes.

    `seen` says how many of its notes are of each kind of evidence (activity code, count), in the handbook's order; the
    last, with an empty code, counts notes of no kind.
    """

    section: Section
    code: str
    title: str
    focus: FieldView
    looked_at: bool
    every_time: bool
    notes: int
    ways: tuple[str, ...]
    answers: tuple[AnswerView, ...]
    grades: GradeView | None
    not_seen_for: int = 0
    seen: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class BankQuestion:
    """A question to choose from: a section's own prompt, or one of the handbook's bank, with where it helps."""

    code: str
    text: str
    kind: str
    sections: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionView:
    """A key question of the call, or one that was asked, with its answer.

    `validated`: what we saw bears the answer out. `kept`: it was a good question and goes up to the network.
    """

    record: str
    text: FieldView
    section: str
    asked: bool = False
    answer: FieldView | None = None
    validated: FieldView | None = None
    kept: bool = False
    code: str = ""
    who: str = ""


@dataclass(frozen=True)
class HiddenView:
    """Where the reviewers' hidden views stand: who is in, whether they may be shown, whether they are.

    `agreement` says, once they are, in how many sections they were the same. `to_come` names, once mine are shown,
    those who have not shown theirs. `given_here` are other people (ids) whose views lie hidden on this computer: they
    gave them on it, and only their own hand shows them.
    """

    reviewers: tuple[tuple[str, str, bool], ...]
    may_show: bool
    shown: bool
    blind: bool
    waived: str = ""
    agreement: str = ""
    to_come: tuple[str, ...] = ()
    given_here: tuple[str, ...] = ()
