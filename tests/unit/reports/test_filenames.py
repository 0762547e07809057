"""File names that people can file by and every disk accepts."""

from __future__ import annotations

from dataclasses import replace

from peerreview.domain.filenames import LIMIT
from peerreview.reports.filenames import report_name
from tests.unit.reports import quillbeck


def test_the_name_says_day_school_kind_level_and_version() -> None:
    assert report_name(quillbeck.full_report()) == "2026-11-17 Quillbeck Primary triad review FULL v1.pdf"
    assert report_name(quillbeck.summary_report(), "docx").endswith("triad review SUMMARY v1.docx")
    assert report_name(quillbeck.views_report()) == "2026-11-17 Quillbeck Primary triad review GRADES v1.pdf"


def test_a_long_name_keeps_its_end() -> None:
    name = report_name(replace(quillbeck.full_report(), school="The Federation of Very Long School Names " * 5))
    assert len(name) == LIMIT
    assert name.endswith(" triad review FULL v1.pdf")
    assert name.startswith("2026-11-17 The Federation of")
