"""The check for accuracy: marks and answers belong to words, and what stays unresolved prints beside them (S4)."""

from __future__ import annotations

from datetime import date

from peerreview.analysis import paragraphs, released
from peerreview.analysis.draft import Surroundings, draft
from peerreview.analysis.paragraphs import Checked
from peerreview.domain.reviews import Outcome, Verdict
from tests.unit.analysis.quillbeck import DELE, TOM, Play, drafted, handbook, of, point_id

STEP = point_id(2)
TOMS = "Eighteen pupils have had daily support since September."


def state(play: Play, code: str) -> Checked:
    release = released.build(play.review, 1)
    return next(each for each in paragraphs.check(play.review, release) if each.paragraph.code == code)


def mark(play: Play, code: str, verdict: Verdict, words: str = "") -> None:
    digest = state(play, code).paragraph.digest
    play.by(TOM, *of("check_mark", code, verdict=str(verdict), words=words, of=digest))


def answer(play: Play, code: str, outcome: Outcome, because: str = "") -> None:
    digest = paragraphs.mark_digest(play.review, code)
    play.by(DELE, *of("check_answer", code, outcome=str(outcome), because=because, of=digest))


def beside(play: Play, code: str) -> list[tuple[str, str]]:
    made = draft(play.review, Surroundings(date(2026, 12, 3)))
    every = (*made.steps, *made.strengths, *made.annex, *made.paragraphs, made.headline)
    return [(note.who, note.words) for each in every if each and each.code == code for note in each.beside]


def test_codes_stay_while_words_and_places_change() -> None:
    play = drafted()
    before = {each.code: each.digest for each in paragraphs.paragraphs(handbook(), released.build(play.review, 1))}
    play.by(DELE, *of("main_point", STEP, place="z"), *of("report", "report", headline="A settled school."))
    after = {each.code: each.digest for each in paragraphs.paragraphs(handbook(), released.build(play.review, 1))}
    assert before.keys() == after.keys()
    assert {code for code in before if before[code] != after[code]} == {"R3"}


def test_everything_that_is_printed_can_be_marked() -> None:
    codes = [each.code for each in paragraphs.paragraphs(handbook(), released.build(drafted().review, 1))]
    points = [point_id(place) for place in (2, 3, 0, 1, 4, 5)]
    assert codes == [*points[:2], "R3", "R4.P2", "R4.P4", "R4.O", "R2", *points[2:4], "R7", "R8", "R9", *points[4:]]
    assert len(codes) == len(set(codes))


def test_accurate_asks_for_nothing() -> None:
    play = drafted()
    assert state(play, "R3").verdict is None
    mark(play, "R3", Verdict.ACCURATE)
    assert state(play, "R3").answered
    assert paragraphs.waiting(play.review) == ()
    assert beside(play, "R3") == []


def test_a_correction_waits_then_changes_and_is_settled() -> None:
    play = drafted()
    mark(play, STEP, Verdict.CORRECTION, TOMS)
    assert paragraphs.waiting(play.review) == (STEP,)
    assert beside(play, STEP) == [("Tom Ashdown-Reyes, host head", TOMS)]
    play.by(DELE, *of("main_point", STEP, text="Look again every half term at who receives reading support."))
    assert state(play, STEP).stale
    answer(play, STEP, Outcome.CHANGED)
    assert paragraphs.waiting(play.review) == ()
    assert beside(play, STEP) == []


def test_what_is_kept_or_changed_in_part_prints_the_hosts_words_beside() -> None:
    for outcome in (Outcome.KEPT, Outcome.IN_PART):
        play = drafted()
        mark(play, STEP, Verdict.DIFFERENTLY, TOMS)
        answer(play, STEP, outcome, "We saw the list of September only.")
        found = state(play, STEP)
        assert (found.answered, found.outcome, found.because) == (True, outcome, "We saw the list of September only.")
        assert beside(play, STEP) == [("Tom Ashdown-Reyes, host head", TOMS)]
        mark(play, STEP, Verdict.ACCURATE)
        assert beside(play, STEP) == []


def test_a_second_round_needs_its_own_answer_even_the_same_one() -> None:
    play = drafted()
    mark(play, STEP, Verdict.DIFFERENTLY, TOMS)
    answer(play, STEP, Outcome.KEPT, "As seen.")
    mark(play, STEP, Verdict.DIFFERENTLY, TOMS + " Please look again.")
    assert paragraphs.waiting(play.review) == (STEP,)
    answer(play, STEP, Outcome.KEPT, "As seen.")
    assert paragraphs.waiting(play.review) == ()


def test_an_answer_written_without_knowing_the_mark_is_none() -> None:
    play = drafted()
    mark(play, STEP, Verdict.CORRECTION, TOMS)
    knew = play.stream.clone()
    mark(play, STEP, Verdict.DIFFERENTLY, TOMS + " And more.")
    play.by(DELE, *of("check_answer", STEP, outcome="kept", because="As seen."), on=knew)
    assert paragraphs.waiting(play.review) == (STEP,)


def test_a_grade_can_be_marked_and_the_words_stand_beside_it() -> None:
    play = drafted()
    mark(play, "R4.P4", Verdict.DIFFERENTLY, TOMS)
    answer(play, "R4.P4", Outcome.KEPT, "Agreed on the day.")
    views = {each.section: each for each in draft(play.review, Surroundings(date(2026, 12, 3))).views}
    assert [note.words for note in views["P4"].beside] == [TOMS]


def test_a_mark_on_a_point_that_left_the_draft_still_waits() -> None:
    play = drafted()
    mark(play, STEP, Verdict.CORRECTION, TOMS)
    play.by(DELE, *of("main_point", STEP, gone=True))
    assert paragraphs.waiting(play.review) == (STEP,)
