"""Our workbook before other people's tools: pyxform makes an XForm of it, and a spreadsheet's copy reads back."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ElementTree
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from peerreview.config import paths
from peerreview.datasets.workbook import read_workbook
from peerreview.handbook import reader
from peerreview.handbook.model import Handbook
from peerreview.handbook.problems import BadHandbook
from peerreview.handbook.xlsform import from_sheets, to_sheets
from peerreview.reports.workbook import write_workbook

pyxform = pytest.importorskip("pyxform.xls2xform", reason="pyxform is not installed")

XFORMS = "{http://www.w3.org/2002/xforms}"
PACKS = sorted(path.parent.name for path in paths.forms().glob(f"*/{reader.FILE}"))


@pytest.fixture(params=PACKS)
def handbook(request: pytest.FixtureRequest) -> Handbook:
    return reader.load(paths.forms() / request.param)


@pytest.fixture
def xlsx(handbook: Handbook, tmp_path: Path) -> Path:
    path = tmp_path / "handbook.xlsx"
    write_workbook(to_sheets(handbook), path)
    return path


def test_pyxform_takes_the_workbook_without_a_warning(handbook: Handbook, xlsx: Path) -> None:
    made = pyxform.convert(xlsx, validate=False)
    assert made.warnings == []
    root = ElementTree.fromstring(made.xform)
    title = next(root.iter("{http://www.w3.org/1999/xhtml}title"))
    instance = next(root.iter(f"{XFORMS}instance"))[0]
    assert title.text == handbook.title
    assert (instance.get("id"), instance.get("version")) == (handbook.id, handbook.version)


@pytest.mark.heavy
@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate needs a JDK (java)")
def test_odk_validate_runs_the_form(handbook: Handbook, xlsx: Path, tmp_path: Path) -> None:
    assert pyxform.convert(xlsx, validate=True).warnings == []
    circular = [list(row) for row in to_sheets(handbook)["survey"]]
    relevant = circular[0].index("relevant")
    circular[1][relevant] = "${phase} = 'primary'"
    broken = tmp_path / "circular.xlsx"
    write_workbook({**to_sheets(handbook), "survey": circular}, broken)
    with pytest.raises(Exception, match="Cycle detected"):
        pyxform.convert(broken, validate=True)


def test_the_xform_is_whole(handbook: Handbook, xlsx: Path) -> None:
    root = ElementTree.fromstring(pyxform.convert(xlsx, validate=False).xform)
    nodes = _nodes(next(root.iter(f"{XFORMS}instance"))[0], "/data")
    for section in handbook.sections:
        assert f"/data/{section.code}" in nodes
        for part in (*section.prompts, *section.items):
            assert f"/data/{section.code}/{part.code}" in nodes
    for field in handbook.report.fields:
        assert f"/data/_report/{field.code}" in nodes
    lists = {element.get("id") for element in root.iter(f"{XFORMS}instance")}
    for element in root.iter():
        for name in ("ref", "nodeset"):
            reference = element.get(name, "")
            if reference.startswith("/data"):
                assert reference in nodes, reference
            elif found := re.match(r"instance\('([^']+)'\)", reference):
                assert found.group(1) in lists, reference
    for bind in root.iter(f"{XFORMS}bind"):
        for expression in (bind.get("relevant", ""), bind.get("constraint", "")):
            assert set(re.findall(r"/data/[\w./-]+", expression)) <= nodes


def test_a_word_limit_and_a_descriptor_reach_the_xform(handbook: Handbook, xlsx: Path) -> None:
    root = ElementTree.fromstring(pyxform.convert(xlsx, validate=False).xform)
    limits = {bind.get("nodeset"): bind.get("constraint") for bind in root.iter(f"{XFORMS}bind")}
    headline = next(field for field in handbook.report.fields if field.content == "headline")
    assert limits[f"/data/_report/{headline.code}"] == f"count-selected(normalize-space(.)) <= {headline.words}"
    area = handbook.areas[0]
    points = next(each for each in root.iter(f"{XFORMS}instance") if each.get("id") == f"section.{area.code}")
    descriptors = [each.text for each in points.iter(f"{XFORMS}descriptor")]
    assert set(area.descriptors.values()) <= set(descriptors)


def test_the_file_reads_back_without_loss(handbook: Handbook, xlsx: Path) -> None:
    assert from_sheets(read_workbook(xlsx)) == handbook


def test_a_copy_that_was_worked_on_reads_back_or_says_why(handbook: Handbook, xlsx: Path) -> None:
    book = load_workbook(xlsx)
    for sheet in book.worksheets:
        sheet.insert_rows(2, 3)
        sheet.freeze_panes = "C2"
    for row in book["choices"].iter_rows(min_row=2):
        if str(row[1].value).isdigit():
            row[1].value = int(row[1].value)
    raw = BytesIO()
    book.save(raw)
    assert from_sheets(read_workbook(raw.getvalue())) == handbook
    header = [cell.value for cell in book["settings"][1]]
    book["settings"].cell(5, header.index("version") + 1).value = 2026.1
    book["survey"]["A8"] = "geopoint"
    raw = BytesIO()
    book.save(raw)
    with pytest.raises(BadHandbook) as refused:
        from_sheets(read_workbook(raw.getvalue()), "handbook.xlsx")
    assert "handbook.xlsx, settings, row 5" in str(refused.value)


def _nodes(element: ElementTree.Element, path: str) -> set[str]:
    """The paths of all elements of the primary instance."""
    found = {path}
    for child in element:
        found |= _nodes(child, f"{path}/{child.tag.removeprefix(XFORMS)}")
    return found
