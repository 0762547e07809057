"""Grades side by side: the school's own, the reviewers', the agreed one. Compared and counted, never averaged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from peerreview.domain.grades import NOT_LOOKED_AT, NOT_SEEN, Comparison, Scale, same_view
from peerreview.domain.release import Release

from . import wording
from .review import Graded, Review


@dataclass(frozen=True)
class Claim:
    """One section's grades in words, ready to stand side by side.

    `reviewers` are (name, words). `differs`: those who saw it gave different grades, so that a line each is asked for;
    `one_reviewer`: only one of them saw it; `hidden`: no reviewer's grade is shown yet. `same` is the code of the grade
    that all who were to give one gave, where at least two did: nothing is left to ask.
    """

    section: str
    title: str
    looked_at: bool
    own: str
    reviewers: tuple[tuple[str, str], ...]
    agreed: str
    compared: Comparison
    compared_words: str
    ways: str
    differs: bool
    one_reviewer: bool
    hidden: bool
    differences: tuple[tuple[str, str], ...]
    same: str = ""


@dataclass(frozen=True)
class Agreement:
    """How often grades were the same: `same` and `next_to` each other, of `compared` that two people gave.

    `alone` counts those that only one gave.
    """

    same: int
    next_to: int
    compared: int
    alone: int

    @property
    def sentence(self) -> str:
        """Same view in 9 of 12; next to each other in 3."""
        parts = [f"same view in {self.same} of {self.compared}"] if self.compared else []
        if self.alone:
            many = "one section" if self.alone == 1 else f"{self.alone} sections"
            parts.append(f"{many} seen by one reviewer")
        if self.next_to:
            parts.append(f"next to each other in {self.next_to}")
        return "; ".join(parts).capitalize()


def side_by_side(review: Review) -> tuple[Claim, ...]:
    """Every section's grades, in the handbook's order, the overall one last."""
    return tuple(_claim(review, each) for each in review.graded)


def reviewers_agreement(review: Review) -> Agreement:
    """How far the reviewers agreed before they talked, section by section."""
    return _agreement((each.scale, [grade for _, grade in each.reviewers]) for each in review.graded)


def released_agreement(releases: Iterable[Release]) -> Agreement:
    """The same over released reviews; only full data carry the reviewers' grades."""
    return _agreement(
        (scale, list(view.reviewers.values()))
        for release in releases
        for view in release.views
        for scale in release.scales
        if scale.code == view.scale
    )


def own_and_agreed(releases: Iterable[Release]) -> Agreement:
    """How often the school's own grade and the agreed one were the same, over sections that were looked at."""
    return _agreement(
        (scale, [view.own, view.agreed])
        for release in releases
        for view in release.views
        for scale in release.scales
        if scale.code == view.scale and {view.own, view.agreed} <= set(scale.codes())
    )


def _claim(review: Review, graded: Graded) -> Claim:
    handbook, code = review.handbook, graded.section.code
    grades = [grade for _, grade in graded.reviewers]
    seen = _seen(grades)
    agreed = graded.agreed if graded.looked_at else NOT_LOOKED_AT
    return Claim(
        section=code,
        title=graded.section.title,
        looked_at=graded.looked_at,
        own=wording.grade_words(handbook, graded.scale, graded.own),
        reviewers=tuple(
            (_name(review, person), wording.grade_words(handbook, graded.scale, grade))
            for person, grade in graded.reviewers
        ),
        agreed=wording.grade_words(handbook, graded.scale, agreed),
        compared=graded.compared,
        compared_words=handbook.words.compared(graded.compared),
        ways=wording.seen_in(len(graded.ways)),
        differs=len(seen) > 1 and not same_view(grades),
        one_reviewer=len(review.reviewers) > 1 and len(seen) == 1 and len(grades) == len(review.reviewers),
        hidden=not grades,
        differences=tuple((_name(review, person), words) for person, words in review.differences(code)),
        same=seen[0] if same_view(grades) and len(grades) == len(review.reviewers) else "",
    )


def _agreement(groups: Iterable[tuple[Scale, Sequence[str]]]) -> Agreement:
    same = next_to = compared = alone = 0
    for scale, grades in groups:
        codes = scale.codes()
        places = sorted(codes.index(grade) for grade in _seen(grades) if grade in codes)
        if len(places) > 1:
            compared += 1
            same += places[0] == places[-1]
            next_to += places[-1] - places[0] == 1
        alone += len(places) == 1 and len(grades) > 1
    return Agreement(same, next_to, compared, alone)


def _seen(grades: Iterable[str]) -> list[str]:
    return [grade for grade in grades if grade and grade not in (NOT_SEEN, NOT_LOOKED_AT)]


def _name(review: Review, person: str) -> str:
    member = review.member(person)
    return member.name if member else "A colleague"
