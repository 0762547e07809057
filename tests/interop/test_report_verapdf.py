"""veraPDF says that every report is PDF/A-3a and PDF/UA-1, before and after everybody signed it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from peerreview.config import paths
from peerreview.domain.report import Beside
from peerreview.identity.recovery import words_of
from peerreview.reports import check_sheet, leaflet, reading_sheet
from peerreview.reports.emergency import make_sheet
from peerreview.reports.paper_pack import make_pack
from peerreview.reports.pdf import make_pdf
from tests.interop.verapdf import judge
from tests.unit.reports import quillbeck, test_paper_pack
from tests.unit.reports.hands import revisions, signed_by_all, unsigned
from tests.unit.reports.test_check_sheet import SHEET as CHECK

pytestmark = pytest.mark.heavy

REPORTS = (
    "full", "summary", "views", "long", "exotic", "emergency", "leaflet", "check", "pack", "pack-crammed", "reading",
    "full-first", "full-signed", "summary-signed", "views-signed", "long-signed",
)  # fmt: skip
FLAVOURS = ("3a", "ua1")
Verdicts = Mapping[tuple[str, str], str]


def exotic() -> bytes:
    """A report in characters from both faces and neither, with two people's words beside one grade."""
    full = quillbeck.full_report()
    notes = (Beside("Siân Ŵyn ☃", "→ ✓ ≥ 中文 👍 ﬁ\u00ad"), quillbeck.COMMENT)
    views = (replace(full.views[0], beside=notes), *full.views[1:])
    strengths = (replace(full.strengths[0], beside=notes), *full.strengths[1:])
    return make_pdf(replace(full, school="Ysgol <Ŵyn> \x07☃", network="", views=views, strengths=strengths))


def untagged() -> bytes:
    """What ReportLab writes by itself."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 700, "Quillbeck Primary")
    canvas.save()
    return out.getvalue()


def tree_emptied() -> bytes:
    """A report whose structure tree says nothing."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(unsigned())) as file:
        file.Root.StructTreeRoot = pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot)
        file.save(out)
    return out.getvalue()


@pytest.fixture(scope="session")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    """veraPDF's verdict on all of them, asked for once: starting Java takes longer than judging."""
    summary, views, long = quillbeck.summary_report(), quillbeck.views_report(), quillbeck.long_report()
    words = words_of(bytes(range(32)))
    pdfs = {
        "full": unsigned(),
        "summary": make_pdf(summary),
        "views": make_pdf(views),
        "long": make_pdf(long),
        "exotic": exotic(),
        "emergency": make_sheet(words, "Tom Ashdown-Reyes", date(2026, 11, 3)),
        "check": check_sheet.make_pdf(CHECK),
        "leaflet": leaflet.make_pdf((paths.resources() / "leaflets" / "it.md").read_text("utf-8"), date(2026, 11, 3)),
        "pack": make_pack(test_paper_pack.PACK),
        "pack-crammed": make_pack(test_paper_pack.crammed()),
        "reading": reading_sheet.make_sheet(test_paper_pack.SHEET),
        "full-first": revisions()[0],
        "full-signed": revisions()[-1],
        "summary-signed": signed_by_all(summary),
        "views-signed": signed_by_all(views),
        "long-signed": signed_by_all(long),
        "untagged": untagged(),
        "tree-emptied": tree_emptied(),
    }
    return judge(pdfs, tmp_path_factory.mktemp("verapdf"))


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("name", REPORTS)
def test_every_report_passes(verdicts: Verdicts, name: str, flavour: str) -> None:
    assert verdicts[name, flavour] == ""


@pytest.mark.parametrize(("name", "flavour"), [("untagged", "3a"), ("untagged", "ua1"), ("tree-emptied", "ua1")])
def test_what_is_neither_archival_nor_accessible_fails(verdicts: Verdicts, name: str, flavour: str) -> None:
    assert verdicts[name, flavour] != ""
