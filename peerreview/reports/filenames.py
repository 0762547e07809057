"""File names that people can file by, on any disk: `2026-11-17 Quillbeck Primary triad review FULL v1.pdf`."""

from __future__ import annotations

from peerreview.domain.filenames import LIMIT, safe
from peerreview.domain.report import ReportModel
from peerreview.domain.reviews import Level


def report_name(model: ReportModel, extension: str = "pdf") -> str:
    """The name of a report's file: day of the visit, school, kind of review, level, version."""
    level = f"{model.grade_word}s" if model.level is Level.VIEWS else model.level
    tail = f"{model.title.lower()} {level.upper()} v{model.number}"
    room = LIMIT - len(f"{model.visited} {tail}.{extension}") - 1
    return f"{safe(f'{model.visited} {model.school[:room].strip()} {tail}')}.{extension}"
