"""One next thing for each person: theirs to do, or with whom it is and since when."""

from __future__ import annotations

from datetime import date

from peerreview.analysis.status import Task, current, next_task
from peerreview.domain.reviews import Step, VisitState
from tests.unit.analysis.quillbeck import DELE, JOSIE, MIRIAM, TOM, VISIT, Play, drafted, of, prepared, visited

TODAY = date(2026, 11, 20)
TRAINING_DAY = date(2026, 11, 27)


def task(play: Play, person: str, today: date = TODAY, **around: object) -> Task:
    found = next_task(play.review, person, today, **around)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_the_whole_way_from_first_step_to_last() -> None:
    play = Play()
    expected = [
        (Step.SHARED, TOM, "share_self_evaluation", date(2026, 11, 3)),
        (Step.CALL, DELE, "call", date(2026, 11, 10)),
        (Step.VISIT, MIRIAM, "visit", VISIT),
        (Step.FEEDBACK, DELE, "feedback", VISIT),
        (Step.DRAFT, DELE, "draft", date(2026, 11, 19)),
        (Step.CHECKED, TOM, "check", date(2026, 12, 1)),
        (Step.SIGNED, DELE, "sign", date(2026, 12, 3)),
        (Step.SENT, TOM, "share", date(2026, 12, 3)),
        (Step.WORKSHOP, TOM, "plan", date(2026, 12, 15)),
        (Step.CLOSED, MIRIAM, "clear_out", date(2027, 3, 3)),
    ]
    for step, person, code, by in expected:
        assert current(play.review) is step
        found = task(play, person)
        assert (found.code, found.by, found.mine, found.school) == (code, by, True, "Quillbeck Primary")
        play.step(TOM, step, by)
    assert current(play.review) is None
    assert all(next_task(play.review, person, TODAY) is None for person in (TOM, DELE, MIRIAM))


def test_a_training_day_moves_the_dates() -> None:
    assert task(drafted(), TOM, closed={TRAINING_DAY}).by == date(2026, 12, 2)


def test_what_waits_for_somebody_else_says_for_whom_and_since_when() -> None:
    found = task(drafted(), DELE)
    assert (found.mine, found.button, found.with_whom) == (False, "Copy a reminder", ("Tom Ashdown-Reyes",))
    assert found.reminder == (
        "Quillbeck Primary: Check for accuracy. With Tom Ashdown-Reyes since Thu 19 November 2026. "
        "Due Tue 1 December 2026."
    )


def test_late_only_after_its_day_and_only_without_a_reason() -> None:
    play = drafted()
    assert not task(play, TOM, date(2026, 12, 1)).late
    assert task(play, TOM, date(2026, 12, 2)).late
    assert not task(play, TOM, date(2026, 12, 2), reason="Tom is ill").late


def test_a_postponed_visit_is_never_late() -> None:
    found = task(prepared(), MIRIAM, date(2027, 1, 1), state=VisitState.POSTPONED, reason="snow")
    assert (found.what, found.late, found.by) == ("Postponed: snow", False, None)


def test_deadlines_follow_the_day_that_the_triad_has_now() -> None:
    moved = task(visited(), DELE, visit=date(2026, 12, 1), state=VisitState.MOVED)
    assert moved.by == date(2026, 12, 3)


def test_a_mark_sends_the_draft_back_to_the_writer() -> None:
    play = drafted()
    play.by(TOM, *of("check_mark", "R3", verdict="correction", words="Not quite.", of="00" * 32))
    assert task(play, DELE).code == "answer_check"
    assert task(play, TOM).with_whom == ("Dele Akintola",)
    play.step(TOM, Step.CHECKED, date(2026, 11, 30))
    assert task(play, DELE).code == "answer_check"
    play.by(DELE, *of("check_answer", "R3", outcome="kept", because="As seen."))
    assert task(play, DELE).code == "sign"


def test_signing_waits_for_those_who_have_not_yet() -> None:
    play = drafted()
    play.step(TOM, Step.CHECKED, date(2026, 12, 1))
    assert task(play, MIRIAM).with_whom == ("Dele Akintola",)  # who makes the version
    play.by(DELE, *of("version", "1", state="open"), *of("approval", f"1.{DELE}", meaning="fair_record"))
    assert task(play, DELE).with_whom == ("Tom Ashdown-Reyes", "Miriam Feldt")
    assert task(play, MIRIAM).code == "sign"
    play.by(MIRIAM, *of("approval", f"1.{MIRIAM}", meaning="fair_record"))
    assert task(play, MIRIAM).with_whom == ("Tom Ashdown-Reyes",)
    play.by(DELE, *of("version", "1", state="issued"))
    assert task(play, TOM).code == "share"


def test_a_step_that_nobody_ticked_does_not_hold_the_rest_up() -> None:
    play = prepared()
    play.step(DELE, Step.DRAFT, date(2026, 11, 19))
    assert current(play.review) is Step.CHECKED


def test_nothing_for_somebody_who_only_watches_or_is_not_there() -> None:
    play = drafted()
    play.by(TOM, *of("cast", JOSIE, role="observer", name="Josie Marchbank"))
    assert next_task(play.review, JOSIE, TODAY) is None
    assert next_task(play.review, "ff" * 16, TODAY) is None
