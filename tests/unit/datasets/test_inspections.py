"""Ofsted's list of latest inspections, in both its layouts; a list made by hand after its published columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from peerreview.datasets.inspections import CARD, GRADED, is_inspections, read_inspections
from peerreview.domain.register import InspectedArea
from peerreview.errors import BadInput

NAME = "Management_information_-_state-funded_schools_-_latest_inspections_as_at_31_Jan_2026.csv"
CARDS = (
    "Latest inspections,,\n"
    "URN,School name,Inspection start date,Safeguarding  standards,Inclusion,Inclusion - date of grade,"
    "Personal development and well-being,Early years (where applicable),"
    "Inspection start date of latest OEIF graded inspection,Latest OEIF overall effectiveness,"
    "Latest OEIF quality of education\n"
    "900101,Quillbeck Primary,13/01/2026,Met,Strong standard,14/01/2026,Expected standard,Not applicable,"
    "23/01/2019,2,2\n"
    "900102,Tansy Bank,,,,,,,05/03/2024,Not judged,1\n"
)


def test_what_is_no_list_of_inspections_is_not_taken_for_one(tmp_path: Path) -> None:
    for raw in (b"", b"\0\xff", b"URN,EstablishmentName\n1,A\n", b"PK\x03\x04"):
        path = tmp_path / NAME
        path.write_bytes(raw)
        assert not is_inspections(path)


def test_a_list_that_does_not_say_its_day_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "inspections.csv"
    path.write_text(CARDS)
    assert is_inspections(path)
    with pytest.raises(BadInput, match="as at which day"):
        read_inspections(path, ["900101"])


@pytest.mark.parametrize("code", ["utf-8-sig", "cp1252"])
def test_a_report_card_or_else_the_graded_inspection_before_it(tmp_path: Path, code: str) -> None:
    path = tmp_path / NAME
    path.write_text(CARDS.replace("Tansy", "Tånsy"), encoding=code)
    found = read_inspections(path, ["900101", "900102", "900109"])
    assert found.as_at == date(2026, 1, 31)
    assert found.inspections == {
        "900101": (
            InspectedArea(date(2026, 1, 13), CARD, "Safeguarding standards", "Met"),
            InspectedArea(date(2026, 1, 14), CARD, "Inclusion", "Strong standard"),
            InspectedArea(date(2026, 1, 13), CARD, "Personal development and wellbeing", "Expected standard"),
        ),
        "900102": (InspectedArea(date(2024, 3, 5), GRADED, "Quality of education", "Outstanding"),),
    }


def test_the_layout_of_before_november_2025(tmp_path: Path) -> None:
    path = tmp_path / "latest inspections as at 31 Aug 2025.csv"
    path.write_text("URN,Inspection start date,Overall effectiveness,Quality of education\n900101,05/03/2024,9,3\n")
    assert read_inspections(path, ["900101"]).inspections["900101"] == (
        InspectedArea(date(2024, 3, 5), GRADED, "Quality of education", "Requires improvement"),
    )
