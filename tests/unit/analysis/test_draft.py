"""The report as it would be printed: next steps, grades in words, differences beside their grade, cut to its level."""

from __future__ import annotations

from datetime import date

import pytest

from peerreview.analysis import released
from peerreview.analysis.draft import NoVisitDate, Surroundings, draft, extract, next_number
from peerreview.analysis.meter import measure
from peerreview.domain.report import ReportPerson
from peerreview.domain.reviews import Level
from peerreview.domain.words import count
from tests.unit.analysis.quillbeck import DELE, JOSIE, MIRIAM, TOM, Play, drafted, handbook, of, point_id

AROUND = Surroundings(date(2026, 12, 3), "Marram Vale schools network", ("Published data as at 2 November 2026.",))


def test_every_field_of_a_full_report() -> None:
    play = drafted()
    play.by(TOM, *of("comment", "comment", words="We recognise our school."))
    made = draft(play.review, AROUND)
    assert (made.school, made.urn, made.phase, made.title) == (
        "Quillbeck Primary",
        "900101",
        "Primary, 412 pupils",
        "Triad review",
    )
    assert [(each.name, each.role, each.signs) for each in made.people] == [
        ("Tom Ashdown-Reyes", "Host head", True),
        ("Dele Akintola", "Report writer", True),
        ("Miriam Feldt", "Fellow reviewer", True),
    ]
    assert made.met == "Six pupils, two governors"
    assert made.headline
    assert made.headline.code == "R3"
    assert [each.section for each in made.steps] == ["P4", "P2"]
    assert (made.steps[0].owner, made.steps[0].due) == ("Reading leader", "Fri 29 January 2027")
    assert [each.ways for each in made.strengths] == ["3 ways", "2 ways"]
    assert all(each.ways for each in made.steps)
    assert [each.code for each in made.paragraphs] == ["R7", "R8", "R9"]
    assert [each.section for each in made.annex] == ["P2", "P4"]
    assert made.comment
    assert made.comment.text == "We recognise our school."
    assert made.overall == "2 Secure, next steps clear"
    assert made.rests_on == "P2 and P4"
    assert (made.direction_note, made.grade_word) == ("1 is strongest, 3 needs most support.", "grade")
    assert "Our view as colleagues today. Not an inspection judgement." in (made.scale_note, *made.statement)
    assert "Published data as at 2 November 2026." in made.statement
    assert any("2026.1" in line for line in made.statement)
    assert released.decode(made.data).content.number == made.number == 1
    assert any(released.decode(made.data).digest[:4] in line for line in made.check)


def test_grades_are_said_in_words_and_a_section_left_out_says_so() -> None:
    views = {each.section: each for each in draft(drafted().review, AROUND).views}
    assert (views["P4"].own, views["P4"].agreed, views["P4"].compared) == (
        "3 Support needed",
        "3 Support needed",
        "same",
    )
    assert (views["P1"].agreed, views["P1"].compared, views["P1"].rests) == ("Not looked at this time", "none", False)
    assert dict(views["P6"].reviewers).keys() == {"Reviewer A", "Reviewer B"}
    assert "Not seen" in dict(views["P6"].reviewers).values()


def test_a_difference_prints_beside_its_grade_at_every_level_and_outside_the_budget() -> None:
    play = drafted()
    before = draft(play.review, AROUND).words
    words = "In two of the four rooms I saw tasks that asked for little beyond copying."
    play.by(DELE, *of("difference", f"P2.{DELE}", words=words))
    play.by(MIRIAM, *of("difference", f"O.{MIRIAM}", words="I would have said 1."))
    full = draft(play.review, AROUND)
    small = extract(play.review, AROUND, Level.VIEWS, number=1, by=TOM, of_full="ab" * 32)
    for made in (full, small):
        beside = {each.section: [(note.who, note.words) for note in each.beside] for each in made.views}
        assert beside["P2"] == [("Dele Akintola saw it differently", words)]
        assert beside[""] == [("Miriam Feldt saw it differently", "I would have said 1.")]
    assert full.words == before


def test_an_extract_is_signed_by_whoever_shares_it_and_names_the_full_report() -> None:
    summary = extract(drafted().review, AROUND, Level.SUMMARY, number=1, by=TOM, of_full="ab" * 32)
    assert [(each.person, each.signs) for each in summary.people] == [(TOM, True), (DELE, False), (MIRIAM, False)]
    assert summary.of_full == "ab" * 32
    assert (summary.annex, summary.comment, summary.reasons) == ((), None, ())
    assert all(not each.evidence and not each.ways for each in summary.strengths)
    assert all(not each.reviewers for each in summary.views)
    views = extract(drafted().review, AROUND, Level.VIEWS, number=1, by=TOM, of_full="ab" * 32)
    assert [each.person for each in views.people] == [TOM]
    assert (views.focus, views.headline, views.steps, views.strengths, views.paragraphs, views.met) == (
        None,
        None,
        (),
        (),
        (),
        "",
    )
    assert views.overall
    assert views.overall_why == ""


def test_those_who_only_heard_the_feedback_are_named_and_do_not_sign() -> None:
    chair = ReportPerson("e5" * 16, "Yusuf Rahmani", "Chair of governors, heard the feedback", "Quillbeck Primary")
    made = draft(drafted().review, Surroundings(date(2026, 12, 3), also=(chair,)))
    assert [(each.name, each.signs) for each in made.people][-1] == ("Yusuf Rahmani", False)


def test_a_deputy_says_for_whom() -> None:
    play = drafted()
    play.by(TOM, *of("cast", JOSIE, role="reviewer", name="Josie Marchbank", acts_for="Miriam Feldt"),
            *of("cast", MIRIAM, gone=True))  # fmt: skip
    roles = {each.name: each.role for each in draft(play.review, AROUND).people}
    assert roles["Josie Marchbank"] == "Fellow reviewer, acting for Miriam Feldt"
    assert "Miriam Feldt" not in roles


def test_the_next_version_names_the_one_before_it_and_who_is_expected_to_sign() -> None:
    play = drafted()
    play.by(DELE, *of("version", "1", state="signed", signers=[TOM, DELE]))
    assert next_number(play.review) == 2
    assert [each.person for each in draft(play.review, AROUND, number=1).people if each.signs] == [TOM, DELE]
    second = draft(play.review, AROUND)
    assert second.number == 2
    assert second.replaces.startswith("version 1 of 17 November 2026")


def test_no_report_without_a_day_of_visit() -> None:
    play = Play()
    play.by(TOM, *of("review", "review", visit_date=None))
    with pytest.raises(NoVisitDate):
        draft(play.review, AROUND)


def test_words_are_those_that_people_wrote_for_the_two_sides() -> None:
    play = drafted()
    made = draft(play.review, AROUND)
    assert made.focus
    assert made.headline
    written = [made.focus.text, made.headline.text, *(each.text for each in made.paragraphs)]
    written += [each.text for each in made.strengths]
    written += [part for each in made.steps for part in (each.text, each.first, each.owner, each.know)]
    assert made.words == sum(map(count, written))
    play.by(TOM, *of("comment", "comment", words="fifty words " * 25))
    play.by(DELE, *of("main_point", point_id(4), text="A longer area to watch " * 20))
    assert draft(play.review, AROUND).words == made.words  # the annex does not count
    assert made.word_budget == 650


def test_length_over_the_budget_is_told_in_words() -> None:
    play = drafted()
    short = measure(handbook(), released.build(play.review, 1))
    assert short.over == 0
    play.by(DELE, *of("report", "report", headline="wo " * 1300))
    long = measure(handbook(), released.build(play.review, 1))
    assert long.words == short.words - 4 + 1300
    assert long.over == long.words - 650
    play.by(MIRIAM, *of("difference", f"P2.{MIRIAM}", words="seen otherwise " * 90))
    beside = measure(handbook(), released.build(play.review, 1))
    assert (beside.words, beside.beside) == (long.words, 180)
