"""Paper for the visit: always two sides, whom to tell first, no grade in the pack, readable by a screen reader."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from peerreview.domain.paper_pack import (
    PackContact,
    PackSection,
    PackSlot,
    PaperPack,
    ReadClaim,
    ReadFact,
    ReadingSheet,
    ReadStep,
)
from peerreview.reports.paper_pack import make_pack
from peerreview.reports.preview import page_count
from peerreview.reports.reading_sheet import make_sheet
from tests.unit.reports.reading import page_texts, roles, sizes, squeezed

DAY = date(2026, 11, 17)
SLOTS = tuple(
    PackSlot(f"{hour:02}:00–{hour:02}:45", title, "Head and reviewers")
    for hour, title in enumerate(
        ("Arrival and safeguarding briefing", "Data discussion", "Learning walk", "Book look", "Lunch", "Feedback"),
        8,
    )
)  # fmt: skip
SECTIONS = tuple(
    PackSection(code, title, tuple(f"What shows that {title.lower()} goes well ({number})?" for number in range(1, 6)))
    for code, title in (("P2", "Curriculum"), ("P4", "Disadvantaged pupils"), ("P6", "Progress"))
)
PACK = PaperPack(
    school="Quillbeck Primary",
    occasion="Triad review",
    visited=DAY,
    made=date(2026, 11, 10),
    contacts=(
        PackContact("Safeguarding lead", "Shona Prewett", "Room 4, extension 21"),
        PackContact("Deputy", ""),
        PackContact("Chair of governors (about the headteacher)", "Yusuf Rahmani", "01632 960123"),
    ),
    slots=SLOTS,
    questions=("Which pupils does the reading support reach?", "What is different for pupils now?"),
    sections=SECTIONS,
    people=("Miriam Feldt, report writer", "Dele Akintola, fellow reviewer"),
)
SHEET = ReadingSheet(
    school="Quillbeck Primary",
    occasion="Triad review",
    visited=DAY,
    made=date(2026, 11, 10),
    claims=(ReadClaim("P2 Curriculum", "2 Secure, next steps clear", "Uneven in Year 4.", "from last time"),),
    others=("P1 Outcomes: 2 Secure", "P3 Behaviour: 1 Strong"),
    scale="1 is strongest, 3 needs most support.",
    context=(("Where you most want challenge", "Reading in Year 4"),),
    facts=(ReadFact("Pupils on roll", "412", "Get Information About Schools, as at 20 April 2026"),),
    last_time=(ReadStep("Every subject lead checks books.", "Dropped", "The post was cut"),),
    questions=("Which pupils does the reading support reach?",),
    documents=("Self-evaluation 2026 (PDF)",),
)
LONG = "All kinds of words that somebody pasted out of a plan, and more of them than anybody reads, " * 12


def crammed() -> PaperPack:
    """As much as the program lets people type."""
    return replace(
        PACK,
        school=LONG[:200],
        contacts=tuple(PackContact(f"Duty {n}", LONG[:120], LONG[:180]) for n in range(12)),
        slots=tuple(PackSlot("08:00–08:05", LONG[:160], LONG[:160]) for _ in range(60)),
        questions=tuple(LONG[:1000] for _ in range(25)),
        sections=tuple(PackSection(f"S{n}", LONG[:160], (LONG[:400],) * 14) for n in range(16)),
        people=tuple(LONG[:120] for _ in range(20)),
    )


def crammed_sheet() -> ReadingSheet:
    """The same of the reading."""
    return replace(
        SHEET,
        claims=tuple(ReadClaim(LONG[:100], "2 Secure", LONG) for _ in range(12)),
        others=(LONG,) * 8,
        context=((LONG[:100], LONG),) * 12,
        facts=(ReadFact(LONG[:100], LONG[:200], LONG[:200]),) * 40,
        last_time=(ReadStep(LONG, "Kept", LONG),) * 60,
        questions=(LONG,) * 20,
        documents=(LONG[:200],) * 40,
    )


@pytest.mark.parametrize(
    "pack",
    [
        PACK,
        crammed(),
        replace(PACK, contacts=(), slots=(), questions=(), sections=(), people=(), visited=None),
        replace(PACK, school="Ysgol <Ŵyn> ☃ مدرسة", questions=("👍 " * 300,), sections=SECTIONS * 3),
        replace(PACK, slots=SLOTS * 3),
    ],
    ids=["usual", "crammed", "empty", "letters", "long day"],
)
def test_the_pack_is_two_sides_whatever_is_in_it(pack: PaperPack) -> None:
    assert page_count(make_pack(pack)) == 2


@pytest.mark.parametrize(
    "sheet",
    [SHEET, crammed_sheet(), ReadingSheet("Quillbeck", "Triad review", None, DAY)],
    ids=["usual", "crammed", "empty"],
)
def test_the_reading_is_two_sides_whatever_is_in_it(sheet: ReadingSheet) -> None:
    assert page_count(make_sheet(sheet)) == 2


def test_whom_to_tell_stands_first_and_prompts_with_space_on_side_two() -> None:
    one, two = page_texts(make_pack(PACK))
    order = [
        "Worried about a child or an adult’s conduct?", "Shona Prewett, Room 4, extension 21", "ask at the office",
        "Yusuf Rahmani", "Immediate danger: 999.", "Quillbeck Primary", "Tuesday 17 November 2026",
        "Arrival and safeguarding briefing", "Feedback", "Key questions", "What is different for pupils now?",
    ]  # fmt: skip
    places = [squeezed(one).find(squeezed(words)) for words in order]
    assert -1 not in places
    assert places == sorted(places)
    for section in SECTIONS:
        assert section.title in two
        assert all(squeezed(prompt) in squeezed(two) for prompt in section.prompts)


def test_even_crammed_every_contact_slot_and_section_has_its_place_in_readable_type() -> None:
    pdf = make_pack(crammed())
    one, two = page_texts(pdf)
    assert one.count("Duty") == 8
    assert one.count("08:00") >= 12
    assert "48 more in the program" in one.replace("\r\n", " ")
    assert all(f"S{n}" in two for n in range(12))
    assert min(size for page in (0, 1) for size in sizes(pdf, page)) >= 6.5


def test_the_pack_is_blank_of_grades() -> None:
    words = "".join(page_texts(make_pack(PACK)))
    assert not any(f"{number} {label}" in words for number, label in ((1, "Strong"), (2, "Secure"), (3, "Support")))


def test_a_screen_reader_hears_headings_lists_and_a_table() -> None:
    found = roles(make_pack(PACK))
    assert found[:4] == ["Document", "Sect", "H1", "P"]
    assert {"L", "LI", "LBody", "Table", "TH", "TD", "H2"} <= set(found)


def test_the_reading_says_claims_data_last_time_and_questions() -> None:
    one, two = map(squeezed, page_texts(make_sheet(SHEET)))
    for words in (
        "P2 Curriculum: 2 Secure, next steps clear (from last time)",
        "Uneven in Year 4.",
        "Reading in Year 4",
        "Which pupils does the reading support reach?",
        "P3 Behaviour: 1 Strong",
    ):
        assert squeezed(words) in one
    for words in ("412", "as at 20 April 2026", "Dropped: The post was cut", "Self-evaluation 2026 (PDF)"):
        assert squeezed(words) in two


def test_the_same_pack_gives_the_same_bytes() -> None:
    assert make_pack(PACK) == make_pack(PACK)
    assert make_sheet(SHEET) == make_sheet(SHEET)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_another_program_reads_two_pages_and_the_contacts_first(tmp_path: Path) -> None:
    path = tmp_path / "pack.pdf"
    path.write_bytes(make_pack(PACK))
    said = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
    assert said.count("\f") == 2
    assert said.lstrip().startswith("Worried about a child or an adult’s conduct?")
    assert said.index("Shona Prewett") < said.index("Quillbeck Primary")
