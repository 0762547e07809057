"""The data of a report: no more than its level shares, and the same wherever and whenever it is built."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerreview.analysis import released
from peerreview.analysis.review import Review
from peerreview.domain.grades import NOT_LOOKED_AT
from peerreview.domain.release import Release
from peerreview.domain.reviews import Level, Step
from peerreview.journal.stream import MissingAncestors, Stream
from tests.unit.analysis.quillbeck import DELE, MIRIAM, TOM, drafted, handbook, of, point_id, prepared, visited

ANNEX = ("Several subject leaders", "How will reading support carry on", "Two walks, six pupils")
SUMMARY = (
    "A settled, purposeful school",
    "Reading is taught",
    "Look again every six weeks",
    "shared reading lesson plan",
    "Six pupils, two governors",
    "A reading leader for two half days",
)


def data(play: object, level: Level) -> str:
    review = play.review  # type: ignore[attr-defined]
    return released.encode(released.build(review, 1, level), review.stream.tips).decode()


def test_each_level_shares_what_the_handbook_says_and_no_more() -> None:
    play = drafted()
    play.by(TOM, *of("comment", "comment", words="We recognise our school in this report."))
    play.by(MIRIAM, *of("difference", f"P2.{MIRIAM}", words="I would have said 3 for this one."))
    full, summary, views = (data(play, level) for level in (Level.FULL, Level.SUMMARY, Level.VIEWS))
    assert all(words in full for words in (*ANNEX, *SUMMARY, "We recognise our school"))
    assert all(words in summary for words in SUMMARY)
    assert not any(words in summary for words in (*ANNEX, "We recognise our school", '"A":'))
    assert not any(words in views for words in (*SUMMARY, *ANNEX, "We recognise our school", "Dele Akintola"))
    assert all("I would have said 3" in each for each in (full, summary, views))  # beside its grade at every level
    assert '"agreed":"3"' in views
    assert "settled school that knows itself" in summary
    assert "settled school that knows itself" not in views


def test_a_next_step_says_what_it_was_seen_in_at_full_level_only() -> None:
    full, summary = (released.build(drafted().review, 1, level) for level in (Level.FULL, Level.SUMMARY))
    assert all(each.ways for each in full.steps)
    assert not any(each.ways or each.evidence for each in summary.steps)


def test_reviewers_grades_stand_under_letters_in_full_data_only() -> None:
    play = drafted()
    found = {each.section: each for each in released.build(play.review, 1).views}
    assert sorted(found["P2"].reviewers) == ["A", "B"]
    assert sorted(found["P2"].reviewers.values()) == ["2", "3"]
    assert sorted(found["P6"].reviewers.values()) == ["2", "not_seen"]
    assert all(not each.reviewers for each in released.build(play.review, 1, Level.SUMMARY).views)


def test_sections_not_looked_at_say_so_and_the_overall_rests_on_the_others() -> None:
    release = released.build(drafted().review, 1)
    found = {each.section: each for each in release.views}
    assert list(found) == ["P1", "P2", "P3", "P4", "P5", "P6", "O"]
    assert {code for code, each in found.items() if each.agreed == NOT_LOOKED_AT} == {"P1", "P3", "P5", "P6"}
    assert [each.own for each in found.values()] == ["2", "2", "1", "3", "2", "2", "2"]
    assert release.rests_on == ("P2", "P4")
    assert found["P2"].compared == "same"
    assert found["P2"].ways == 5
    assert release.scales[0].direction == "down"


def test_what_nobody_typed_is_put_together_from_what_is_known() -> None:
    release = released.build(drafted().review, 1)
    assert release.paragraphs["R2"] == "We looked at P2 and P4. Which pupils does the reading support reach?"
    assert (
        release.paragraphs["R8"]
        == "Closed: Early reading resources. Kept: Vocabulary across subjects (begun in three classes)."
    )
    assert release.paragraphs["R9"].startswith("Would like: A reading leader")
    play = drafted()
    play.by(DELE, *of("report", "report", focus="Writing, and support for reading.", last_time="One of two is done."))
    typed = released.build(play.review, 1)
    assert (typed.paragraphs["R2"], typed.paragraphs["R8"]) == (
        "Writing, and support for reading.",
        "One of two is done.",
    )


def test_practice_is_shared_only_with_the_hosts_consent() -> None:
    play = drafted()
    assert "R7" in released.build(play.review, 1).paragraphs
    play.by(TOM, *of("report", "report", practice_consent=False))
    assert "shared reading lesson plan" not in data(play, Level.FULL)


def test_starred_points_beyond_the_reports_room_go_to_the_annex() -> None:
    play = drafted()
    for place in range(10, 13):
        fields = {
            "tag": "next_step",
            "section": "P2",
            "text": f"Step {place}",
            "starred": True,
            "place": f"z{place - 9}",
        }
        play.by(DELE, *of("main_point", point_id(place), **fields))
    release = released.build(play.review, 1)
    assert len(release.steps) == 3
    assert {"Step 11", "Step 12"} <= {each.text for each in release.others}


def test_a_removed_point_and_a_removed_member_are_gone() -> None:
    play = drafted()
    play.by(DELE, *of("main_point", point_id(4), gone=True))
    assert "Several subject leaders" not in data(play, Level.FULL)


@given(st.integers(0, 2**32))
def test_the_same_changes_give_the_same_bytes_whatever_order_they_came_in(seed: int) -> None:
    play = _PLAYED
    waiting = list(play.changes)
    random.Random(seed).shuffle(waiting)
    other = Stream(play.stream.id, play.stream.table)
    while waiting:
        for composed in list(waiting):
            try:
                for value in composed.values:
                    other.put_value(value)
                other.add(composed.change)
                waiting.remove(composed)
            except MissingAncestors:
                continue
    again = Review(other, handbook())
    assert released.encode(released.build(again, 1), other.tips) == _DATA


_PLAYED = visited()
_DATA = released.encode(released.build(_PLAYED.review, 1), _PLAYED.stream.tips)


def test_the_data_are_canonical_and_come_back() -> None:
    assert json.dumps(json.loads(_DATA), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == _DATA
    attached = released.decode(_DATA)
    assert attached.content == released.build(_PLAYED.review, 1)
    assert attached.tips == _PLAYED.stream.tips
    assert attached.digest == released.digest(attached.content)


def test_data_that_somebody_altered_are_refused() -> None:
    for bad in (
        _DATA.replace(b'"agreed":"3"', b'"agreed":"1"'),
        _DATA.replace(b"Quillbeck Primary", b"Quillbeck Junior"),
        _DATA[:-20],
        b"{}",
        b"",
        b"\xff\xfe",
        b"[" * 200_000,
    ):
        with pytest.raises(released.BadRelease):
            released.decode(bad)


def resealed(**content: object) -> bytes:
    """The data with something else in them, and the digest to match."""
    data = json.loads(_DATA)
    data["content"] |= content
    raw = json.dumps(data["content"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    data["digest"] = sha256(raw.encode()).hexdigest()
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def test_a_newer_format_asks_for_the_new_version() -> None:
    with pytest.raises(released.NewerRelease) as told:
        released.decode(resealed(format=2, school=["no longer a text"]))
    assert (told.value.code, told.value.exit_code) == ("newer_format", 2)


def test_what_a_later_version_adds_is_passed_over_and_the_rest_is_read() -> None:
    attached = released.decode(resealed(weather="sunny"))
    assert attached.content == released.build(_PLAYED.review, 1)


def test_matches_at_its_tips_and_changed_only_when_it_would_say_something_else() -> None:
    play = drafted()
    attached = released.decode(released.encode(released.build(play.review, 1), play.stream.tips))
    assert released.matches(attached, play.review)
    assert not released.changed_since(attached, play.review)
    play.by(DELE, *of("version", "1", tips=list(play.stream.tips), state="open"))
    play.by(TOM, *of("approval", f"1.{TOM}", meaning="fair_record"))
    play.step(TOM, Step.SENT, date(2026, 12, 3))
    assert released.matches(attached, play.review)
    assert not released.changed_since(attached, play.review)  # signing and sharing change no word
    play.by(DELE, *of("report", "report", headline="A settled school."))
    assert released.matches(attached, play.review)
    assert released.changed_since(attached, play.review)


@dataclass(frozen=True)
class Later(Release):
    """What a later version of the program tells of a review."""

    weather: str = "sunny"


def test_a_report_of_another_version_is_compared_by_what_both_know(monkeypatch: pytest.MonkeyPatch) -> None:
    older, newer = released.decode(_DATA), released.decode(resealed(weather="sunny"))
    told = json.loads(_DATA)["content"]
    fewer = {**told, "views": [{key: row[key] for key in row if key != "scale"} for row in told["views"]]}
    nested = released.decode(resealed(views=fewer["views"]))
    assert not any(released.changed_since(each, _PLAYED.review) for each in (newer, nested))
    build = released.build
    monkeypatch.setattr(released, "build", lambda *args, **named: Later(**vars(build(*args, **named))))
    assert not released.changed_since(older, _PLAYED.review)
    assert released.matches(older, _PLAYED.review)
    play = drafted()
    play.by(TOM, *of("comment", "comment", words="It rained."))
    assert released.changed_since(older, play.review)


@pytest.mark.parametrize(
    "other",
    [
        {"school": "Tansy Bank"},
        {"paragraphs": {}},
        {"paragraphs": []},
        {"views": []},
        {"views": {}},
        {"steps": [[], []]},
        {"steps": []},
        {"scales": "none"},
        {"reasons": ["It was late."]},
        {"pupils": 1},
    ],
    ids=str,
)
def test_any_difference_in_what_both_know_is_one(other: dict[str, object]) -> None:
    told = json.loads(_DATA)["content"] | other
    assert not released.matches(replace(released.decode(_DATA), told=told), _PLAYED.review)


def test_a_report_of_a_review_that_has_not_arrived_cannot_be_compared() -> None:
    play = drafted()
    attached = released.decode(released.encode(released.build(play.review, 1), play.stream.tips))
    with pytest.raises(MissingAncestors):
        released.matches(attached, prepared().review)


def test_extracts_are_compared_at_their_own_level() -> None:
    play = drafted()
    summary = released.build(play.review, 1, Level.SUMMARY, of_full="ab" * 32)
    attached = released.decode(released.encode(summary, play.stream.tips))
    play.by(TOM, *of("comment", "comment", words="Only the full report shows this."))
    assert not released.changed_since(attached, play.review)
