"""Grades side by side and counted: same view in n of m, next to each other; no mean anywhere."""

from __future__ import annotations

from dataclasses import fields

from peerreview.analysis import released
from peerreview.analysis.claims import (
    Agreement,
    own_and_agreed,
    released_agreement,
    reviewers_agreement,
    side_by_side,
)
from peerreview.domain.reviews import Level
from tests.unit.analysis.quillbeck import DELE, MIRIAM, TOM, drafted, of, prepared


def test_three_views_side_by_side() -> None:
    play = drafted()
    play.by(MIRIAM, *of("difference", f"P2.{MIRIAM}", words="I would have said 3."))
    found = {each.section: each for each in side_by_side(play.review)}
    curriculum = found["P2"]
    assert curriculum.own == curriculum.agreed == "2 Secure, next steps clear"
    assert curriculum.reviewers == (
        ("Dele Akintola", "2 Secure, next steps clear"),
        ("Miriam Feldt", "3 Support needed"),
    )
    assert curriculum.differs
    assert curriculum.differences == (("Miriam Feldt", "I would have said 3."),)
    assert (curriculum.compared_words, curriculum.ways) == ("Same as the school's own grade", "Seen in 5 ways")
    assert not found["P4"].differs
    assert found["P6"].one_reviewer
    assert not found["P2"].one_reviewer
    assert (found["P1"].agreed, found["P1"].hidden) == ("Not looked at this time", True)


def test_before_the_reviewers_show_theirs_nothing_is_shown() -> None:
    assert all(each.hidden and not each.reviewers for each in side_by_side(prepared().review))
    assert reviewers_agreement(prepared().review).sentence == ""


def test_two_reviewers_who_disagree() -> None:
    """S2: two gave a view on P2 and P4, one on P6."""
    play = prepared()
    for code, (deles, miriams) in {"P2": ("3", "2"), "P4": ("3", "3"), "P6": ("not_seen", "2")}.items():
        play.by(DELE, *of("reviewer_view", f"{code}.{DELE}", grade=deles))
        play.by(MIRIAM, *of("reviewer_view", f"{code}.{MIRIAM}", grade=miriams))
    agreement = reviewers_agreement(play.review)
    assert agreement == Agreement(same=1, next_to=1, compared=2, alone=1)
    assert agreement.sentence.startswith("Same view in 1 of 2; one section seen by one reviewer")


def test_over_many_reviews_counts_stay_counts() -> None:
    assert Agreement(9, 3, 12, 0).sentence == "Same view in 9 of 12; next to each other in 3"
    assert {each.name for each in fields(Agreement)} == {"same", "next_to", "compared", "alone"}
    full = released.build(drafted().review, 1)
    assert released_agreement([full, full]) == Agreement(4, 2, 6, 2)
    assert released_agreement([released.build(drafted().review, 1, Level.SUMMARY)]) == Agreement(0, 0, 0, 0)


def test_own_and_agreed_are_compared_where_a_section_was_looked_at() -> None:
    play = drafted()
    play.by(TOM, *of("self_view", "P4", grade="1"))
    assert own_and_agreed([released.build(play.review, 1, Level.VIEWS)]) == Agreement(2, 0, 3, 0)
