"""The report as PDF: two sides, next steps first, every word there, read in the order it was written."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256

import pikepdf
import pytest

from peerreview.domain.report import Beside, ReportModel, ReportParagraph
from peerreview.reports import wording
from peerreview.reports.annex import rests
from peerreview.reports.pdf import make_pdf
from peerreview.reports.preview import page_count
from peerreview.reports.sides import length
from peerreview.reports.verifying import release_data
from tests.unit.reports import quillbeck
from tests.unit.reports.hands import unsigned
from tests.unit.reports.reading import boxes_of, gaps, page_texts, roles, sizes, squeezed, strings

A4 = pytest.approx([0, 0, 595.276, 841.89], abs=0.01)


def plain(model: ReportModel) -> ReportModel:
    """The model without what is data and not print."""
    views = tuple(replace(view, reviewers=(), compared="") for view in model.views)
    steps = tuple(replace(step, due="", code="") for step in model.steps)
    coded = {
        "strengths": tuple(replace(point, code="") for point in model.strengths),
        "annex": tuple(replace(point, code="") for point in model.annex),
        "paragraphs": tuple(replace(piece, code="") for piece in model.paragraphs),
    }
    pieces = {
        name: replace(piece, code="") for name in ("focus", "headline", "comment") if (piece := getattr(model, name))
    }
    people = tuple(replace(person, person="") for person in model.people)
    return replace(model, views=views, steps=steps, people=people, review="", language="", level="", **coded, **pieces)


def short_report() -> ReportModel:
    """Two next steps in few words, and little else."""
    full = quillbeck.full_report()
    few = [replace(piece, text=piece.text[:70]) for piece in (full.headline, full.focus, *full.paragraphs) if piece]
    return replace(
        full, steps=full.steps[1:], strengths=full.strengths[:2], headline=few[0], focus=few[1],
        paragraphs=tuple(few[2:]), annex=(),
    )  # fmt: skip


def test_a_full_word_budget_takes_two_a4_sides_and_an_annex() -> None:
    model = quillbeck.full_report()
    assert 630 <= model.words <= model.word_budget
    texts = page_texts(unsigned())
    assert len(texts) == 3
    assert "Signatures" in texts[1]
    assert texts[2].startswith("Annex to the full report")
    with pikepdf.open(io.BytesIO(unsigned())) as file:
        assert all([float(edge) for edge in page.MediaBox] == A4 for page in file.pages)


def test_the_summary_of_a_full_budget_is_two_sides() -> None:
    assert page_count(make_pdf(quillbeck.summary_report())) == 2


def test_grades_alone_take_one_side() -> None:
    assert page_count(make_pdf(quillbeck.views_report())) == 1


@pytest.mark.parametrize("model", [quillbeck.full_report(), quillbeck.summary_report(), short_report()])
def test_both_sides_are_composed(model: ReportModel) -> None:
    pdf = make_pdf(model)
    assert max(gaps(pdf, 0) + gaps(pdf, 1)) < 150  # points; a side has 757
    assert max(sizes(pdf, 1)) >= 1.22 * 9.2  # its headings, in a text of 9.2 points


@pytest.mark.parametrize("length", range(0, 400, 25))
@pytest.mark.parametrize("base", [quillbeck.views_report(), quillbeck.summary_report()])
def test_no_side_is_left_nearly_empty_whatever_the_length(base: ReportModel, length: int) -> None:
    texts = page_texts(make_pdf(replace(base, overall_why="word " * length)))
    assert len(texts) <= 2
    assert all(len(text.split()) > 200 for text in texts)


def test_next_steps_and_what_was_found_stand_on_side_one_and_the_grades_whole_on_side_two() -> None:
    first, second, _ = page_texts(unsigned())
    heads = ("Quillbeck Primary", "Next steps", "What colleagues found", "Strengths", "Focus and key questions")
    places = [first.index(words) for words in heads]
    assert places == sorted(places)
    assert first.index("Next steps") < 220
    assert quillbeck.full_report().steps[-1].know[-20:] in first.replace("\r\n", " ")
    assert second.startswith("Grades")
    assert "P6 Progress since the last review" in second
    assert "1 is strongest, 3 needs most support." in second


@pytest.mark.parametrize("model", [quillbeck.full_report(), quillbeck.summary_report(), quillbeck.views_report()])
def test_every_word_of_the_model_is_printed(model: ReportModel) -> None:
    printed = squeezed(" ".join(page_texts(make_pdf(model))))
    missing = [words for words in strings(plain(model)) if squeezed(words) not in printed]
    assert missing == ["grade"] * missing.count("grade")
    for words in ("Fri29January2027", "↑Higher", "=Same", "4ways") if model.steps else ("↑Higher",):
        assert words in printed
    assert "ReviewerA" not in printed


def test_lower_levels_print_no_annex_and_no_evidence() -> None:
    full, summary = quillbeck.full_report(), "".join(page_texts(make_pdf(quillbeck.summary_report())))
    assert "Annex" not in summary
    assert not any(point.evidence in summary for point in (*full.strengths, *full.annex))
    views = "".join(page_texts(make_pdf(quillbeck.views_report())))
    assert "Grades only, version 1" in views
    assert "Next steps" not in views


def test_the_annex_says_in_how_many_ways_each_next_step_was_seen() -> None:
    full = quillbeck.full_report()
    assert [row[-1] for row in rests(full)][: len(full.steps)] == ["3 ways", "2 ways", "2 ways"]


def test_words_that_stay_unresolved_stand_beside_their_paragraph() -> None:
    pdf = unsigned()
    step = boxes_of(pdf, "Give every pupil in Years 3 to 6", 0)
    comment = boxes_of(pdf, "Eighteen pupils have had daily support", 0)
    assert comment[0] > step[2]
    assert step[1] - 60 < comment[1] < step[3]
    difference = boxes_of(pdf, "Dele Akintola saw it differently", 1)
    row, after = boxes_of(pdf, "P2 Curriculum", 1), boxes_of(pdf, "P3 Behaviour", 1)
    assert row[1] > difference[3] > difference[1] > after[3]


def test_the_packs_own_word_for_a_grade_is_printed() -> None:
    printed = " ".join(page_texts(make_pdf(replace(quillbeck.views_report(), grade_word="view"))))
    for words in ("School’s own view", "Agreed view", "Views only, version 1", "The overall view rests on"):
        assert words in printed
    assert "words" not in printed
    assert "grade" not in printed.replace("Our grade as colleagues today", "")


def test_readers_of_adobe_are_told_what_the_yellow_bar_means() -> None:
    assert "Adobe may say, in a yellow or blue bar, that it does not know our network." in page_texts(unsigned())[1]


def test_the_structure_is_read_in_order() -> None:
    found = roles(unsigned())
    assert found[0] == "Document"
    headings = [role for role in found if re.fullmatch("H[1-6]", role)]
    assert headings == ["H1", "H2", "H2", "H2", *["H2"] * 6, "H2", *["H3"] * 4]
    assert found.count("Form") == 3
    assert found.count("L") == 3
    assert found.count("LI") == found.count("Lbl") == found.count("LBody") == 3 + 3 + 2
    assert found.count("Table") == found.count("THead") == found.count("TBody") == 3
    assert found.count("BlockQuote") == 3


def test_table_cells_name_their_heads_and_span_evenly() -> None:
    with pikepdf.open(io.BytesIO(unsigned())) as file:
        cells = [node for node in file.objects if isinstance(node, pikepdf.Dictionary) and node.get("/S") == "/TH"]
        assert {str(cell.A.Scope) for cell in cells} == {"/Column", "/Row"}
        rows = [node for node in file.objects if isinstance(node, pikepdf.Dictionary) and node.get("/S") == "/TR"]
        widths = [sum(int(cell.get("/A", {}).get("/ColSpan", 1)) for cell in row.K) for row in rows]
        assert set(widths) == {4, 5}


def test_the_same_model_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import sys, hashlib; sys.path.insert(0, 'tests/unit/reports'); import quillbeck;"
        "from peerreview.reports.pdf import make_pdf;"
        "print(hashlib.sha256(make_pdf(quillbeck.full_report())).hexdigest())"
    )
    there = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()
    assert there == sha256(unsigned()).hexdigest()


def test_reports_made_at_the_same_time_do_not_disturb_each_other() -> None:
    models = [quillbeck.full_report(), quillbeck.views_report()] * 2
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(make_pdf, models))
    assert made[0] == made[2] == unsigned()
    assert made[1] == made[3]


def test_the_data_travels_inside_and_comes_out_again() -> None:
    model = quillbeck.full_report()
    assert release_data(unsigned()) == model.data
    assert sha256(model.data).hexdigest() in page_texts(unsigned())[1]
    assert json.loads(model.data)["school"] == "900101"


def test_a_report_over_its_length_runs_on_and_loses_nothing() -> None:
    model = quillbeck.long_report()
    pdf = make_pdf(model)
    printed = " ".join(page_texts(pdf))
    assert page_count(pdf) > 8
    assert all(squeezed(point.text[:40]) in squeezed(printed) for point in model.annex)
    assert printed.count("nobody") == 400  # one word of a sentence that comes 400 times, over page after page
    assert printed.count("length") == 200


def test_a_headline_far_over_its_length_makes_more_sides_and_not_smaller_type() -> None:
    full = quillbeck.full_report()
    assert full.headline
    pdf = make_pdf(replace(full, headline=replace(full.headline, text=full.headline.text * 9)))
    texts = page_texts(pdf)
    assert len(texts) > 3
    assert texts[-1].startswith("Annex")
    assert all(min(sizes(pdf, page)) >= 7.5 for page in range(len(texts)))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7])
def test_any_number_of_signatures_has_its_boxes_side_by_side(count: int) -> None:
    people = tuple(
        replace(quillbeck.PEOPLE[0], person=f"{number:032x}", name=f"Signer {number}") for number in range(count)
    )
    with pikepdf.open(io.BytesIO(make_pdf(replace(quillbeck.summary_report(), people=people)))) as file:
        fields = list(file.Root.AcroForm.Fields)
        places = [[float(edge) for edge in field.Rect] for field in fields]
        assert [str(field.T) for field in fields] == [f"Sig-{number:032x}" for number in range(count)]
    for index, (left, bottom, right, top) in enumerate(places):
        assert 50 < left < right < 545.5
        assert 45 < bottom < top < 800
        for other in places[:index]:
            assert left >= other[2] or right <= other[0] or bottom >= other[3] or top <= other[1]


def test_nobody_signs_a_report_without_signers() -> None:
    people = tuple(replace(person, signs=False) for person in quillbeck.PEOPLE)
    with pikepdf.open(io.BytesIO(make_pdf(replace(quillbeck.views_report(), people=people)))) as file:
        assert "/AcroForm" not in file.Root


def test_whatever_people_type_is_printed_and_breaks_nothing() -> None:
    typed = "<para>5 < 6 & 7</font> " + "W" * 300 + " \x07 ☃ → ŵ &nbsp; {0} %(x)s [b]"
    full = quillbeck.full_report()
    model = replace(
        full,
        headline=ReportParagraph("R3", typed, typed, (Beside(typed, typed),)),
        school="Ysgol Ŵyn & <i>Sons</i>",
        title="Review (2/3) \\",
        network="",
        steps=tuple(replace(step, text=typed, due="soon", owner=typed, beside=()) for step in full.steps),
    )
    printed = squeezed(" ".join(page_texts(make_pdf(model))))
    assert squeezed("<para>5 < 6 & 7</font>") in printed
    assert "W" * 300 in printed
    assert squeezed("[snowman] → ŵ &nbsp; {0} %(x)s [b]") in printed
    assert squeezed("Ysgol Ŵyn & <i>Sons</i>: Review (2/3) \\, 17 November 2026") in printed  # at every page's foot


def test_the_sides_that_are_measured_are_those_that_are_printed() -> None:
    """Over two is said exactly when a third side is printed."""
    model = quillbeck.full_report()
    assert model.headline
    printed = {}
    for many in (1, 100, 300, 500, 600, 700, 900):
        longer = replace(model, headline=replace(model.headline, text="Pupils read. " * many))
        sides, texts = length(longer), page_texts(make_pdf(longer))
        pages = next(number for number, text in enumerate(texts) if wording.ANNEX in text)
        assert (sides > 2) == (pages > 2), (many, sides, pages)
        printed[pages] = sides
    assert {2, 3} <= set(printed)
