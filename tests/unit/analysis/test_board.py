"""The board's table and the lead headteacher's term, from what schools have shared and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from peerreview.analysis import released
from peerreview.analysis.board import COLUMNS, Awaited, newest, rows, table, term
from peerreview.domain.release import Release
from peerreview.domain.reviews import Level, VisitState
from tests.unit.analysis.quillbeck import MIRIAM, VISIT, drafted, of

TODAY = date(2026, 12, 7)


def release(level: Level = Level.FULL, number: int = 1) -> Release:
    """As the board gets it: out of the attachment of a PDF."""
    play = drafted()
    play.by(MIRIAM, *of("difference", f"P2.{MIRIAM}", words="I would have said 3."))
    raw = released.encode(released.build(play.review, number, level), play.stream.tips)
    return released.decode(raw).content


def awaited(name: str, review: str = "", **changed: object) -> Awaited:
    fields = {"visit": VISIT, "due": date(2026, 12, 3)} | changed
    return Awaited("900101", name, "Reed", review or f"review-{name}", **fields)  # type: ignore[arg-type]


def test_one_row_a_section_with_grades_difference_and_next_steps() -> None:
    found = rows([release()])
    assert [row.section for row in found] == ["P1", "P2", "P3", "P4", "P5", "P6", "O"]
    by_section = {row.section: row for row in found}
    support = by_section["P4"]
    assert (support.urn, support.school, support.term, support.visited) == (
        "900101",
        "Quillbeck Primary",
        "Autumn 2026",
        date(2026, 11, 17),
    )
    assert (support.own, support.agreed, support.agreed_words, support.compared) == (
        "3",
        "3",
        "Priority 3, support needed",
        "same",
    )
    assert support.steps == ("Look again every six weeks at who receives reading support.",)
    assert by_section["P2"].differences == ("I would have said 3.",)
    assert (by_section["P1"].looked_at, by_section["P1"].agreed_words) == (False, "Not looked at this time")
    assert by_section["O"].agreed_words == "2 Secure, next steps clear"


def test_a_level_gives_the_rows_it_shares() -> None:
    found = rows([release(Level.VIEWS)])
    assert len(found) == 7
    assert not any(row.steps for row in found)
    assert [row.level for row in found] == [Level.VIEWS] * 7


def test_the_newest_version_counts_at_the_fullest_level_held() -> None:
    held = [release(Level.FULL, 1), release(Level.VIEWS, 2), release(Level.SUMMARY, 2), release(Level.FULL, 1)]
    assert [(each.number, each.level) for each in newest(held)] == [(2, Level.SUMMARY)]


def test_the_table_has_the_same_columns_for_every_row() -> None:
    cells = table(rows([release()]))
    assert cells[0] == COLUMNS
    assert {len(row) for row in cells} == {len(COLUMNS)}
    assert len(cells) == 8


def test_the_term_says_what_came_what_is_late_and_why() -> None:
    came = release()
    found = term(
        [
            awaited("Quillbeck Primary", came.review),
            awaited("Tansy Bank", due=date(2026, 12, 3)),
            awaited("Ormery Lane", reason="Report writer ill until 9 December"),
            awaited("Sandlark", state=VisitState.POSTPONED, reason="Ofsted rang", due=None),
            awaited("Brindlemere", due=date(2026, 12, 20)),
            awaited("Oxlip Lane", visit=None, due=None),
        ],
        [came, replace(came, review="review-nobody-awaited", urn="900999")],
        TODAY,
    )
    lines = {line.school: line for line in found.lines}
    assert found.came == 1
    assert [line.school for line in found.late] == ["Tansy Bank"]
    assert (lines["Quillbeck Primary"].overall, lines["Quillbeck Primary"].support_needed) == (
        "2 Secure, next steps clear",
        False,
    )
    assert lines["Tansy Bank"].why == "No report, and no reason known"
    assert lines["Tansy Bank"].chase.startswith(
        "Tansy Bank: we have not had the report of the visit on Tue 17 November 2026."
    )
    assert (lines["Ormery Lane"].late, lines["Ormery Lane"].why) == (False, "Report writer ill until 9 December")
    assert lines["Ormery Lane"].chase
    assert (lines["Sandlark"].why, lines["Sandlark"].chase) == ("Postponed: Ofsted rang", "")
    assert lines["Brindlemere"].why == "Due Sun 20 December 2026"
    assert lines["Oxlip Lane"].why == "No date yet"
    assert found.reviewers.sentence.startswith("Same view in 2 of 3")
    assert found.own.sentence == "Same view in 3 of 3"


def test_support_needed_is_said_where_the_overall_grade_says_it() -> None:
    came = replace(release(), overall="3")
    assert term([awaited("Quillbeck Primary", came.review)], [came], TODAY).lines[0].support_needed
