"""The register of schools as people download it: what is read, and what is told to be no register."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from peerreview.datasets import register
from peerreview.datasets.register import read_register
from peerreview.errors import BadInput

DATA = Path(__file__).parent / "data"
SEARCH = DATA / "20220420_gias_search.csv"
FULL = DATA / "edubasealldata_excel.csv"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "no column URN"),
        (b"name,head\nA,B\n", "no column URN"),
        (b"\x00\xff\xfe binary", "no column URN|damaged"),
        (b"PK\x03\x04 broken", "no column URN|damaged"),
        (b'URN,EstablishmentName\n"' + b"x" * 200_000, "damaged"),
    ],
)
def test_what_is_no_register_is_told(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "schools.csv"
    path.write_bytes(raw)
    with pytest.raises(BadInput, match=said) as told:
        read_register(path, ["115850"])
    assert told.value.code == "no_register"


def test_a_zip_without_a_table_or_with_a_flood_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "Results.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no")
    with pytest.raises(BadInput, match="no table of schools"):
        read_register(path, ["115850"])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("schools.csv", b"\n" * 100_000)
    monkeypatch.setattr(register, "LARGEST", 5_000)
    with pytest.raises(BadInput, match="no table of schools"):
        read_register(path, ["115850"])


def test_a_search_download_with_its_inspection() -> None:
    found = read_register(SEARCH, ["115850", "999999"])
    assert found.as_at == date(2022, 4, 20)
    assert set(found.entries) == {"115850"}
    school = found.entries["115850"]
    assert (school.name, school.phase, school.ages, school.pupils) == ("Alton Infant School", "Primary", "4 to 7", 138)
    assert (school.authority, school.trust, school.free_meals) == ("Hampshire", "", "21.7")
    assert (school.counted, school.inspected, school.judgement) == (date(2021, 1, 21), date(2019, 1, 23), "Good")


def test_rows_longer_than_the_head_and_letters_that_are_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "schools.csv"
    path.write_bytes(SEARCH.read_bytes().replace(b"The Grove", b"St Thomas \xe0 Becket"))
    found = read_register(path, ["115850", "125131"])
    assert [each.name for each in found.entries.values()] == [
        "Alton Infant School",
        "St Thomas à Becket Primary School",
    ]
    assert found.entries["125131"].status == "Closed"


def test_the_full_layout_as_excel_saved_it_in_the_zip_it_came_in(tmp_path: Path) -> None:
    path = tmp_path / "extract.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("links.csv", "URN,LinkURN\n143034,1\n")
        archive.writestr("extract/edubasealldata20251001.csv", FULL.read_bytes())
    found = read_register(path, ["143034"])
    school = found.entries["143034"]
    assert found.as_at == date(2025, 9, 18)  # the day the school was changed: the zip's name tells none
    assert (school.kind, school.pupils, school.counted) == ("Academy converter", 661, date(2025, 1, 16))
    assert school.trust == "DIOCESE OF CHICHESTER ACADEMY TRUST"
    assert (school.inspected, school.judgement) == (None, "")
