"""After the report: what is due, what is carried on, how long it took; and what one version changed of another."""

from __future__ import annotations

from datetime import date

from peerreview.analysis import follow_up, released
from peerreview.analysis.changes import changes
from peerreview.analysis.follow_up import Carried
from peerreview.domain.progress import ActionProgress, Progress, ProgressReport
from peerreview.domain.reviews import Step
from peerreview.journal.compose import Edit
from tests.unit.analysis.quillbeck import DELE, TOM, Play, drafted, handbook, of, point_id

FIRST, SECOND = "a1" * 16, "a2" * 16


def planned() -> Play:
    """Two actions, one serving a next step."""
    play = drafted()
    play.by(TOM, *of("action", FIRST, serves=point_id(2), due="2027-01-15"))
    play.by(TOM, *of("action", SECOND, change="Every class reads aloud.", due="2027-06-01"))
    return play


def test_an_action_comes_up_two_weeks_before_its_day_until_it_is_done() -> None:
    play = planned()
    assert follow_up.due(play.review, date(2026, 12, 31)) == ()
    [near] = follow_up.due(play.review, date(2027, 1, 1))
    assert (near.record, near.progress, near.open) == (FIRST, None, True)
    play.by(TOM, *of("action", FIRST, progress="1"))
    assert len(follow_up.due(play.review, date(2027, 6, 2))) == 2
    play.by(TOM, *of("action", FIRST, progress="2"))
    assert [each.record for each in follow_up.due(play.review, date(2027, 6, 2))] == [SECOND]


def test_an_unknown_progress_is_none_and_stays_open() -> None:
    play = planned()
    play.by(TOM, *of("action", FIRST, progress="7"))
    [first, _] = follow_up.actions(play.review)
    assert first.progress is None
    assert first.change == "Look again every six weeks at who receives reading support."  # of the step it serves


def test_what_is_carried_on_says_how_far_it_came_and_leaves_nothing_out() -> None:
    play = planned()
    play.by(TOM, *of("action", FIRST, progress="3", effect="Six of eight read with their class."))
    assert follow_up.carried(play.review) == (
        Carried(
            "Look again every six weeks at who receives reading support.",
            "closed",
            "Done and making a difference: Six of eight read with their class.",
        ),
        Carried("Every class reads aloud.", "", ""),
        Carried("Expect in history the quality of writing that English shows.", "", ""),  # a step without an action
    )
    play.by(TOM, *of("action", SECOND, gone=True))
    assert "Every class reads aloud." not in {each.text for each in follow_up.carried(play.review)}


def test_days_to_the_report_count_days_and_school_days() -> None:
    play = drafted()
    assert follow_up.days_to_report(play.review) is None
    play.step(TOM, Step.SENT, date(2026, 12, 1))
    assert follow_up.days_to_report(play.review) == (14, 10)
    assert follow_up.days_to_report(play.review, [date(2026, 11, 27)]) == (14, 9)
    play.step(TOM, Step.SENT, date(2026, 11, 1))  # before the visit: a clock was wrong
    assert follow_up.days_to_report(play.review) is None


def test_progress_in_a_sentence() -> None:
    def report(*codes: str) -> ProgressReport:
        actions = tuple(ActionProgress("c", "o", None, code, "", "", None) for code in codes)
        return ProgressReport("r", "900101", "Quillbeck", None, 1, date(2027, 1, 11), "Tom", actions)

    assert report().sentence == ""
    assert report("0").sentence == "0 of 1 action done."
    assert report("1", "2", "3", "").sentence == "2 of 4 actions done, 1 makes a difference, 1 under way."
    assert Progress.DONE.done
    assert not Progress.UNDER_WAY.done


def test_changes_name_every_place_and_both_wordings() -> None:
    play = drafted()
    before = released.whole(play.review, 1)
    assert changes(handbook(), before, released.whole(play.review, 2)) == ()  # the number alone is no change
    play.by(DELE, Edit("report", "report", "headline", "A purposeful school."))
    play.by(DELE, Edit("main_point", point_id(1), "starred", False))
    play.by(DELE, Edit("agreed", "P2", "grade", "3"))
    found = {
        each.title: (each.before, each.after) for each in changes(handbook(), before, released.whole(play.review, 2))
    }
    field = next(each for each in handbook().report.fields if each.code == "R3")
    assert found[field.title] == ("A settled, purposeful school.", "A purposeful school.")
    assert ("2 Secure, next steps clear", "3 Support needed") in found.values()
    assert all(before_ != after for before_, after in found.values())


def test_notes_stand_only_where_there_is_something_to_note() -> None:
    play = drafted()
    assert released.build(play.review, 1).reasons == ()
    tips = list(play.stream.tips)
    play.by(DELE, *of("version", "1", tips=tips, data="00" * 32, pdf="00" * 32, signers=[DELE], state="open"))
    play.by(DELE, *of("report", "report", met="Seven pupils"), *of("reason", "2.why", words="One more pupil"))
    assert released.build(play.review, 2).reasons == (
        "Version 2 replaces version 1. One more pupil. Changed: Who was met.",
    )
    assert released.build(play.review, 1).reasons == ()
    play.by(DELE, *of("version", "2", tips=["f" * 64], data="00" * 32, pdf="00" * 32, signers=[DELE], state="open"))
    assert released.build(play.review, 3).reasons == ()  # tips that are not here: nothing is claimed
