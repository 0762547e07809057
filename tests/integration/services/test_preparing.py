"""Getting ready: register, documents, last time, the call, paper; what is wrong is told and nothing is lost."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from peerreview.bootstrap import open_profile
from peerreview.config import paths
from peerreview.domain.papers import PDF, WORD
from peerreview.domain.reviews import Step
from peerreview.errors import BadInput, Refused, UserFacingError
from peerreview.handbook import reader
from peerreview.handbook.model import Handbook
from peerreview.journal.compose import Edit
from peerreview.services import (
    calling,
    context,
    documents,
    earlier,
    home,
    last_time,
    opening,
    preparing,
    printing,
    reviews,
    sending,
    visits,
    writing,
)
from peerreview.services.review_views import ReviewView
from tests.integration.services.world import UNLOCK, World

At = Callable[[str], World]
NEXT_YEAR = date(2027, 11, 16)


def tom(world: World) -> tuple:  # type: ignore[type-arg]
    """What the host's services ask for first."""
    return (*world.desk("tom"), world.review)


def seen(world: World, who: str = "tom") -> ReviewView:
    """The review as somebody sees it."""
    return reviews.open_review(*world.desk(who), world.review)


def register_file(world: World, *rows: dict[str, str], name: str = "edubasealldata20261001.csv") -> Path:
    """A register of invented schools."""
    path = world.out / name
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


QUILLBECK = {
    "URN": "900101",
    "EstablishmentName": "Quillbeck Primary",
    "PhaseOfEducation (name)": "Primary",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentStatus (name)": "Open",
    "LA (name)": "Marram Vale",
    "StatutoryLowAge": "3",
    "StatutoryHighAge": "11",
    "NumberOfPupils": "405",
    "CensusDate": "15-01-2026",
    "PercentageFSM": "21.7",
    "OfstedLastInsp": "23-01-2019",
    "OfstedRating (name)": "Good",
}
ORMERY = {"URN": "900103", "EstablishmentName": "Ormery Lane Junior", "NumberOfPupils": "270"}


def facts(view: ReviewView) -> dict[str, tuple[str, str]]:
    """The data card: what, and where it comes from."""
    rows = next(each.field.value for each in view.answers if each.code == "A1")
    assert isinstance(rows, list)
    return {row["fact"]: (row["value"], row["from"]) for row in rows}


# --- context --------------------------------------------------------------------------------------------------------


def test_a_file_without_the_school_or_that_is_none_changes_nothing(at: At) -> None:
    world = at("shared")
    before = facts(seen(world))
    with pytest.raises(Refused, match="Quillbeck Primary .900101. is not in this file"):
        context.fill(*tom(world), register_file(world, ORMERY))
    holiday = world.out / "holiday.csv"
    holiday.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    with pytest.raises(BadInput) as told:
        context.fill(*tom(world), holiday)
    assert told.value.code == "no_register"
    assert facts(seen(world)) == before


def test_before_any_register_the_network_s_list_fills_what_it_knows(at: At) -> None:
    found = facts(seen(at("shared")))
    assert found["Name"] == ("Quillbeck Primary", "Our network's list")
    assert found["Pupils on roll"][0] == "412"


def test_the_register_fills_facts_and_inspection_with_their_day_and_the_host_s_own_rows_stay(at: At) -> None:
    world = at("shared")
    rows = [
        {"fact": "Pupils on roll", "value": "398", "from": "Office, October 2026"},
        {"fact": "Pupils with SEND", "value": "14 %", "from": "Our census"},
    ]
    writing.write(*world.desk("tom"), world.review, [Edit("answer", "A1", "rows", rows)])  # type: ignore[list-item]
    filled = context.fill(*tom(world), register_file(world, ORMERY, QUILLBECK))
    assert "as at 1 October 2026" in filled.sentence
    assert filled.sentence.startswith("8 facts and the last inspection came from the file, as at 1 October 2026.")
    view = seen(world)
    found = facts(view)
    assert found["Pupils on roll"] == ("398", "Office, October 2026")
    assert found["Pupils with SEND"] == ("14 %", "Our census")
    assert found["Local authority"] == ("Marram Vale", "Get Information About Schools, as at 1 October 2026")
    assert found["Eligible for free school meals"][0] == "21.7 %"
    inspection = next(each.field.value for each in view.answers if each.code == "A4")
    assert inspection == [
        {"date": "2019-01-23", "framework": "Ofsted", "area": "Overall", "grade": "Good", "as_at": "2026-10-01"}
    ]
    assert view.facts["pupils"].value == 405
    context.fill(*tom(world), register_file(world, QUILLBECK | {"PercentageFSM": "19"}))
    again = facts(seen(world))
    assert again["Eligible for free school meals"][0] == "19 %"
    assert again["Pupils on roll"][0] == "398"


def ofsted_list(world: World) -> Path:
    """Ofsted's list with a report card, under a line of title."""
    path = world.out / "Management_information_-_state-funded_schools_-_latest_inspections_as_at_31_Jan_2026.csv"
    path.write_text(
        "Latest inspections,,,\nURN,School name,Inspection start date,Inclusion,Achievement\n"
        "900101,Quillbeck Primary,13/01/2026,Strong standard,Expected standard\n",
        encoding="utf-8-sig",
    )
    return path


def test_ofsted_s_own_list_fills_the_last_inspection_and_is_not_put_back_by_an_older_register(at: At) -> None:
    world = at("shared")
    filled = context.fill(*tom(world), ofsted_list(world))
    assert (
        filled.sentence == "The last inspection came from the file, as at 31 January 2026. Change what is out of date."
    )
    rows = [
        {"date": "2026-01-13", "framework": "Report card", "area": area, "grade": grade, "as_at": "2026-01-31"}
        for area, grade in (("Inclusion", "Strong standard"), ("Achievement", "Expected standard"))
    ]
    context.fill(*tom(world), register_file(world, QUILLBECK))
    assert next(each.field.value for each in seen(world).answers if each.code == "A4") == rows
    begin_next(world)
    assert next(each.field.value for each in seen(world).answers if each.code == "A4") == rows


def test_a_register_given_once_serves_the_next_review(at: At) -> None:
    world = at("shared")
    context.fill(*tom(world), register_file(world, QUILLBECK))
    begin_next(world)
    assert facts(seen(world))["Age range"] == ("3 to 11", "Get Information About Schools, as at 1 October 2026")
    assert seen(world).facts["pupils"].value == 405


# --- documents ------------------------------------------------------------------------------------------------------


def word_file(world: World) -> Path:
    """A Word file with one heading."""
    from docx import Document

    document = Document()
    document.add_heading("Improvement plan", 1)
    path = world.out / "Plan: for 2026?.docx".replace(":", "").replace("?", "")
    document.save(str(path))
    return path


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("photo.jpg", b"\xff\xd8", "attachment_kind"),
        ("plan.pdf", b"PK\x03\x04", "attachment_damaged"),
        ("plan.docx", b"\xd0\xcf\x11\xe0" * 200, "attachment_damaged"),
        ("plan.xlsx", b"", "attachment_damaged"),
    ],
)
def test_what_is_no_document_is_refused_and_nothing_attached(at: At, name: str, raw: bytes, code: str) -> None:
    world = at("shared")
    path = world.out / name
    path.write_bytes(raw)
    with pytest.raises(BadInput) as told:
        documents.attach(*tom(world), path)
    assert told.value.code == code
    assert seen(world).attachments == ()


def test_a_document_that_is_too_large_is_refused(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    world = at("shared")
    monkeypatch.setattr(documents, "LARGEST", 100)
    with pytest.raises(BadInput, match="larger than 20 MB"):
        documents.attach(*tom(world), word_file(world))


def test_documents_reach_the_reviewers_with_the_working_copy_and_are_read_there(at: At) -> None:
    world = at("shared")
    record = documents.attach(*tom(world), word_file(world))
    assert seen(world, "dele").attachments == ()
    world.pass_on("tom", "dele", "miriam")
    (paper,) = seen(world, "dele").attachments
    assert (paper.record, paper.media, paper.who) == (record, WORD, "Tom Ashdown-Reyes")
    name, data = documents.attached(*world.desk("dele"), world.review, record)
    assert name == "Plan for 2026.docx"
    ports = world.app("dele").ports
    assert [each.text for each in documents.read(ports.papers, WORD, data).blocks] == ["Improvement plan"]  # type: ignore[union-attr]


def test_a_document_is_taken_off_the_page_and_is_held_still(at: At) -> None:
    world = at("shared")
    record = documents.attach(*tom(world), word_file(world))
    (paper,) = seen(world).attachments
    documents.take_off(*tom(world), record)
    assert seen(world).attachments == ()
    with world.app("tom").ports.store.begin() as work:
        assert work.blob(paper.blob) is not None


def test_all_documents_go_to_a_folder_and_nothing_there_is_written_over(at: At, tmp_path: Path) -> None:
    world = at("shared")
    folder = tmp_path / "stick"
    folder.mkdir()
    for title in ("Plan", "Plan", "CON/aux: a*b"):
        documents.attach(*tom(world), word_file(world), title)
    (folder / "Plan.docx").write_bytes(b"mine")
    saved = documents.save(*tom(world), folder)
    assert sorted(each.name for each in folder.iterdir()) == [
        "CON-aux- a-b.docx", "Plan (2).docx", "Plan (3).docx", "Plan.docx",
    ]  # fmt: skip
    assert (folder / "Plan.docx").read_bytes() == b"mine"
    assert all(zipfile.is_zipfile(each) for each in saved.files)
    assert "unencrypted" in saved.sentence


def test_nothing_of_a_document_lies_in_the_profile_in_the_clear(at: At) -> None:
    world = at("shared")
    path = world.out / "data.pdf"
    path.write_bytes(b"%PDF-1.7 " + b"words that nobody else writes " * 50)
    documents.attach(*tom(world), path)
    world.close()
    for file in (world.folder / "tom").rglob("*"):
        assert not file.is_file() or b"words that nobody else writes" not in file.read_bytes()


# --- last time ------------------------------------------------------------------------------------------------------


def test_lines_are_typed_in_one_go_and_blank_ones_are_left_out(at: At) -> None:
    world = at("shared")
    last_time.type_in(*tom(world), ["Every subject lead checks books.", "  ", "Read aloud daily. "])
    assert sorted(each.text.text for each in seen(world).last_time) == [
        "Every subject lead checks books.",
        "Read aloud daily.",
    ]


def test_a_reason_is_asked_only_where_a_step_was_dropped(at: At) -> None:
    world = at("shared")
    last_time.type_in(*tom(world), ["A step"])
    record = seen(world).last_time[0].record
    asked = {}
    for outcome in ("closed", "kept", "changed", "dropped"):
        last_time.close(*tom(world), record, outcome)
        asked[outcome] = seen(world).last_time[0].asks
    assert asked == {"closed": "", "kept": "", "changed": "What it is now", "dropped": "Why it was dropped"}


def filled_in(world: World, *rows: list[object]) -> Path:
    """The empty list of the program, filled in."""
    path = world.out / "Last time.xlsx"
    last_time.template(*tom(world), path)
    book = load_workbook(path)
    sheet = book["Last time"]
    heads = [cell.value for cell in sheet[1]]
    assert heads == ["Next step", "What became of it", "In one line", "URN", "Overall last time"]
    sheet.delete_rows(2, 9)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_a_list_brings_steps_outcomes_and_the_overall_and_leaves_out_other_schools(at: At) -> None:
    world = at("shared")
    path = filled_in(
        world,
        ["Check books half-termly", "closed", None, "900101", "2 Secure, next steps clear"],
        ["Read aloud daily", "Dropped", "The post was cut", 900101, None],
        ["Somebody else's", "Kept", None, 900103, None],
        ["Join the hub", None, None, None, None],
    )
    brought = last_time.bring(*tom(world), path)
    assert brought.sentence == (
        "3 next steps of last time and the overall came from the spreadsheet."
        " 1 row is about another school and was left out."
    )
    view = seen(world)
    assert {(each.text.text, each.outcome.text, each.words.text) for each in view.last_time} == {
        ("Check books half-termly", "closed", ""),
        ("Read aloud daily", "dropped", "The post was cut"),
        ("Join the hub", "", ""),
    }
    assert next(each.field.text for each in view.answers if each.code == "A6") == "2"
    last_time.bring(*tom(world), path)
    assert len(seen(world).last_time) == 3  # brought twice, there once
    steps_alone = filled_in(world, ["Read aloud daily", None, None, "900101", None])
    again = last_time.bring(*tom(world), steps_alone)
    assert again.sentence == "The spreadsheet holds nothing on this school that is not here already."


def test_a_step_that_is_reached_by_sending_is_in_the_file_and_not_reached_without_one(at: At, tmp_path: Path) -> None:
    world = at("shared")
    people = [each.person for each in seen(world, "dele").cast if each.name.startswith(("Tom", "Miriam"))]

    def reached(who: str) -> bool:
        return any(each.step is Step.DRAFT and each.on for each in seen(world, who).steps)

    send = partial(sending.working_copy, *world.desk("dele"), world.review, people, reaches=Step.DRAFT)
    with pytest.raises(UserFacingError):
        send(target=tmp_path / "no folder" / "file.prb")
    assert not reached("dele")
    opening.bring_in(*world.desk("tom"), send(target=tmp_path).paths[0])
    assert reached("dele")
    assert reached("tom")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["A", "Finished maybe", None, None, None]], "Row 2 says “Finished maybe”"),
        ([["A", None, None, None, "Outstanding"]], "Row 2 says “Outstanding” of the overall"),
        ([["x" * 2001, None, None, None, None]], "Row 2 has a text of more than 2000 characters"),
        ([[f"Step {n}", None, None, None, None] for n in range(61)], "61 next steps"),
    ],
)
def test_a_list_that_cannot_be_used_names_the_row_and_brings_nothing(
    at: At, rows: list[list[object]], said: str
) -> None:
    world = at("shared")
    with pytest.raises(BadInput, match=said):
        last_time.bring(*tom(world), filled_in(world, *rows))
    assert seen(world).last_time == ()


def test_a_list_of_anything_else_is_told(at: At) -> None:
    world = at("shared")
    book = Workbook()
    book.active.append(["Name", "Date of birth"])
    raw = BytesIO()
    book.save(raw)
    path = world.out / "pupils.xlsx"
    path.write_bytes(raw.getvalue())
    with pytest.raises(BadInput, match="has no column called “Next step”"):
        last_time.bring(*tom(world), path)


# --- copied from last time, also across handbooks -------------------------------------------------------------------


def begin_next(world: World) -> None:
    """A year later, the next review of the same school."""
    ports, signer = world.desk("dele")
    visit = visits.plan(
        ports, signer, world.triad, school="900101", host=world.people["tom"], writer=world.people["dele"],
        reviewers=[world.people["miriam"]], on=NEXT_YEAR,
    )  # fmt: skip
    from peerreview.services import opening, sending

    sent = sending.triad_copy(ports, signer, world.triad, [world.people["tom"]], world.file("plan"))
    opening.bring_in(*world.desk("tom"), sent.paths[0])
    world.clock.on(date(2027, 11, 1))
    world.review = reviews.begin(*world.desk("tom"), world.triad, visit)


def own(view: ReviewView) -> dict[str, tuple[str, str, str]]:
    """The school's own grade, sentence and mark, by section."""
    return {
        each.code: (each.grades.own.text, each.grades.own_words.text, each.grades.from_last)
        for each in view.sections
        if each.grades
    }


def test_without_a_review_before_there_is_nothing_to_copy(at: At) -> None:
    world = at("shared")
    assert seen(world).earlier is None
    with pytest.raises(Refused, match="not on this computer"):
        earlier.copy_own(*tom(world))


def test_last_time_s_grades_and_sentences_are_copied_marked_and_lose_the_mark_when_changed(at: At) -> None:
    world = at("shared")
    begin_next(world)
    assert seen(world).earlier == date(2026, 11, 17)
    preparing.own_view(*tom(world), "P1", "1", "Our own new words.")
    copied = earlier.copy_own(*tom(world))
    assert len(copied.sections) == 6
    assert copied.vanished == ()
    found = own(seen(world))
    assert found["P1"] == ("1", "Our own new words.", "")
    assert found["P2"] == ("2", "Taught to a clear plan.", "from last time, 17 November 2026")
    preparing.own_view(*tom(world), "P2", "1")
    grades = next(each.grades for each in seen(world).sections if each.code == "P2")
    assert grades is not None
    assert (grades.copied, grades.from_last) == (("words",), "from last time, 17 November 2026")
    preparing.own_view(*tom(world), "P2", "1", "Now better.")
    assert own(seen(world))["P2"] == ("1", "Now better.", "")


def newer() -> Handbook:
    """Next year's handbook: P3 is gone, P4 has another title, and its scale another meaning of 3."""
    pack = reader.load(paths.forms() / "triad-p")
    sections = tuple(
        replace(each, title="Every pupil included") if each.code == "P4" else each
        for each in pack.sections
        if each.code != "P3"
    )
    points = pack.scales[0].points
    scale = replace(pack.scales[0], points=(*points[:2], replace(points[2], label="Not there yet")))
    return replace(pack, version="2027.1", valid_from=date(2027, 9, 1), sections=sections, scales=(scale,))


def test_a_section_that_vanished_is_named_and_a_grade_that_means_something_else_is_not_copied(at: At) -> None:
    world = at("shared")
    assert world.app("tom").ports.library.add(newer())
    begin_next(world)
    assert seen(world).handbook.version == "2027.1"
    copied = earlier.copy_own(*tom(world))
    assert copied.vanished == ("Behaviour, attendance and pupils' experience",)
    assert "Not in this handbook any more, so left out: Behaviour" in copied.sentence
    found = own(seen(world))
    assert "P3" not in found
    assert found["P4"] == ("", "Taught to a clear plan.", "from last time, 17 November 2026")
    assert found["P2"][0] == "2"


def test_a_review_keeps_its_handbook_when_an_update_of_the_program_takes_that_version_away(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = at("shared")
    began_with = seen(world).handbook
    world.close()
    (tmp_path / "forms").mkdir()
    monkeypatch.setattr(paths, "forms", lambda: tmp_path / "forms")
    for who in ("tom", "dele"):
        with open_profile(world.folder / who, UNLOCK, world.sources) as app:
            view = reviews.open_review(app.ports, app.signer, world.review)
            assert view.handbook.hash == began_with.hash


def test_a_review_whose_handbook_is_not_here_yet_holds_up_nothing_and_opens_once_it_came(at: At) -> None:
    world = at("shared")
    dele, here = world.desk("dele"), world.review
    world.app("tom").ports.library.add(newer())
    begin_next(world)
    world.pass_on("tom", "dele")
    page = home.show(*dele)
    assert [each.text for each in page.notices if each.code == "handbook_missing"] == [
        "Quillbeck Primary: the handbook of this review is not on this computer yet. Ask your board's office to send "
        "it; what came with the review is kept."
    ]
    assert reviews.open_review(*dele, here).handbook.version == "2026.1"
    with pytest.raises(BadInput) as told:
        reviews.open_review(*dele, world.review)
    assert told.value.code == "handbook_missing"
    calling.ask(*tom(world), "Who hears the youngest read?", "P4")
    world.pass_on("tom", "dele")
    world.app("dele").ports.library.add(newer())
    assert [each.section for each in reviews.open_review(*dele, world.review).questions][-1] == "P4"
    assert not any(each.code == "handbook_missing" for each in home.show(*dele).notices)


# --- the call and paper ---------------------------------------------------------------------------------------------


def test_the_call_begins_with_one_question_for_each_section_looked_at(at: At) -> None:
    world = at("shared")
    with pytest.raises(Refused, match="questions here already"):
        calling.begin_with(*tom(world))
    for each in seen(world).questions:
        calling.remove(*tom(world), each.record)
    assert calling.begin_with(*tom(world)) == 2
    asked = [(each.section, each.text.text) for each in seen(world).questions]
    pack = seen(world).handbook
    assert asked == [(code, pack.section(code).prompts[0].text) for code in ("P2", "P4")]  # type: ignore[union-attr]
    assert len(calling.usual(pack, [])) == pack.limits.questions_least
    assert len(calling.usual(pack, [section.code for section in pack.areas])) == pack.limits.questions_most


def test_who_walks_with_whom_stands_as_the_handbook_has_it_and_is_written_on_the_call(at: At) -> None:
    world = at("shared")
    walks = seen(world, "dele").walks
    assert all(each.who.editable for each in walks)
    walk = next(each for each in walks if "learning walk" in each.title)
    assert walk.who.text == "Head and reviewers"
    field = walk.who
    edit = Edit(field.kind, field.record, field.field, "Tom with Miriam, deputy with Dele")
    writing.write(*world.desk("dele"), field.stream, [edit])
    (again,) = [each for each in seen(world, "dele").walks if each.who.record == field.record]
    assert again.who.text == "Tom with Miriam, deputy with Dele"
    slots = {each.record: each.who for each in seen(world, "dele").timetable}
    assert slots[field.record] == "Tom with Miriam, deputy with Dele"


def test_the_pack_has_the_host_s_contacts_first_and_no_grade_or_sentence_of_the_school(at: At) -> None:
    world = at("shared")
    view = seen(world, "miriam")
    pack = printing.pack_of(view, date(2026, 11, 10))
    assert [(each.duty, each.name) for each in pack.contacts][:2] == [
        ("Safeguarding lead", "Shona Prewett"),
        ("Deputy", ""),
    ]
    assert [each.code for each in pack.sections] == ["P2", "P4"]
    assert pack.questions == ("Which pupils does the reading support reach?",)
    assert len(pack.slots) == 13
    assert "Taught to a clear plan." not in repr(pack)
    name, pdf = printing.pack(*world.desk("miriam"), world.review)
    assert name == "2026-11-17 Quillbeck Primary paper pack.pdf"
    assert world.app("miriam").ports.papers.page_count(pdf) == 2
    assert documents.ATTACHED[".pdf"] == PDF


def test_the_reading_has_claims_data_last_time_and_questions(at: At) -> None:
    world = at("shared")
    last_time.type_in(*tom(world), ["Read aloud daily"])
    world.pass_on("tom", "dele")
    sheet = printing.reading_of(seen(world, "dele"), date(2026, 11, 10))
    assert [each.section for each in sheet.claims] == [
        "P2 Curriculum, teaching and learning",
        "P4 Disadvantaged pupils and pupils with additional needs",
        "O Overall",
    ][: len(sheet.claims)]
    assert sheet.claims[0].grade == "2 Secure, next steps clear"
    assert ("What has changed since last time", "A new subject leader for reading since September.") in sheet.context
    assert any(each.fact == "Pupils on roll" for each in sheet.facts)
    assert [each.text for each in sheet.last_time] == ["Read aloud daily"]
    _, pdf = printing.reading(*world.desk("dele"), world.review)
    assert world.app("dele").ports.papers.page_count(pdf) == 2


def test_an_inspection_never_prints_without_the_day_it_is_as_at(at: At) -> None:
    world = at("shared")
    context.fill(*tom(world), register_file(world, QUILLBECK))
    sheet = printing.reading_of(seen(world), date(2026, 11, 10))
    said = "Wed 23 January 2019, Ofsted, Overall, Good, as at Thu 1 October 2026"
    assert ("Last inspection", said) in sheet.context
