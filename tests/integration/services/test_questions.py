"""The question bank on the day: three that fit, asked, answered, validated; what was good goes up without a name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from peerreview.domain.release import KeptQuestion
from peerreview.domain.reviews import Audience
from peerreview.errors import BadInput, Refused
from peerreview.services import (
    board,
    leading,
    noting,
    opening,
    questions,
    reporting,
    reviews,
    sending,
    sharing,
    writing,
)
from tests.integration.services.world import World, signed

At = Callable[[str], World]


def bank(world: World, section: str, **wanted: str) -> list[str]:
    view = reviews.open_review(*world.desk("dele"), world.review)
    return [each.code for each in questions.fitting(view, section, **wanted)]


def test_the_bank_is_narrowed_by_section_grade_and_kind(at: At) -> None:
    world = at("shared")
    first = bank(world, "P2")[: questions.AT_A_TIME]
    assert first == ["P2.1", "start-1", "dig-1"]  # one of each kind in turn
    assert all(code.startswith("P2.") for code in bank(world, "P2", kind=questions.SECTION))
    assert "system-2" in bank(world, "P4", grade="1")  # "What could you teach the rest of us?"
    assert "system-2" not in bank(world, "P4", grade="3")
    assert bank(world, "P4", grade="3", kind="system") == ["system-1", "system-3", "system-4"]
    assert bank(world, "P4", kind="no such kind") == []


def test_what_was_asked_is_not_offered_again_and_stays_with_the_reviewers(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    noting.asked(*dele, "Which pupils did not gain?", code="impact-3", section="P4")
    assert "impact-3" not in bank(world, "P4")
    assert "impact-3" in bank(world, "P2")
    view = reviews.open_review(*dele)
    asked = next(each for each in view.questions if each.asked)
    assert asked.answer
    assert asked.validated
    writing.write(
        *world.desk("dele"), view.reviewers_stream,
        writing.of("asked", asked.record, answer="Four in Year 5; the plan says so.", validated=True),
    )  # fmt: skip
    asked = next(each for each in reviews.open_review(*dele).questions if each.asked)
    assert asked.answer
    assert asked.validated
    assert (asked.answer.text, asked.validated.value) == ("Four in Year 5; the plan says so.", True)
    world.pass_on("dele", "tom")
    host = reviews.open_review(*world.desk("tom"), world.review)
    assert not [each for each in host.questions if each.asked]
    assert host.bank == ()


def test_a_good_question_is_kept_and_taken_back(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    record = noting.asked(*dele, "Which pupils did not gain?", code="impact-3", section="P4")

    def kept() -> list[bool]:
        return [each.kept for each in reviews.open_review(*dele).questions if each.asked]

    questions.keep(*dele, record)
    assert kept() == [True]
    questions.keep(*dele, record, on=False)
    assert kept() == [False]
    questions.keep(*dele, record)
    assert kept() == [True]
    questions.take_off(*dele, record)
    assert kept() == []
    assert b"did not gain" not in reporting.model(*dele).data


def test_one_that_is_not_here_and_one_who_may_not(at: At) -> None:
    world = at("drafted")
    for act in (questions.keep, questions.take_off):
        with pytest.raises(BadInput) as refused:
            act(*world.desk("dele"), world.review, "0" * 32)
        assert refused.value.code == "no_question"
    record = noting.asked(*world.desk("dele"), world.review, "Which pupils did not gain?", section="P4")
    with pytest.raises((BadInput, Refused)):
        questions.keep(*world.desk("tom"), world.review, record)


def test_what_is_kept_arrives_with_the_lead_headteacher_and_the_board_and_names_nobody(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    questions.keep(*dele, noting.asked(*dele, "Which pupils did not gain?", code="impact-3", section="P4"))
    signed(world)
    tom = world.desk("tom")
    for audience, who in ((Audience.LEAD_HEAD, "bernadette"), (Audience.BOARD, "gwen")):
        made = sharing.share(*tom, world.review, audience)
        opening.bring_in(*world.desk(who), sending.report(*tom, world.review, made.record, world.file(who)).paths[0])
    one = KeptQuestion("Which pupils did not gain?", 1, "impact-3")
    assert leading.show(*world.desk("bernadette")).questions == (one,)
    assert board.show(*world.desk("gwen")).questions == (one,)
    shore = next(group for group, name in leading.show(*world.desk("bernadette")).groups if name == "Shore")
    report = leading.term_report(*world.desk("bernadette"), shore, "Autumn 2026", ["Reading is well taught."])
    assert leading.read_term_report(report.body).questions == (one,)
    told = report.body.partition(b'"questions":')[2].partition(b"]")[0]
    assert b"Dele" not in told
    assert b"Quillbeck" not in told
