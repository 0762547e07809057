"""Questions worth asking travel in the data of a report, without a name, and are counted by those who receive it."""

from __future__ import annotations

from dataclasses import replace

from peerreview.analysis import released, stops
from peerreview.analysis.questions import kept
from peerreview.domain.release import KeptQuestion, ReleasedQuestion
from peerreview.domain.reviews import Level
from tests.unit.analysis.quillbeck import DELE, MIRIAM, Play, drafted, of

BANK = ReleasedQuestion("Which pupils did not gain?", "P4", "impact-3")


def asked() -> Play:
    play = drafted()
    play.by(MIRIAM, *of("good_question", "a1" * 16, text=BANK.text, section="P4", question="impact-3"))
    play.by(DELE, *of("good_question", "a2" * 16, text="What would a parent say?", section="P2"))
    return play


def test_they_go_up_with_the_summary_and_nobody_is_named() -> None:
    for level in (Level.FULL, Level.SUMMARY):
        release = released.build(asked().review, 1, level)
        assert release.questions == (BANK, ReleasedQuestion("What would a parent say?", "P2"))
    assert released.build(asked().review, 1, Level.VIEWS).questions == ()
    assert not {MIRIAM, DELE} & {part for each in release.questions for part in (each.text, each.section, each.code)}


def test_one_that_is_taken_back_stays_here() -> None:
    play = asked()
    play.by(MIRIAM, *of("good_question", "a1" * 16, gone=True))
    assert [each.code for each in released.build(play.review, 1).questions] == [""]


def test_one_that_names_somebody_stops_the_signature() -> None:
    play = asked()
    play.by(DELE, *of("good_question", "a2" * 16, text="What did Mr Sunderby say to that?"))
    found = stops.stops(play.review, released.build(play.review, 1), due=True)
    assert [each.place.kind for each in found if each.code.startswith(stops.LIKELY)] == ["good_question"]


def test_they_are_counted_over_reviews() -> None:
    one = released.build(asked().review, 1)
    other = replace(one, review="review-" + "9" * 32, questions=(replace(BANK, section="P1"), BANK))
    assert kept([one, one, other]) == (
        KeptQuestion(BANK.text, 2, "impact-3"),
        KeptQuestion("What would a parent say?", 1),
    )
    assert kept([]) == ()
