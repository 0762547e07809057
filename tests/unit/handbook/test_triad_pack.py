"""The pack we ship holds every item of its form, and says what the screens must say."""

from __future__ import annotations

from datetime import date

import pytest

from peerreview.config import paths
from peerreview.domain.grades import Comparison, Direction
from peerreview.domain.people import Role
from peerreview.domain.reviews import Audience, Level
from peerreview.handbook import reader
from peerreview.handbook.model import Handbook, ItemKind, SectionKind, Source, Stage
from peerreview.handbook.report_layout import Content


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return reader.load(paths.forms() / "triad-p")


def test_which_handbook_this_is(handbook: Handbook) -> None:
    assert (handbook.id, handbook.version, handbook.language) == ("triad-p", "2026.1", "en-GB")
    assert handbook.valid_from == date(2026, 9, 1)
    assert "primary" in [phase.code for phase in handbook.phases]
    assert [page.code for page in handbook.pages] == ["evidence", "feedback", "focus", "main-points"]


def test_its_sections(handbook: Handbook) -> None:
    assert [section.code for section in handbook.sections] == ["A", "P1", "P2", "P3", "P4", "P5", "P6", "O"]
    assert [section.code for section in handbook.context] == ["A"]
    assert [section.code for section in handbook.areas] == ["P1", "P2", "P3", "P4", "P5", "P6"]
    assert handbook.overall is handbook.section("O")
    assert not any(section.every_time for section in handbook.sections)
    assert all(section.summary for section in handbook.sections)


def test_every_prompt_activity_and_descriptor(handbook: Handbook) -> None:
    prompts = {section.code: len(section.prompts) for section in handbook.areas}
    assert prompts == {"P1": 5, "P2": 5, "P3": 5, "P4": 5, "P5": 6, "P6": 4}
    for section in handbook.areas:
        codes = [prompt.code for prompt in section.prompts]
        assert codes == [f"{section.code}.{number}" for number in range(1, len(codes) + 1)]
        assert set(section.descriptors) == {"1", "2", "3"}
    assert {section.code: section.evidence for section in handbook.areas} == {
        "P1": ("DATA", "BOOKS", "SUBJ", "DOCS"),
        "P2": ("LWALK", "LVISIT", "BOOKS", "PUPIL", "SUBJ", "EY"),
        "P3": ("ENV", "PUPIL", "DATA", "STAFF", "PARENT"),
        "P4": ("DATA", "SEND", "BOOKS", "PUPIL", "DOCS", "GOV"),
        "P5": ("STAFF", "SUBJ", "GOV", "DOCS"),
        "P6": ("DOCS", "DATA", "BOOKS", "PUPIL"),
    }
    assert len(handbook.activities) == 15


def test_an_area_has_three_grades_and_its_main_points(handbook: Handbook) -> None:
    for section in handbook.areas:
        assert section.own
        assert section.seen
        assert section.agreed
        assert (section.own.code, section.own.fills) == (f"{section.code}.own", (Role.HOST,))
        assert (section.seen.code, section.seen.level) == (f"{section.code}.seen", Level.FULL)
        assert (section.agreed.code, section.agreed.level) == (f"{section.code}.agreed", Level.VIEWS)
        (points,) = section.of_kind(ItemKind.MAIN_POINTS)
        assert (points.words, points.evidence_min) == (handbook.limits.main_point, 2)
        assert handbook.scale_of(section.code) is handbook.scale("triad")
    assert len(handbook.items) == 8 + 6 * 5 + 1 + 3
    assert handbook.items["P6.last"].source is Source.LAST_REVIEW


def test_nobody_but_those_concerned_sees_grades(handbook: Handbook) -> None:
    for item in handbook.items.values():
        assert not item.seen_by(Role.OFFICE)
    assert handbook.items["P2.agreed"].seen_by(Role.HOST)
    assert not handbook.items["P2.agreed"].seen_by(Role.OFFICER)


def test_context_and_overall(handbook: Handbook) -> None:
    (context,) = handbook.context
    assert context.kind is SectionKind.CONTEXT
    assert [item.code for item in context.items] == [f"A{number}" for number in range(1, 9)]
    assert {code: handbook.items[code].words for code in ("A2", "A7", "A8", "O2", "O3")} == {
        "A2": 80,
        "A7": 60,
        "A8": 40,
        "O2": 60,
        "O3": 60,
    }
    priorities = handbook.items["A3"]
    assert (priorities.rows, priorities.columns[0].words) == (3, 30)
    assert handbook.overall
    assert handbook.overall.agreed
    assert handbook.overall.agreed.code == "O1"


def test_the_scale_says_which_end_is_which(handbook: Handbook) -> None:
    scale = handbook.scale("triad")
    assert scale
    assert [(point.code, point.label) for point in scale.points] == [
        ("1", "Strong, could share"),
        ("2", "Secure, next steps clear"),
        ("3", "Support needed"),
    ]
    assert scale.direction is Direction.DOWN
    assert scale.weakest.code == "3"
    assert scale.weakest.board == "Priority 3, support needed"
    assert scale.ends == "1 is strongest, 3 needs most support."
    assert scale.note == "Our view as colleagues today. Not an inspection judgement."
    assert len({point.symbol for point in scale.points}) == 3
    assert scale.compare("1", "2") is Comparison.HIGHER


def test_this_pack_says_grade(handbook: Handbook) -> None:
    words = handbook.words
    assert (words.own, words.reviewers, words.agreed) == ("School's own grade", "Reviewers' grades", "Agreed grade")
    assert words.only == "Grades only"
    assert words.compared(Comparison.LOWER) == "Lower than the school's own grade"
    assert words.compared(Comparison.NONE) == ""


def test_the_report_is_two_sides_and_an_annex(handbook: Handbook) -> None:
    report = handbook.report
    assert (report.words, report.pages) == (650, 2)
    assert [field.code for field in report.fields] == [f"R{number}" for number in range(1, 13)]
    assert [field.content for field in report.fields] == list(Content)
    assert [field.code for field in report.fields if field.annex] == ["R10", "R11"]
    assert [field.code for field in report.fields if field.level is Level.VIEWS] == ["R4", "R12"]
    steps = report.field(Content.NEXT_STEPS)
    assert steps
    assert (steps.at_least, steps.at_most, steps.words) == (1, 3, 60)
    strengths = report.field(Content.STRENGTHS)
    assert strengths
    assert (strengths.at_most, strengths.words) == (3, handbook.limits.main_point)


def test_the_day_and_the_half_day(handbook: Handbook) -> None:
    day, half = handbook.timetable
    assert (day.slots[0].start, day.slots[-1].end, len(day.slots)) == ("08:30", "16:00", 13)
    assert len(half.slots) == 10
    assert [slot.activity for slot in half.slots].count("LWALK") == 1


def test_questions_rules_and_lists(handbook: Handbook) -> None:
    stages = [question.stage for question in handbook.questions]
    assert [stages.count(stage) for stage in Stage] == [3, 6, 5, 4, 4]
    question = handbook.question("impact-3")
    assert question
    assert question.text == "Which pupils did not gain?"
    assert question.grades == ("1", "2")  # where pupils gain at all
    assert len(handbook.ground_rules) == 9
    assert [choice.label for choice in handbook.rules.progress][-1] == "Done and making a difference"
    assert len(handbook.rules.quality) == 8
    assert handbook.rules.photos is False
    assert [choice.code for choice in handbook.rules.before_sharing] == ["tells_chair", "rings_lead", "tells_by"]
    assert (handbook.limits.evidence_line, handbook.limits.note, handbook.limits.evidence_kinds) == (25, 60, 2)


def test_the_usual_sharing_plan(handbook: Handbook) -> None:
    usual = {share.audience: share.usual for share in handbook.sharing.audiences}
    assert usual == {
        Audience.TRIAD: Level.FULL,
        Audience.GOVERNORS: Level.FULL,
        Audience.LEAD_HEAD: Level.FULL,
        Audience.BOARD: Level.SUMMARY,
        Audience.TRUST: None,
        Audience.DIOCESE: None,
    }


def test_a_prefix_tells_the_activity(handbook: Handbook) -> None:
    books = handbook.activity_of(" Books")
    assert books
    assert books.code == "BOOKS"
    assert handbook.activity_of("lunch") is None
